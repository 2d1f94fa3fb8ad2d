// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork
import Signal

/// A frame as the detection network reads it: scaled, and padded with black to whole cells.
struct DetectionPicture {
  /// Colours, `[1, height, width, 3]`, blue green red, 0 to 255; height and width are multiples of
  /// 32.
  let tensor: Tensor
  /// Pixels here for one pixel of the frame.
  let scale: Float

  /// A picture of `frame` made `scale` times as large.
  init(_ frame: VideoFrame, scale: Float) {
    self.scale = scale
    let columns = ResamplingTaps(length: frame.width, scale: scale)
    let rows = ResamplingTaps(length: frame.height, scale: scale)
    let width = Self.wholeCells(columns.first.count)
    let height = Self.wholeCells(rows.first.count)
    tensor = Tensor(shape: [1, height, width, 3]) { target in
      Self.pad(target, columns: columns.first.count, rows: rows.first.count, width: width)
      frame.pixels.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        Self.resample(
          source, width: frame.width, columns: columns, rows: rows, to: target,
          rowLength: width * 3)
      }
    }
  }

  /// Blackens what lies beyond `columns` and `rows` in `target`, `[height, width, 3]`.
  private static func pad(
    _ target: UnsafeMutableBufferPointer<Float>, columns: Int, rows: Int, width: Int
  ) {
    for row in 0..<rows where columns < width {
      target[(row * width + columns) * 3..<(row + 1) * width * 3].update(repeating: 0)
    }
    target[(rows * width * 3)...].update(repeating: 0)
  }

  private static func wholeCells(_ length: Int) -> Int { (length + 31) / 32 * 32 }
}

/// Which source positions each target position of one axis is the weighted mean of.
///
/// Shrinking averages over the area that a target pixel covers; growing interpolates linearly
/// between the centres of the two nearest source pixels. Positions beyond the edges repeat the
/// edge.
struct ResamplingTaps: Sendable {
  /// First source position of each target position, `[targets]`.
  let first: [Int]
  /// Number of source positions of each target position, `[targets]`, at least 1.
  let counts: [Int]
  /// Weights, `[targets, stride]`; the unused end of a row is zero, each row sums to one.
  let weights: [Float]
  /// Length of a row of `weights`.
  let stride: Int

  /// Taps from an axis of `length` pixels to the `ceil(length * scale)` pixels that cover it.
  init(length: Int, scale: Float) {
    precondition(length > 0 && scale > 0, "a \(length)-pixel axis cannot be scaled by \(scale)")
    let targets = max(1, Int((Float(length) * scale).rounded(.up)))
    let step = 1 / scale
    let stride = scale < 1 ? Int(step.rounded(.up)) + 1 : 2
    var first = [Int](repeating: 0, count: targets)
    var counts = [Int](repeating: 1, count: targets)
    var weights = [Float](repeating: 0, count: targets * stride)
    for target in 0..<targets {
      if scale < 1 {
        let start = min(Float(target) * step, Float(length) - 1)
        let end = min(start + step, Float(length))
        first[target] = Int(start)
        counts[target] = min(stride, Int(end.rounded(.up)) - first[target])
        for tap in 0..<counts[target] {
          let pixel = Float(first[target] + tap)
          let covered = min(end, pixel + 1) - max(start, pixel)
          weights[target * stride + tap] = max(0, covered) / (end - start)
        }
      } else {
        let center = (Float(target) + 0.5) * step - 0.5
        let position = min(max(center, 0), Float(length - 1))
        first[target] = min(Int(position), max(0, length - 2))
        counts[target] = min(2, length)
        let fraction = position - Float(first[target])
        weights[target * stride] = length > 1 ? 1 - fraction : 1
        if length > 1 { weights[target * stride + 1] = fraction }
      }
    }
    self.first = first
    self.counts = counts
    self.weights = weights
    self.stride = stride
  }
}
