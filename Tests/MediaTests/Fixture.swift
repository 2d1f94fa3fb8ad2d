// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Signal
import TestSupport

@testable import Media

/// Pictures whose grey level tells their number, and sounds whose samples tell their time.
enum Fixture {
  static let width = 64
  static let height = 48

  /// A picture of one grey level; numbers up to 28 can be told apart after lossy coding.
  static func picture(
    number: Int, width: Int = Fixture.width, height: Int = Fixture.height
  ) -> [UInt8] {
    [UInt8](repeating: UInt8(20 + 8 * (number % 29)), count: width * height * 3)
  }

  /// The number of a picture of ``picture(number:width:height:)``.
  static func number(of frame: VideoFrame) -> Int {
    let centre = (frame.height / 2 * frame.width + frame.width / 2) * 3
    return Int(((Double(frame.pixels[centre + 1]) - 20) / 8).rounded())
  }

  /// A quiet tone with a loud click of 2 ms at each of `clicks`, in seconds.
  static func audio(
    seconds: Double, clicks: [Double] = [], sampleRate: Int = 16_000, channels: Int = 1
  ) -> [Int16] {
    (0..<Int(seconds * Double(sampleRate))).flatMap { sample in
      let time = Double(sample) / Double(sampleRate)
      let isLoud = clicks.contains { $0 <= time && time < $0 + 0.002 }
      let value = isLoud ? 20_000 * (sample % 2 == 0 ? 1.0 : 0.4) : 200 * sin(2 * .pi * 300 * time)
      return [Int16](repeating: Int16(value), count: channels)
    }
  }

  /// Writes numbered pictures at `times` and, if asked for, sound.
  static func write(
    _ path: String, video: VideoTrack = VideoTrack(width: width, height: height),
    times: [Double], audio: AudioTrack? = nil, samples: [Int16] = []
  ) throws {
    let writer = try VideoWriter(path: path, video: video, audio: audio)
    for (number, time) in times.enumerated() {
      try writer.append(
        pixels: Fixture.picture(number: number, width: video.width, height: video.height),
        at: time)
    }
    if audio != nil { try writer.append(audio: samples) }
    try writer.finish()
  }

  /// Times of `count` frames at `rate` frames a second.
  static func times(_ count: Int, rate: Double = 25, from start: Double = 0) -> [Double] {
    (0..<count).map { start + Double($0) / rate }
  }

  /// Every canonical frame and what became of the stream.
  static func read(
    _ path: String, threads: Int = 1, maximumSide: Int = 1920
  ) throws -> (frames: [VideoFrame], report: DecodingReport) {
    let reader = try VideoReader(path: path, threads: threads, maximumSide: maximumSide)
    var frames: [VideoFrame] = []
    while let frame = try reader.next() { frames.append(frame) }
    return (frames, reader.report)
  }

  /// Places on the grid and the numbers of the pictures that stand there.
  static func places(_ frames: [VideoFrame]) -> [Int: Int] {
    Dictionary(uniqueKeysWithValues: frames.map { ($0.index, number(of: $0)) })
  }

  /// What stands in a file.
  static func bytes(of path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }
}

extension Fixture {
  /// Where the offsets of the chunks of an MP4's `track` start, counted from 0, and how many there
  /// are.
  static func chunkOffsets(of bytes: [UInt8], track: Int) -> (start: Int, count: Int) {
    let starts = bytes.indices.dropLast(4).filter { bytes[$0..<$0 + 4].elementsEqual("stco".utf8) }
    return (starts[track] + 12, number(in: bytes, at: starts[track] + 8))
  }

  /// The 32-bit number, highest byte first, that stands at `position`.
  static func number(in bytes: [UInt8], at position: Int) -> Int {
    bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  static func write(_ number: Int, to bytes: inout [UInt8], at position: Int) {
    for byte in 0..<4 {
      bytes[position + byte] = UInt8(truncatingIfNeeded: number >> (24 - 8 * byte))
    }
  }

  /// An MP4 of two tracks with its index before its data, as it is made for the web.
  static func withIndexFirst(_ bytes: [UInt8]) -> [UInt8] {
    var boxes: [(name: String, content: [UInt8])] = []
    var position = 0
    while position < bytes.count {
      let end = position + number(in: bytes, at: position)
      let name = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
      boxes.append((name, Array(bytes[position..<end])))
      position = end
    }
    guard let index = boxes.firstIndex(where: { $0.name == "moov" }) else { return bytes }
    var moved = boxes.remove(at: index).content
    for track in 0..<2 {
      let (start, count) = chunkOffsets(of: moved, track: track)
      for place in 0..<count {
        let offset = number(in: moved, at: start + 4 * place)
        write(offset + moved.count, to: &moved, at: start + 4 * place)
      }
    }
    boxes.insert((name: "moov", content: moved), at: 1)
    return boxes.flatMap(\.content)
  }
}

extension TemporaryFolder {
  /// Writes a file and tells its path.
  func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    try write(name, Data(bytes))
    return self / name
  }
}

/// Numbers that look random (SplitMix64), the same in every run.
struct Noise: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
