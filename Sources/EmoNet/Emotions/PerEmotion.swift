// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Files

/// Seven values, one for each emotion, in the fixed order.
///
/// Encodes as an object whose keys are the seven names; all seven must be there to decode.
public struct PerEmotion<Value> {
  /// The values in the order of `Emotion.allCases`, `[7]`.
  public private(set) var values: [Value]

  /// Values in the fixed order; there must be seven.
  public init(_ values: [Value]) {
    precondition(
      values.count == Emotion.count, "there are \(Emotion.count) emotions, not \(values.count)")
    self.values = values
  }

  /// Values computed for each emotion.
  public init(_ value: (Emotion) throws -> Value) rethrows {
    values = try Emotion.allCases.map(value)
  }

  /// The value of one emotion.
  public subscript(emotion: Emotion) -> Value {
    get { values[emotion.index] }
    set { values[emotion.index] = newValue }
  }

  /// The seven values after a function, in the same order.
  public func map<Other>(_ transform: (Value) throws -> Other) rethrows -> PerEmotion<Other> {
    PerEmotion<Other>(try values.map(transform))
  }
}

extension PerEmotion: Sendable where Value: Sendable {}
extension PerEmotion: Equatable where Value: Equatable {}
extension PerEmotion: Hashable where Value: Hashable {}

extension PerEmotion: Encodable where Value: Encodable {
  /// Writes an object with the seven names as keys.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: EmotionKey.self)
    for emotion in Emotion.allCases {
      try container.encode(self[emotion], forKey: EmotionKey(emotion))
    }
  }
}

extension PerEmotion: Decodable where Value: Decodable {
  /// Reads an object that has the seven names among its keys.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: EmotionKey.self)
    self = try PerEmotion { try container.decode(Value.self, forKey: EmotionKey($0)) }
  }
}

private struct EmotionKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ emotion: Emotion) { stringValue = emotion.rawValue }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// Seven scores in [0, 1] that sum to one: what a model gives for each emotion.
public typealias EmotionScores = PerEmotion<Float>

extension PerEmotion where Value == Float {
  /// The emotion with the highest score; the earlier one of the fixed order when two are equal.
  public var best: Emotion { top(1)[0].emotion }

  /// The highest scores first, at most `count` of them; equal scores keep the fixed order.
  public func top(_ count: Int = Emotion.count) -> [(emotion: Emotion, score: Float)] {
    precondition(count > 0, "at least one emotion is asked for, not \(count)")
    let ranked = Emotion.allCases.sorted { left, right in
      self[left] != self[right] ? self[left] > self[right] : left < right
    }
    return ranked.prefix(count).map { ($0, self[$0]) }
  }

  /// The scores as an object with the seven names in the fixed order.
  package var json: OrderedJSON {
    .object(Emotion.allCases.map { ($0.rawValue, .float(self[$0])) })
  }
}
