// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Media

/// Brightness of a frame, one byte a pixel.
struct GreyPicture: Sendable, Equatable {
  let width: Int
  let height: Int
  /// `[height, width]`, row-major, 0 to 255.
  let values: [UInt8]

  init(width: Int, height: Int, values: [UInt8]) {
    precondition(
      values.count == width * height,
      "a \(width)x\(height) picture needs \(width * height) values, not \(values.count)")
    self.width = width
    self.height = height
    self.values = values
  }

  /// Luma of ITU-R BT.601: 0.299 red + 0.587 green + 0.114 blue, in steps of 1/256.
  init(_ frame: VideoFrame) {
    width = frame.width
    height = frame.height
    let count = frame.width * frame.height
    values = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
      frame.pixels.withUnsafeBufferPointer { source in
        for i in 0..<count {
          let red = UInt32(source[3 * i])
          let green = UInt32(source[3 * i + 1])
          let blue = UInt32(source[3 * i + 2])
          target[i] = UInt8(
            truncatingIfNeeded: (77 &* red &+ 150 &* green &+ 29 &* blue &+ 128) >> 8)
        }
      }
      initialized = count
    }
  }
}
