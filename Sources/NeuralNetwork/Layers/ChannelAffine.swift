// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Per-channel linear maps over the rows of a `[rows, channels]` matrix, the second half of a
/// normalisation.
enum ChannelAffine {
  /// y = x factor + offset + residual, rectified on demand; in the input's number format.
  static func apply(
    _ input: Tensor, factor: [Float], offset: [Float], adding residual: Tensor? = nil,
    rectifies: Bool
  ) -> Tensor {
    switch input.precision {
    case .float32:
      apply(Float.self, input, factor, offset, adding: residual, rectifies: rectifies)
    case .bfloat16:
      apply(BFloat16.self, input, factor, offset, adding: residual, rectifies: rectifies)
    }
  }

  private static func apply<T: StoredFloat>(
    _: T.Type, _ input: Tensor, _ factor: [Float], _ offset: [Float], adding residual: Tensor?,
    rectifies: Bool
  ) -> Tensor {
    let rows = input.count / factor.count
    let least: Float = rectifies ? 0 : -.infinity
    return Tensor(shape: input.shape) { (target: UnsafeMutablePointer<T>) in
      input.withStored { (source: UnsafePointer<T>) in
        guard let residual else {
          return scale(source, factor, offset, least: least, target, rows, factor.count)
        }
        residual.converted(to: T.precision).withStored { (residual: UnsafePointer<T>) in
          scale(
            source, factor, offset, adding: residual, least: least, target, rows, factor.count)
        }
      }
    }
  }

  private static func scale<T: StoredFloat>(
    _ source: UnsafePointer<T>, _ factor: UnsafePointer<Float>, _ offset: UnsafePointer<Float>,
    least: Float, _ target: UnsafeMutablePointer<T>, _ rows: Int, _ channels: Int
  ) {
    ThreadTeam.forEach(rows, weight: channels) { range in
      forEachValue(range, channels) { position, channel in
        let sum =
          T.load(source + position) * Float.load(factor + channel) + Float.load(offset + channel)
        T.store(sum.replacing(with: least, where: sum .<= least), target + position)
      } scalar: { position, channel in
        let sum = source[position].value * factor[channel] + offset[channel]
        target[position] = T(sum <= least ? least : sum)
      }
    }
  }

  private static func scale<T: StoredFloat>(
    _ source: UnsafePointer<T>, _ factor: UnsafePointer<Float>, _ offset: UnsafePointer<Float>,
    adding residual: UnsafePointer<T>, least: Float, _ target: UnsafeMutablePointer<T>,
    _ rows: Int, _ channels: Int
  ) {
    ThreadTeam.forEach(rows, weight: channels) { range in
      forEachValue(range, channels) { position, channel in
        let sum =
          T.load(source + position) * Float.load(factor + channel) + Float.load(offset + channel)
          + T.load(residual + position)
        T.store(sum.replacing(with: least, where: sum .<= least), target + position)
      } scalar: { position, channel in
        let sum =
          source[position].value * factor[channel] + offset[channel] + residual[position].value
        target[position] = T(sum <= least ? least : sum)
      }
    }
  }

  /// dx = g factor + x slope + offset, where g is the gradient that passes `gate`.
  static func gradient<T: StoredFloat>(
    _ gradient: UnsafePointer<T>, _ values: UnsafePointer<T>, _ target: UnsafeMutablePointer<T>,
    rows: Int, channels: Int, factor: UnsafePointer<Float>, slope: UnsafePointer<Float>,
    offset: UnsafePointer<Float>, gate: some GradientGate
  ) {
    ThreadTeam.forEach(rows, weight: channels) { range in
      forEachValue(range, channels) { position, channel in
        let value = T.load(values + position)
        let open = gate.pass(T.load(gradient + position), value, channel, position)
        let result =
          open * Float.load(factor + channel) + value * Float.load(slope + channel)
          + Float.load(offset + channel)
        T.store(result, target + position)
      } scalar: { position, channel in
        let value = values[position].value
        let open = gate.pass(gradient[position].value, value, channel, position)
        target[position] = T(open * factor[channel] + value * slope[channel] + offset[channel])
      }
    }
  }

  /// Visits sixteen channels at a time, and the remaining ones singly.
  ///
  /// To be called within a thread's share of the rows: functions that are handed on to another
  /// thread are not compiled into the loop, and a call for each sixteen values takes longer than
  /// the values do.
  @inline(__always)
  private static func forEachValue(
    _ rows: Range<Int>, _ channels: Int, _ vector: (_ position: Int, _ channel: Int) -> Void,
    scalar: (_ position: Int, _ channel: Int) -> Void
  ) {
    let whole = channels / Stored.lanes * Stored.lanes
    for row in rows {
      var channel = 0
      while channel < whole {
        vector(row * channels + channel, channel)
        channel += Stored.lanes
      }
      while channel < channels {
        scalar(row * channels + channel, channel)
        channel += 1
      }
    }
  }
}

/// Where a rectifier lets the gradient through, asked for one value or sixteen neighbouring
/// channels.
protocol GradientGate {
  /// The gradient, or zero where the rectifier was closed; `value` is the normalisation's input at
  /// `position`.
  func pass(_ gradient: SIMD16<Float>, _ value: SIMD16<Float>, _ channel: Int, _ position: Int)
    -> SIMD16<Float>
  func pass(_ gradient: Float, _ value: Float, _ channel: Int, _ position: Int) -> Float
}

/// No rectifier.
struct OpenGate: GradientGate {
  @inline(__always)
  func pass(_ gradient: SIMD16<Float>, _ value: SIMD16<Float>, _ channel: Int, _ position: Int)
    -> SIMD16<Float>
  { gradient }

  @inline(__always)
  func pass(_ gradient: Float, _ value: Float, _ channel: Int, _ position: Int) -> Float {
    gradient
  }
}

/// A rectifier right after the normalisation, whose input is computed again: x factor + offset.
struct AffineGate: GradientGate {
  let factor: UnsafePointer<Float>
  let offset: UnsafePointer<Float>

  @inline(__always)
  func pass(_ gradient: SIMD16<Float>, _ value: SIMD16<Float>, _ channel: Int, _ position: Int)
    -> SIMD16<Float>
  {
    let activation =
      value * Float.load(factor + channel) + Float.load(offset + channel)
    return gradient.replacing(with: 0, where: activation .<= 0)
  }

  @inline(__always)
  func pass(_ gradient: Float, _ value: Float, _ channel: Int, _ position: Int) -> Float {
    value * factor[channel] + offset[channel] > 0 ? gradient : 0
  }
}

/// A rectifier whose output is at hand.
struct OutputGate<T: StoredFloat>: GradientGate {
  let output: UnsafePointer<T>

  @inline(__always)
  func pass(_ gradient: SIMD16<Float>, _ value: SIMD16<Float>, _ channel: Int, _ position: Int)
    -> SIMD16<Float>
  {
    gradient.replacing(with: 0, where: T.load(output + position) .<= 0)
  }

  @inline(__always)
  func pass(_ gradient: Float, _ value: Float, _ channel: Int, _ position: Int) -> Float {
    output[position].value > 0 ? gradient : 0
  }
}
