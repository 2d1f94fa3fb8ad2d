// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg

/// A packet of FFmpeg's, freed with the object.
final class Packet {
  let pointer: UnsafeMutablePointer<AVPacket>

  init() {
    guard let pointer = av_packet_alloc() else { preconditionFailure("out of memory") }
    self.pointer = pointer
  }

  deinit {
    var pointer: UnsafeMutablePointer<AVPacket>? = pointer
    av_packet_free(&pointer)
  }

  /// Which of its file's streams it belongs to, from 0.
  var streamIndex: Int32 { pointer.pointee.stream_index }

  /// Memory that it takes, roughly, in bytes.
  var size: Int { Int(pointer.pointee.size) + MemoryLayout<AVPacket>.size }

  /// Lets its content go.
  func clear() { av_packet_unref(pointer) }

  /// Takes the content of `other`, which is empty then.
  func takeContent(of other: Packet) {
    av_packet_unref(pointer)
    av_packet_move_ref(pointer, other.pointer)
  }

  /// Has the decoder drop the first `count` samples of what it makes of this packet and the next.
  func skipSamples(_ count: Int32) {
    // Two numbers of four bytes, from the start and from the end, and a reason for each.
    let size = 10
    guard
      let data = av_packet_new_side_data(pointer, AV_PKT_DATA_SKIP_SAMPLES, size)
    else { preconditionFailure("out of memory") }
    for byte in 0..<size { data[byte] = 0 }
    for byte in 0..<4 { data[byte] = UInt8(truncatingIfNeeded: count >> (8 * Int32(byte))) }
  }
}

/// A decoded picture or stretch of sound of FFmpeg's, freed with the object.
final class Frame {
  let pointer: UnsafeMutablePointer<AVFrame>

  init() {
    guard let pointer = av_frame_alloc() else { preconditionFailure("out of memory") }
    self.pointer = pointer
  }

  /// A picture without content. Its rows are longer than it is wide, since FFmpeg's vector code
  /// reads and writes past their ends.
  convenience init(width: Int, height: Int, format: AVPixelFormat) {
    self.init()
    pointer.pointee.width = Int32(width)
    pointer.pointee.height = Int32(height)
    pointer.pointee.format = format.rawValue
    guard av_frame_get_buffer(pointer, 0) >= 0 else { preconditionFailure("out of memory") }
  }

  deinit {
    var pointer: UnsafeMutablePointer<AVFrame>? = pointer
    av_frame_free(&pointer)
  }
}

extension AVRational {
  /// The quotient; nil when it is undefined or not positive.
  var positiveValue: Double? {
    num > 0 && den > 0 ? Double(num) / Double(den) : nil
  }
}

/// Seconds of a timestamp in units of `timeBase`; nil for FFmpeg's "no timestamp".
func seconds(_ timestamp: Int64, _ timeBase: AVRational) -> Double? {
  guard timestamp != emonet_AV_NOPTS_VALUE, let unit = timeBase.positiveValue else { return nil }
  return Double(timestamp) * unit
}
