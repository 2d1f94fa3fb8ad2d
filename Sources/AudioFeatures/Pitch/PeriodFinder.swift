// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Looks for the lag at which two adjacent stretches of the waveform are most alike.
struct PeriodFinder {
  /// A lag that was found.
  struct Match: Equatable {
    /// In samples, between the whole ones.
    var lag: Double
    /// In whole samples.
    var wholeLag: Int
    /// Correlation there, at most about 1.
    var correlation: Double
  }

  /// Samples, rounded to single precision as the reference holds them.
  private var samples: [Double] = []
  /// `sums[i]` is the sum of the samples before `i`, `squares[i]` that of their squares.
  private var sums: [Double] = []
  private var squares: [Double] = []
  private var correlations: [Double] = []

  /// Number of samples read.
  var count: Int { samples.count }

  /// Reads `count` samples, in [-1, 1].
  mutating func read(_ amplitudes: UnsafePointer<Float>, count: Int) {
    samples.removeAll(keepingCapacity: true)
    sums.removeAll(keepingCapacity: true)
    squares.removeAll(keepingCapacity: true)
    var sum = 0.0
    var square = 0.0
    for i in 0..<count {
      let x = Double(amplitudes[i])
      samples.append(x)
      sums.append(sum)
      squares.append(square)
      sum += x
      square += x * x
    }
    sums.append(sum)
    squares.append(square)
  }

  /// The highest inner peak among the correlations of the lags, if there is one.
  mutating func bestLag(at position: Int, lags: ClosedRange<Int>) -> Match? {
    correlations.removeAll(keepingCapacity: true)
    for lag in lags { correlations.append(correlation(at: position, lag: lag)) }
    var best: Int?
    // The last two lags are not looked at.
    for i in stride(from: 1, to: correlations.count - 2, by: 1)
    where correlations[i - 1] < correlations[i] && correlations[i] > correlations[i + 1] {
      if best.map({ correlations[i] > correlations[$0] }) ?? true { best = i }
    }
    guard let best else { return nil }
    let vertex = Parabola.vertex(
      correlations[best - 1], correlations[best], correlations[best + 1])
    let wholeLag = lags.lowerBound + best
    return Match(
      lag: Double(wholeLag) + vertex.offset, wholeLag: wholeLag, correlation: vertex.value)
  }

  /// Correlation of `[position, position + lag)` with the stretch after it, means removed.
  private func correlation(at position: Int, lag: Int) -> Double {
    let (middle, end) = (position + lag, position + 2 * lag)
    let n = Double(lag)
    let sumA = sums[middle] - sums[position]
    let sumB = sums[end] - sums[middle]
    let squareA = squares[middle] - squares[position] - sumA * sumA / n
    let squareB = squares[end] - squares[middle] - sumB * sumB / n
    let product = samples.withUnsafeBufferPointer { samples in
      var lanes = SIMD4<Double>.zero
      var i = position
      guard let base = UnsafeRawPointer(samples.baseAddress) else { return 0.0 }
      let size = MemoryLayout<Double>.size
      while i + 4 <= middle {
        let a = base.loadUnaligned(fromByteOffset: i * size, as: SIMD4<Double>.self)
        let b = base.loadUnaligned(fromByteOffset: (i + lag) * size, as: SIMD4<Double>.self)
        lanes += a * b
        i += 4
      }
      var sum = lanes.sum()
      while i < middle {
        sum += samples[i] * samples[i + lag]
        i += 1
      }
      return sum
    }
    let energy = squareA * squareB
    guard squareA > 0, squareB > 0, energy > 0 else { return 0 }
    return (product - sumA * sumB / n) / energy.squareRoot()
  }

  /// Peak-to-peak heights of the two stretches, their first and last samples left out.
  func heights(at position: Int, period: Int) -> (Float, Float) {
    func height(_ range: Range<Int>) -> Float {
      guard range.count > 2 else { return 0 }
      var low = samples[range.lowerBound + 1]
      var high = low
      for i in range.lowerBound + 1..<range.upperBound - 1 {
        low = min(low, samples[i])
        high = max(high, samples[i])
      }
      return Float(high - low)
    }
    return (
      height(position..<position + period), height(position + period..<position + 2 * period)
    )
  }
}
