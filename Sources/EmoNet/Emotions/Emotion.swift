// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// One of the seven emotions that a face and a voice can express to an onlooker.
///
/// The order of the cases is the order of every vector of seven in this package, in memory and in
/// files: angry, disgust, fear, happy, neutral, sad, surprise. The raw value is the name in print.
public enum Emotion: String, CaseIterable, Codable, Sendable {
  /// Anger.
  case angry
  /// Disgust.
  case disgust
  /// Fear.
  case fear
  /// Happiness.
  case happy
  /// No marked emotion.
  case neutral
  /// Sadness.
  case sad
  /// Surprise.
  case surprise

  /// How many emotions there are: 7.
  public static let count = allCases.count

  /// The seven names in order.
  public static let names = allCases.map(\.rawValue)

  /// Position in the fixed order, 0 to 6.
  public var index: Int {
    switch self {
    case .angry: 0
    case .disgust: 1
    case .fear: 2
    case .happy: 3
    case .neutral: 4
    case .sad: 5
    case .surprise: 6
    }
  }

  /// The emotion at a position of the fixed order, 0 to 6.
  public init(index: Int) {
    precondition(
      Self.allCases.indices.contains(index), "an emotion's index is 0 to 6, not \(index)")
    self = Self.allCases[index]
  }
}

extension Emotion: Comparable {
  /// Orders emotions by their position in the fixed order.
  public static func < (left: Emotion, right: Emotion) -> Bool { left.index < right.index }
}

extension Emotion: CustomStringConvertible {
  /// The name in print.
  public var description: String { rawValue }
}
