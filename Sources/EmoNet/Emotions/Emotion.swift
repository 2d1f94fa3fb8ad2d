// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

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

extension Emotion {
  /// Every accepted spelling of a label in lower case, and the emotion that it names.
  ///
  /// Adjectives and nouns, and the codes of three and of two letters of corpora of speech and of faces. Labels that only some people
  /// would file under one of the seven (calm, contempt, boredom, frustration) are left out on purpose:
  /// whoever has them decides in the list.
  public static let spellings: [String: Emotion] = [
    "angry": .angry, "anger": .angry, "ang": .angry, "an": .angry,
    "disgust": .disgust, "disgusted": .disgust, "dis": .disgust, "di": .disgust,
    "fear": .fear, "fearful": .fear, "afraid": .fear, "fea": .fear, "fe": .fear, "af": .fear,
    "happy": .happy, "happiness": .happy, "joy": .happy, "hap": .happy, "ha": .happy,
    "neutral": .neutral, "neutrality": .neutral, "neu": .neutral, "ne": .neutral,
    "sad": .sad, "sadness": .sad, "sa": .sad,
    "surprise": .surprise, "surprised": .surprise, "sur": .surprise, "su": .surprise,
  ]

  /// The emotion that a label names; nil for an unknown label.
  ///
  /// Letter case and surrounding white space do not count.
  public init?(spelling: String) {
    let label = spelling.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    guard let emotion = Self.spellings[label] else { return nil }
    self = emotion
  }

  /// The accepted spellings by emotion, for error messages: `angry (ang, anger), disgust (...), ...`.
  public static let knownSpellings: String = allCases.map { emotion in
    let others = spellings.filter { $0.value == emotion && $0.key != emotion.rawValue }
    return "\(emotion) (\(others.keys.sorted().joined(separator: ", ")))"
  }.joined(separator: ", ")
}

/// What a row of a clip list carries: picture and sound, or one of them.
public enum Modality: String, CaseIterable, Codable, Sendable {
  /// Picture and sound.
  case audioVisual = "av"
  /// Sound alone.
  case audio = "a"
  /// Picture alone.
  case video = "v"
}
