// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

@testable import AudioFeatures

/// The pitch candidate of one frame by the textbook, in double precision: the reference that
/// `PitchAnalysis` is held to.
enum PlainPitch {
  /// The best candidate of a frame, `[longLength]`, in [-1, 1].
  static func candidate(_ frame: [Double], geometry: FrameGeometry) -> (
    frequency: Double, voicing: Double
  ) {
    let magnitudes = magnitudes(frame)
    let count = magnitudes.count
    let rate = Double(geometry.sampleRate)
    var x = (0..<count).map { log2(Double(max(1, $0)) * rate / Double(2 * (count - 1))) }
    x[0] = 2 * x[1] - x[2]
    let curvature = curvature(x, magnitudes)
    let low = log2(25.0)
    let high = log2(rate / 2)
    let step = (high - low) / Double(count - 1)
    let resampled = (0..<count).map { i in
      spline(x, magnitudes, curvature, at: min(low + Double(i) * step, x[count - 1]))
    }
    let pointsPerOctave = Double(count) / (high - low)
    let sums = (0..<count).map { i in
      var sum = 0.0
      for h in 1...15 {
        let place = i + Int(pointsPerOctave * log2(Double(h)))
        if place < count { sum += pow(0.85, Double(h - 1)) * resampled[place] }
      }
      return max(0, sum / 15)
    }
    let mean = sums.reduce(0, +) / Double(count)
    var peaks: [(frequency: Double, height: Double)] = []
    var highest = 0.0
    for i in 1..<count - 1
    where sums[i] > sums[i - 1] && sums[i] > sums[i + 1] && sums[i] > highest {
      highest = sums[i]
      let vertex = Parabola.vertex(sums[i - 1], sums[i], sums[i + 1])
      peaks.append((exp2(low + (Double(i) + vertex.offset) * step), vertex.value))
    }
    let best = peaks.suffix(3).filter { (52...620).contains($0.frequency) }
      .max { $0.height < $1.height }
    guard let best else { return (0, 0) }
    return (best.frequency, best.height > mean ? 1 - mean / best.height : 0)
  }

  private static func magnitudes(_ frame: [Double]) -> [Double] {
    let size = FrameGeometry.transformSize(for: frame.count)
    let middle = Double(frame.count - 1) / 2
    let windowed = frame.enumerated().map { i, value in
      value * exp(-0.5 * pow((Double(i) - middle) / (0.25 * middle), 2))
    }
    return (0...size / 2).map { k in
      var (re, im) = (0.0, 0.0)
      for (n, value) in windowed.enumerated() {
        let angle = 2 * .pi * Double(k * n % size) / Double(size)
        re += value * cos(angle)
        im -= value * sin(angle)
      }
      return (re * re + im * im).squareRoot()
    }
  }

  /// Second derivatives of the natural spline, by Thomas's elimination.
  private static func curvature(_ x: [Double], _ y: [Double]) -> [Double] {
    let n = x.count
    var diagonal = [Double](repeating: 1, count: n)
    var right = [Double](repeating: 0, count: n)
    var upper = right
    for i in 1..<n - 1 {
      let (before, after) = (x[i] - x[i - 1], x[i + 1] - x[i])
      let slopes = (y[i + 1] - y[i]) / after - (y[i] - y[i - 1]) / before
      let factor = before / diagonal[i - 1]
      diagonal[i] = 2 * (before + after) - factor * upper[i - 1]
      right[i] = 6 * slopes - factor * right[i - 1]
      upper[i] = after
    }
    var result = [Double](repeating: 0, count: n)
    for i in stride(from: n - 2, to: 0, by: -1) {
      result[i] = (right[i] - upper[i] * result[i + 1]) / diagonal[i]
    }
    return result
  }

  private static func spline(
    _ x: [Double], _ y: [Double], _ m: [Double], at target: Double
  ) -> Double {
    let k = min(x.count - 2, max(0, (x.firstIndex { $0 > target } ?? x.count) - 1))
    let h = x[k + 1] - x[k]
    let b = (target - x[k]) / h
    let a = 1 - b
    let bend = (a * a * a - a) * m[k] + (b * b * b - b) * m[k + 1]
    return a * y[k] + b * y[k + 1] + bend * h * h / 6
  }
}
