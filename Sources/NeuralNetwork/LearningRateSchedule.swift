// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// The learning rate as a function of the step, counted from 0.
public enum LearningRateSchedule: Sendable, Equatable {
  /// The same rate always.
  case constant(Float)
  /// From peak / 25 up to the peak within the first share of steps, then down to peak / 250000.
  ///
  /// Both ways along half a cosine: `torch.optim.lr_scheduler.OneCycleLR` with its defaults (Smith and Topin, 2018).
  case oneCycle(peak: Float, totalSteps: Int, warmUpFraction: Float)
  /// A straight line up to the peak in `warmUpSteps`, then half a cosine down to 0 at `totalSteps`.
  case cosine(peak: Float, totalSteps: Int, warmUpSteps: Int)
  /// Multiplied by `factor` at each of the milestones: `torch.optim.lr_scheduler.MultiStepLR`.
  case step(initial: Float, milestones: [Int], factor: Float)

  /// Learning rate of a step; steps beyond the last keep the last one's rate.
  public func rate(at step: Int) -> Float {
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
