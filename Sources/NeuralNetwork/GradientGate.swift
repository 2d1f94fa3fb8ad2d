// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Where a rectifier lets the gradient through, asked for one value or sixteen neighbouring channels.
protocol GradientGate {
  /// The gradient, or zero where the rectifier was closed; `value` is the normalisation's input at `position`.
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
