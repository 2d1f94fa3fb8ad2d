// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Media

extension VideoReader {
  /// All canonical frames of the clip at `path` at once.
  static func frames(of path: String) throws -> [VideoFrame] {
    let reader = try VideoReader(path: path)
    var frames: [VideoFrame] = []
    while let frame = try reader.next() { frames.append(frame) }
    return frames
  }
}
