// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// The learning rate as a function of the step, counted from 0.
package enum LearningRateSchedule: Sendable, Equatable {
  /// The same rate always.
  case constant(Float)
  /// From peak / 25 up to the peak within the first share of steps, then down to peak / 250000.
  ///
  /// Both ways along half a cosine: `torch.optim.lr_scheduler.OneCycleLR` with its defaults (Smith
  /// and Topin, 2018).
  case oneCycle(peak: Float, totalSteps: Int, warmUpFraction: Float)
  /// A straight line up to the peak in `warmUpSteps`, then half a cosine down to 0 at `totalSteps`.
  case cosine(peak: Float, totalSteps: Int, warmUpSteps: Int)
  /// Multiplied by `factor` at each of the milestones: `torch.optim.lr_scheduler.MultiStepLR`.
  case step(initial: Float, milestones: [Int], factor: Float)

  /// Learning rate of a step; steps beyond the last keep the last one's rate.
  package func rate(at step: Int) -> Float {
    let step = max(step, 0)
    switch self {
    case .constant(let rate):
      return rate
    case .oneCycle(let peak, let totalSteps, let warmUpFraction):
      let peak = Double(peak)
      let last = Double(max(totalSteps, 1) - 1)
      let top = max(Double(warmUpFraction) * Double(totalSteps) - 1, 0)
      let position = min(Double(step), last)
      if position <= top, top > 0 {
        return Float(Self.alongCosine(from: peak / 25, to: peak, position / top))
      }
      guard last > top else { return Float(peak) }
      return Float(
        Self.alongCosine(from: peak, to: peak / 250_000, (position - top) / (last - top)))
    case .cosine(let peak, let totalSteps, let warmUpSteps):
      if step < warmUpSteps { return peak * Float(step + 1) / Float(warmUpSteps) }
      guard step < totalSteps else { return 0 }
      let share = Double(step - warmUpSteps) / Double(totalSteps - warmUpSteps)
      return Float(Self.alongCosine(from: Double(peak), to: 0, share))
    case .step(let initial, let milestones, let factor):
      let passed = milestones.count { $0 <= step }
      return Float(Double(initial) * pow(Double(factor), Double(passed)))
    }
  }

  private static func alongCosine(from start: Double, to end: Double, _ share: Double) -> Double {
    end + (start - end) / 2 * (1 + cos(Double.pi * share))
  }
}

/// Stored as one flat object:
/// `{"kind": "oneCycle", "peak": 0.1, "totalSteps": 900, "warmUpFraction": 0.3}`.
extension LearningRateSchedule: Codable {
  private enum Kind: String, Codable {
    case constant, oneCycle, cosine, step
  }

  private enum CodingKeys: String, CodingKey {
    case kind, rate, peak, totalSteps, warmUpFraction, warmUpSteps, initial, milestones, factor
  }

  /// Reads the flat object; throws `DecodingError` for a missing field or one out of its range.
  package init(from decoder: any Decoder) throws {
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
  package func encode(to encoder: any Encoder) throws {
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
