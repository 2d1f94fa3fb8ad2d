// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Sums over the rows of a `[rows, channels]` matrix of stored floats, one result a channel.
///
/// Rows are summed in single precision over short blocks and in double precision across them. The
/// blocks and the order in which they are joined depend on the shape alone, so the result does not
/// depend on the number of threads.
enum ChannelSums {
  /// Channels that are summed side by side in registers.
  private static let lanes = Stored.lanes
  private typealias Lanes = SIMD16<Float>
  /// Parts that are summed independently of one another and joined in order.
  private static let parts = 64

  /// Mean and biased variance of each channel.
  static func moments<T: StoredFloat>(
    _ values: UnsafePointer<T>, rows: Int, channels: Int
  ) -> (mean: [Double], variance: [Double]) {
    // Each part holds the channels' means, then their sums of squared deviations.
    let (sums, counts) = inParts(rows: rows, channels: channels, results: 2) { range, sums in
      var joined = 0
      forEachBlock(range, channels) { block in
        addMoments(values, block, channels, sums, alreadyJoined: joined)
        joined += block.count
      }
    }
    var mean = Array(repeating: 0.0, count: channels)
    var squares = mean
    var joined = 0
    for (part, count) in counts.enumerated() where count > 0 {
      for channel in 0..<channels {
        join(
          &mean[channel], &squares[channel], joined, sums[(2 * part) * channels + channel],
          sums[(2 * part + 1) * channels + channel], count)
      }
      joined += count
    }
    return (mean, squares.map { $0 / Double(max(rows, 1)) })
  }

  /// Chan, Golub and LeVeque 1979: joins means and squared deviations of two groups.
  @inline(__always)
  private static func join(
    _ mean: inout Double, _ squares: inout Double, _ count: Int, _ otherMean: Double,
    _ otherSquares: Double, _ otherCount: Int
  ) {
    let difference = otherMean - mean
    let total = Double(count + otherCount)
    mean += difference * Double(otherCount) / total
    squares += otherSquares + difference * difference * Double(count) * Double(otherCount) / total
  }

  /// Joins the moments of one block, which is small enough to be read twice from the nearest cache.
  private static func addMoments<T: StoredFloat>(
    _ values: UnsafePointer<T>, _ block: Range<Int>, _ channels: Int,
    _ sums: UnsafeMutablePointer<Double>, alreadyJoined: Int
  ) {
    let share = 1 / Float(block.count)
    var channel = 0
    while channel + lanes <= channels {
      var sum = Lanes.zero
      for row in block { sum += T.load(values + row * channels + channel) }
      let mean = sum * share
      var squares = Lanes.zero
      for row in block {
        let deviation = T.load(values + row * channels + channel) - mean
        squares += deviation * deviation
      }
      for lane in 0..<lanes {
        join(
          &sums[channel + lane], &sums[channels + channel + lane], alreadyJoined,
          Double(mean[lane]), Double(squares[lane]), block.count)
      }
      channel += lanes
    }
    while channel < channels {
      var sum: Float = 0
      for row in block { sum += values[row * channels + channel].value }
      let mean = sum * share
      var squares: Float = 0
      for row in block {
        let deviation = values[row * channels + channel].value - mean
        squares += deviation * deviation
      }
      join(
        &sums[channel], &sums[channels + channel], alreadyJoined, Double(mean), Double(squares),
        block.count)
      channel += 1
    }
  }

  /// For each channel the sums of g and of g (x - mean), where g is the gradient that passes
  /// `gate`.
  @inline(__always)
  static func gradientSums<T: StoredFloat>(
    _ gradient: UnsafePointer<T>, _ values: UnsafePointer<T>, mean: UnsafePointer<Float>,
    rows: Int, channels: Int, gate: some GradientGate
  ) -> (sum: [Double], product: [Double]) {
    let (sums, counts) = inParts(rows: rows, channels: channels, results: 2) { range, sums in
      forEachBlock(range, channels) { block in
        var channel = 0
        while channel + lanes <= channels {
          let center = Float.load(mean + channel)
          var sum = Lanes.zero
          var product = Lanes.zero
          for row in block {
            let position = row * channels + channel
            let value = T.load(values + position)
            let open = gate.pass(T.load(gradient + position), value, channel, position)
            sum += open
            product += open * (value - center)
          }
          for lane in 0..<lanes {
            sums[channel + lane] += Double(sum[lane])
            sums[channels + channel + lane] += Double(product[lane])
          }
          channel += lanes
        }
        while channel < channels {
          var sum: Float = 0
          var product: Float = 0
          for row in block {
            let position = row * channels + channel
            let value = values[position].value
            let open = gate.pass(gradient[position].value, value, channel, position)
            sum += open
            product += open * (value - mean[channel])
          }
          sums[channel] += Double(sum)
          sums[channels + channel] += Double(product)
          channel += 1
        }
      }
    }
    var sum = Array(repeating: 0.0, count: channels)
    var product = sum
    for part in counts.indices {
      for channel in 0..<channels {
        sum[channel] += sums[(2 * part) * channels + channel]
        product[channel] += sums[(2 * part + 1) * channels + channel]
      }
    }
    return (sum, product)
  }

  /// Blocks of 4096 values, half of the nearest cache or less.
  @inline(__always)
  private static func forEachBlock(
    _ range: Range<Int>, _ channels: Int, _ body: (Range<Int>) -> Void
  ) {
    let length = max(1, 4096 / channels)
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(start + length, range.upperBound)
      body(start..<end)
      start = end
    }
  }

  /// Sums each part by itself, on all threads: `[parts, results, channels]`, and the rows of each
  /// part.
  @inline(__always)
  private static func inParts(
    rows: Int, channels: Int, results: Int,
    _ body: (Range<Int>, UnsafeMutablePointer<Double>) -> Void
  ) -> (sums: [Double], counts: [Int]) {
    let parts = min(Self.parts, max(rows, 1))
    let bounds = (0...parts).map { rows * $0 / parts }
    let counts = (0..<parts).map { bounds[$0 + 1] - bounds[$0] }
    var sums = Array(repeating: 0.0, count: parts * results * channels)
    sums.withUnsafeMutableBufferPointer { sums in
      guard let base = sums.baseAddress else { return }
      ThreadTeam.forEach(parts, weight: max(rows / parts, 1) * channels) { range in
        for part in range {
          body(bounds[part]..<bounds[part + 1], base + part * results * channels)
        }
      }
    }
    return (sums, counts)
  }
}
