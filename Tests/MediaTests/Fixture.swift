// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Media

/// A directory for one test's files, removed with the object.
final class Scratch {
  private let directory: URL

  init() throws {
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("emonet-media-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  var path: String { directory.path }

  func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

  func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    let path = path(name)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  func bytes(of path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }
}

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
  static func sound(
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
    _ path: String, picture: PictureTrack = PictureTrack(width: width, height: height),
    times: [Double], sound: SoundTrack? = nil, samples: [Int16] = []
  ) throws {
    let writer = try VideoWriter(path: path, picture: picture, sound: sound)
    for (number, time) in times.enumerated() {
      try writer.append(
        pixels: Fixture.picture(number: number, width: picture.width, height: picture.height),
        at: time)
    }
    if sound != nil { try writer.append(sound: samples) }
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
}
