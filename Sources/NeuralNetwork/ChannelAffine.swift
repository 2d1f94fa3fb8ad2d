// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Per-channel linear maps over the rows of a `[rows, channels]` matrix, the second half of a normalisation.
enum ChannelAffine {
  private static let lanes = 16

  /// y = x factor + offset + residual, rectified on demand.
  static func apply(
    _ input: Tensor, factor: [Float], offset: [Float], adding residual: Tensor? = nil,
    rectifies: Bool
  ) -> Tensor {
    let channels = factor.count
    // Without a residual the input stands in for it and is not read.
    return Tensor(shape: input.shape) { target in
      input.withUnsafeBuffer { source in
        (residual ?? input).withUnsafeBuffer { added in
          factor.withUnsafeBufferPointer { factor in
            offset.withUnsafeBufferPointer { offset in
              guard let target = target.baseAddress, let source = source.baseAddress,
                let added = added.baseAddress, let factor = factor.baseAddress,
                let offset = offset.baseAddress
              else { return }
              switch (residual != nil, rectifies) {
              case (false, false):
                run(input.count, channels, factor, offset, source, target, { sum, _ in sum }) {
                  sum, _ in sum
                }
              case (false, true):
                run(
                  input.count, channels, factor, offset, source, target,
                  { sum, _ in sum.replacing(with: 0, where: sum .<= 0) }
                ) { sum, _ in max(sum, 0) }
              case (true, false):
                run(
                  input.count, channels, factor, offset, source, target,
                  { sum, at in sum + ChannelSums.load(added + at) }
                ) { sum, at in sum + added[at] }
              case (true, true):
                run(
                  input.count, channels, factor, offset, source, target,
                  { sum, at in
                    let total = sum + ChannelSums.load(added + at)
                    return total.replacing(with: 0, where: total .<= 0)
                  }
                ) { sum, at in max(sum + added[at], 0) }
              }
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private static func run(
    _ count: Int, _ channels: Int, _ factor: UnsafePointer<Float>, _ offset: UnsafePointer<Float>,
    _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>,
    _ finish: (SIMD16<Float>, Int) -> SIMD16<Float>, scalar: (Float, Int) -> Float
  ) {
    forEachValue(rows: count / channels, channels: channels) { position, channel in
      let sum =
        ChannelSums.load(source + position) * ChannelSums.load(factor + channel)
        + ChannelSums.load(offset + channel)
      ChannelSums.store(finish(sum, position), target + position)
    } scalar: { position, channel in
      target[position] = scalar(source[position] * factor[channel] + offset[channel], position)
    }
  }

  /// dx = g factor + x slope + offset, where g is the gradient that passes `gate`.
  @inline(__always)
  static func gradient(
    _ gradient: UnsafePointer<Float>, _ values: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>, rows: Int, channels: Int,
    factor: UnsafePointer<Float>, slope: UnsafePointer<Float>, offset: UnsafePointer<Float>,
    gate: some GradientGate
  ) {
    forEachValue(rows: rows, channels: channels) { position, channel in
      let value = ChannelSums.load(values + position)
      let open = gate.pass(ChannelSums.load(gradient + position), value, channel, position)
      let result =
        open * ChannelSums.load(factor + channel) + value * ChannelSums.load(slope + channel)
        + ChannelSums.load(offset + channel)
      ChannelSums.store(result, target + position)
    } scalar: { position, channel in
      let open = gate.pass(gradient[position], values[position], channel, position)
      target[position] =
        open * factor[channel] + values[position] * slope[channel] + offset[channel]
    }
  }

  /// Visits sixteen channels at a time, and the remaining ones singly, on all threads.
  @inline(__always)
  private static func forEachValue(
    rows: Int, channels: Int, _ vector: (_ position: Int, _ channel: Int) -> Void,
    scalar: (_ position: Int, _ channel: Int) -> Void
  ) {
    let whole = channels / lanes * lanes
    ThreadTeam.forEach(rows, weight: channels) { range in
      for row in range {
        var channel = 0
        while channel < whole {
          vector(row * channels + channel, channel)
          channel += lanes
        }
        while channel < channels {
          scalar(row * channels + channel, channel)
          channel += 1
        }
      }
    }
  }
}
