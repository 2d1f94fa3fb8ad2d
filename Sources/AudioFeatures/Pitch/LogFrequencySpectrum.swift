// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// Spectra of eight frames at a time, resampled from a linear to a logarithmic frequency axis.
///
/// A natural cubic spline goes through the magnitudes over `log2 f`; its knots are the same in every
/// frame, so the elimination of its tridiagonal system is done once. Bin 0, whose logarithm does not
/// exist, stands as far below bin 1 as bin 2 stands above it.
struct LogFrequencySpectrum: Sendable {
  /// Eight frames, one a lane.
  typealias Lanes = SIMD8<Float>

  /// Lowest frequency of the axis in Hz.
  static let lowestFrequency = 25.0

  /// Points of the axis, as many as bins.
  let count: Int
  /// `log2` of the first point's frequency in Hz.
  let start: Double
  /// Distance between points in octaves.
  let step: Double

  /// Elimination: `u[i] = (d[i] - lower[i] u[i - 1]) inverse[i]`, then `m[i] = u[i] - upper[i] m[i+1]`.
  private let lower: [Float]
  private let inverse: [Float]
  private let upper: [Float]
  /// Reciprocal distances between knots, `[count - 1]`.
  private let reciprocals: [Float]
  /// For each point the knot below it, `[count]`.
  private let knots: [Int32]
  /// For each point the weights of its two magnitudes and two curvatures, `[count]`.
  private let weights: [SIMD4<Float>]

  init(transformSize: Int, sampleRate: Int) {
    let count = transformSize / 2 + 1
    let spacing = Double(sampleRate) / Double(transformSize)
    var x = (0..<count).map { log2(Double(max(1, $0)) * spacing) }
    if count > 2 { x[0] = 2 * x[1] - x[2] }
    let start = log2(Self.lowestFrequency)
    let step = (log2(Double(sampleRate) / 2) - start) / Double(count - 1)
    self.count = count
    self.start = start
    self.step = step

    let h = zip(x.dropFirst(), x).map { $0 - $1 }
    reciprocals = h.map { Float(1 / $0) }
    // h[i-1] m[i-1] + 2 (h[i-1] + h[i]) m[i] + h[i] m[i+1] = 6 (slope[i] - slope[i-1]), m = y''.
    var lower = [Double](repeating: 0, count: count)
    var inverse = lower
    var upper = lower
    for i in stride(from: 1, to: count - 1, by: 1) {
      lower[i] = h[i - 1]
      inverse[i] = 1 / (2 * (h[i - 1] + h[i]) - h[i - 1] * upper[i - 1])
      upper[i] = h[i] * inverse[i]
    }
    self.lower = lower.map { Float($0) }
    self.inverse = inverse.map { Float($0) }
    self.upper = upper.map { Float($0) }

    var knots: [Int32] = []
    var weights: [SIMD4<Float>] = []
    var knot = 0
    for i in 0..<count {
      let target = min(start + Double(i) * step, x[count - 1])
      while knot + 2 < count && x[knot + 1] <= target { knot += 1 }
      let b = (target - x[knot]) / h[knot]
      let a = 1 - b
      let sixth = h[knot] * h[knot] / 6
      knots.append(Int32(knot))
      weights.append(
        SIMD4(
          Float(a), Float(b), Float((a * a * a - a) * sixth), Float((b * b * b - b) * sixth)))
    }
    self.knots = knots
    self.weights = weights
  }

  /// Writes the spectra on the logarithmic axis, `[count]`, of magnitudes `y`, `[count]`.
  ///
  /// `curvature`, `[count]`, is scratch memory.
  func resample(
    _ y: UnsafeMutableBufferPointer<Lanes>, curvature m: UnsafeMutableBufferPointer<Lanes>,
    into result: UnsafeMutableBufferPointer<Lanes>
  ) {
    precondition(y.count >= count && m.count >= count && result.count >= count)
    solve(y, m)
    knots.withUnsafeBufferPointer { knots in
      weights.withUnsafeBufferPointer { weights in
        for i in 0..<count {
          let k = Int(knots[i])
          let w = weights[i]
          let line: Lanes = y[k] * w[0] + y[k + 1] * w[1]
          let bend: Lanes = m[k] * w[2] + m[k + 1] * w[3]
          result[i] = line + bend
        }
      }
    }
  }

  /// Second derivatives `m` of the spline at its knots.
  private func solve(
    _ y: UnsafeMutableBufferPointer<Lanes>, _ m: UnsafeMutableBufferPointer<Lanes>
  ) {
    lower.withUnsafeBufferPointer { lower in
      inverse.withUnsafeBufferPointer { inverse in
        reciprocals.withUnsafeBufferPointer { reciprocals in
          m[0] = .zero
          var before = (y[1] - y[0]) * reciprocals[0]
          for i in 1..<count - 1 {
            let slope = (y[i + 1] - y[i]) * reciprocals[i]
            let right: Lanes = (slope - before) * 6
            m[i] = (right - m[i - 1] * lower[i]) * inverse[i]
            before = slope
          }
          m[count - 1] = .zero
        }
      }
    }
    upper.withUnsafeBufferPointer { upper in
      for i in stride(from: count - 2, to: 0, by: -1) { m[i] -= m[i + 1] * upper[i] }
    }
  }
}
