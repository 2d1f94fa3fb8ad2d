// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Media
import Signal

/// The canonical frames of a clip, from the file to colours.
enum FrameDecoding {
  /// So often is the sample clip repeated: ffmpeg's start is then a small part of its time.
  private static let turns = 10

  static let benchmark = Benchmark(
    suite: .decode, name: "decode",
    summary: "canonical frames of the sample clip \(turns) times over, decoded to RGB",
    prepare: prepare)

  private static func prepare(_ context: BenchmarkContext) throws -> PreparedBenchmark {
    let sample = try context.sampleClip
    let frames = try VideoReader.frames(of: sample)
    var (clip, turns, notes) = (sample, 1, [String]())
    var references: [any Reference] = []
    if let ffmpeg = context.ffmpeg {
      (clip, turns) = (context.folder.path(of: "repeated.avi"), Self.turns)
      try ffmpeg.convert(sample, turns: turns, to: clip, ["-map", "0:v", "-c", "copy"])
      references += [
        try ffmpeg.decoding(clip, intoColours: true), try ffmpeg.decoding(clip, intoColours: false),
      ]
    } else {
      notes.append("the sample clip once, and not beside FFmpeg: \(FFmpegProgram.missing)")
    }
    let count = turns * frames.count
    references.append(
      RealTimeReference(duration: Double(count) / Double(VideoFrame.framesPerSecond)))

    var (read, same) = (0, 0)
    let reader = try VideoReader(path: clip)
    while let frame = try reader.next() {
      if frame.pixels == frames[read % frames.count].pixels { same += 1 }
      read += 1
    }
    return PreparedBenchmark(
      work: Work(amount: Double(count), unit: "frames"), threads: 1,
      run: { [clip] in try readThrough(clip) },
      references: references,
      checks: [
        Check("\(count) frames", read == count),
        Check("the same pixels in every turn", same == count),
      ], notes: notes)
  }

  private static func readThrough(_ clip: String) throws {
    let reader = try VideoReader(path: clip)
    while try reader.next() != nil {}
  }
}
