// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Signal

@testable import Faces

/// What `DetectionPicture` computes, one value after another.
enum PlainDetectionPicture {
  /// Colours, `[height, width, 3]`, blue green red, padded to multiples of 32.
  static func values(_ frame: VideoFrame, scale: Float) -> [Float] {
    let columns = ResamplingTaps(length: frame.width, scale: scale)
    let rows = ResamplingTaps(length: frame.height, scale: scale)
    let width = (columns.first.count + 31) / 32 * 32
    let height = (rows.first.count + 31) / 32 * 32
    var values = [Float](repeating: 0, count: height * width * 3)
    var line = [Float](repeating: 0, count: frame.width * 3)
    for row in rows.first.indices {
      for tap in 0..<rows.counts[row] {
        let weight = rows.weights[row * rows.stride + tap]
        let from = (rows.first[row] + tap) * line.count
        for i in line.indices {
          let value = Float(frame.pixels[from + i]) * weight
          line[i] = tap == 0 ? value : line[i] + value
        }
      }
      for column in columns.first.indices {
        for channel in 0..<3 {
          var sum: Float = 0
          for tap in 0..<columns.counts[column] {
            sum +=
              line[(columns.first[column] + tap) * 3 + channel]
              * columns.weights[column * columns.stride + tap]
          }
          values[(row * width + column) * 3 + 2 - channel] = sum
        }
      }
    }
    return values
  }
}
