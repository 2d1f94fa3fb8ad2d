// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Stored as one flat object: `{"kind": "oneCycle", "peak": 0.1, "totalSteps": 900, "warmUpFraction": 0.3}`.
extension LearningRateSchedule: Codable {
  private enum Kind: String, Codable {
    case constant, oneCycle, cosine, step
  }

  private enum CodingKeys: String, CodingKey {
    case kind, rate, peak, totalSteps, warmUpFraction, warmUpSteps, initial, milestones, factor
  }

  /// Reads the flat object; throws `DecodingError` for a missing field or one out of its range.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)

    func value<T: Decodable>(
      _ key: CodingKeys, _ type: T.Type, _ rule: String, _ holds: (T) -> Bool
    ) throws -> T {
      let value = try fields.decode(T.self, forKey: key)
      guard holds(value) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: fields,
          debugDescription: "\(key.stringValue) \(value) must be \(rule)")
      }
      return value
    }
    func rate(_ key: CodingKeys) throws -> Float {
      try value(key, Float.self, "positive and finite") { $0 > 0 && $0.isFinite }
    }
    func steps() throws -> Int { try value(.totalSteps, Int.self, "positive") { $0 > 0 } }

    switch try fields.decode(Kind.self, forKey: .kind) {
    case .constant:
      self = .constant(try rate(.rate))
    case .oneCycle:
      self = .oneCycle(
        peak: try rate(.peak), totalSteps: try steps(),
        warmUpFraction: try value(.warmUpFraction, Float.self, "in [0, 1]") { (0...1).contains($0) }
      )
    case .cosine:
      let totalSteps = try steps()
      self = .cosine(
        peak: try rate(.peak), totalSteps: totalSteps,
        warmUpSteps: try value(.warmUpSteps, Int.self, "from 0 to totalSteps") {
          (0...totalSteps).contains($0)
        })
    case .step:
      self = .step(
        initial: try rate(.initial),
        milestones: try value(.milestones, [Int].self, "not negative") {
          $0.allSatisfy { $0 >= 0 }
        },
        factor: try rate(.factor))
    }
  }

  /// Writes the flat object.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .constant(let rate):
      try fields.encode(Kind.constant, forKey: .kind)
      try fields.encode(rate, forKey: .rate)
    case .oneCycle(let peak, let totalSteps, let warmUpFraction):
      try fields.encode(Kind.oneCycle, forKey: .kind)
      try fields.encode(peak, forKey: .peak)
      try fields.encode(totalSteps, forKey: .totalSteps)
      try fields.encode(warmUpFraction, forKey: .warmUpFraction)
    case .cosine(let peak, let totalSteps, let warmUpSteps):
      try fields.encode(Kind.cosine, forKey: .kind)
      try fields.encode(peak, forKey: .peak)
      try fields.encode(totalSteps, forKey: .totalSteps)
      try fields.encode(warmUpSteps, forKey: .warmUpSteps)
    case .step(let initial, let milestones, let factor):
      try fields.encode(Kind.step, forKey: .kind)
      try fields.encode(initial, forKey: .initial)
      try fields.encode(milestones, forKey: .milestones)
      try fields.encode(factor, forKey: .factor)
    }
  }
}
