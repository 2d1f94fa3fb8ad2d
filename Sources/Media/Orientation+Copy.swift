// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

extension Orientation {
  /// Side of the squares in which rows become columns, in pixels: both parts stay in the nearer caches.
  private static let tile = 128

  /// A stored RGB picture turned upright, `[height, width, 3]`.
  ///
  /// - Parameters:
  ///   - stored: its first byte; one byte after its last may be read.
  ///   - stride: distance of its rows, in bytes.
  ///   - width: of the picture that is shown, in pixels.
  ///   - height: of the picture that is shown, in pixels.
  func upright(
    _ stored: UnsafePointer<UInt8>, stride: Int, width: Int, height: Int
  ) -> [UInt8] {
    // Steps in the stored picture for one pixel to the right and one row down in the shown one.
    let (right, down): (Int, Int)
    let lastX = reversesX ? width - 1 : 0
    let lastY = reversesY ? height - 1 : 0
    let start: Int
    if exchangesAxes {
      right = reversesX ? -stride : stride
      down = reversesY ? -3 : 3
      start = lastX * stride + lastY * 3
    } else {
      right = reversesX ? -3 : 3
      down = reversesY ? -stride : stride
      start = lastX * 3 + lastY * stride
    }
    let first = UnsafeRawPointer(stored + start)
    return [UInt8](unsafeUninitializedCapacity: width * height * 3) { buffer, count in
      count = width * height * 3
      guard let target = UnsafeMutableRawPointer(buffer.baseAddress) else { return }
      guard right != 3 else {
        for y in 0..<height {
          (target + y * width * 3).copyMemory(from: first + y * down, byteCount: width * 3)
        }
        return
      }
      for top in Swift.stride(from: 0, to: height, by: Self.tile) {
        for left in Swift.stride(from: 0, to: width, by: Self.tile) {
          for y in top..<min(top + Self.tile, height) {
            var from = first + (y * down + left * right)
            var to = target + (y * width + left) * 3
            // A byte too many is overwritten by the next pixel, so the last of a line goes without.
            for _ in left..<min(left + Self.tile, width) - 1 {
              to.storeBytes(of: from.loadUnaligned(as: UInt32.self), as: UInt32.self)
              from += right
              to += 3
            }
            to.copyMemory(from: from, byteCount: 3)
          }
        }
      }
    }
  }
}
