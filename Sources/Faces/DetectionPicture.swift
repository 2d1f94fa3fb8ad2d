// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Media
internal import NeuralNetwork

/// A frame as the detection network reads it: scaled, and padded with black to whole cells.
struct DetectionPicture {
  /// Colours, `[1, height, width, 3]`, blue green red, 0 to 255; height and width are multiples of 32.
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
