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
    var tensor = Tensor(shape: [1, height, width, 3])
    tensor.withUnsafeMutableBuffer { target in
      frame.pixels.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        if scale == 1 {
          Self.copy(source, width: frame.width, height: frame.height, to: target, rowLength: width)
        } else {
          Self.resample(
            source, width: frame.width, columns: columns, rows: rows, to: target, rowLength: width)
        }
      }
    }
    self.tensor = tensor
  }

  private static func wholeCells(_ length: Int) -> Int { (length + 31) / 32 * 32 }

  private static func copy(
    _ source: UnsafePointer<UInt8>, width: Int, height: Int,
    to target: UnsafeMutablePointer<Float>, rowLength: Int
  ) {
    for row in 0..<height {
      var from = source + row * width * 3
      var to = target + row * rowLength * 3
      for _ in 0..<width {
        to[0] = Float(from[2])
        to[1] = Float(from[1])
        to[2] = Float(from[0])
        from += 3
        to += 3
      }
    }
  }

  /// Rows first, into one line of floats, because that loop runs over neighbouring memory; then columns.
  private static func resample(
    _ source: UnsafePointer<UInt8>, width: Int, columns: ResamplingTaps, rows: ResamplingTaps,
    to target: UnsafeMutablePointer<Float>, rowLength: Int
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: width * 3) { line in
      guard let line = line.baseAddress else { return }
      for row in rows.first.indices {
        for tap in 0..<rows.counts[row] {
          let weight = rows.weights[row * rows.stride + tap]
          let from = source + (rows.first[row] + tap) * width * 3
          if tap == 0 {
            for i in 0..<width * 3 { line[i] = Float(from[i]) * weight }
          } else {
            for i in 0..<width * 3 { line[i] += Float(from[i]) * weight }
          }
        }
        columns.weights.withUnsafeBufferPointer { weights in
          var to = target + row * rowLength * 3
          for column in columns.first.indices {
            var from = line + columns.first[column] * 3
            var red: Float = 0
            var green: Float = 0
            var blue: Float = 0
            for tap in 0..<columns.counts[column] {
              let weight = weights[column * columns.stride + tap]
              red += from[0] * weight
              green += from[1] * weight
              blue += from[2] * weight
              from += 3
            }
            to[0] = blue
            to[1] = green
            to[2] = red
            to += 3
          }
        }
      }
    }
  }
}
