// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation
import Media
import Tables
import TestSupport
import Testing

/// What `emonet extract` makes of sounds that are not as one would wish.
@Suite struct OddSoundTests {
  private static let warning = "the sound is shorter than the features need and was repeated"
  private static let voice = WaveFile.voice(seconds: 0.5)

  private static let sounds: [(name: String, file: WaveFile, isShort: Bool)] = [
    ("silence", WaveFile(amplitudes: .init(repeating: 0, count: 8000)), false),
    ("clipped", WaveFile(amplitudes: voice.amplitudes.map { 20 * $0 }), false),
    ("50 ms", WaveFile(amplitudes: Array(voice.amplitudes.prefix(800))), true),
    ("1 sample", WaveFile(amplitudes: [0.5]), true),
    ("offset", WaveFile(amplitudes: voice.amplitudes.map { $0 / 2 + 0.4 }), false),
    ("8 bit", WaveFile(bits: 8, amplitudes: voice.amplitudes), false),
    ("24 bit", WaveFile(bits: 24, amplitudes: voice.amplitudes), false),
    ("5.1", WaveFile(channels: 6, amplitudes: voice.amplitudes), false),
  ]

  @Test(arguments: 0..<sounds.count)
  func valuesAreFiniteAndRepeatingIsWarnedOf(_ index: Int) throws {
    let (_, file, isShort) = Self.sounds[index]
    let folder = try TemporaryFolder()
    try file.write(folder / "odd.wav")
    for kind in ["audio-is10", "audio-emobase2010", "audio-contours", "mfcc"] {
      let ran = try EmoNetProcess.run(
        ["extract", "--features", kind, "odd.wav"], in: folder.path)
      #expect(ran.exitCode == 0)
      #expect(ran.errors == (isShort ? "emonet: odd.wav: \(Self.warning)\n" : ""))
      let records = try CSVReader.records(in: ran.output, path: "output")
      #expect(records.count > 1)
      for record in records.dropFirst() {
        #expect(record.fields.dropFirst().allSatisfy { Float($0)?.isFinite == true })
      }
      guard isShort, !kind.hasSuffix("0") else { continue }
      // Frames that reach into the repetition do not count as measured.
      #expect(records.last?.fields[3] == "0")
    }
  }

  @Test func channelsAreAveraged() throws {
    let folder = try TemporaryFolder()
    try Self.voice.write(folder / "mono.wav")
    try WaveFile(channels: 2, amplitudes: Self.voice.amplitudes).write(folder / "stereo.wav")
    func values(_ name: String) throws -> [String] {
      let ran = try EmoNetProcess.run(
        ["extract", "--features", "audio-is10", name], in: folder.path)
      return try CSVReader.records(in: ran.output, path: "output").last?.fields.dropFirst().map {
        $0
      } ?? []
    }
    #expect(try values("mono.wav") == values("stereo.wav"))
  }

  @Test func aClipWithoutSoundFailsForTheSoundAlone() throws {
    let folder = try TemporaryFolder()
    let writer = try VideoWriter(
      path: folder / "mute.avi", video: VideoTrack(width: 64, height: 48))
    for frame in 0..<10 {
      try writer.append(
        pixels: [UInt8](repeating: UInt8(frame), count: 64 * 48 * 3), at: Double(frame) / 25)
    }
    try writer.finish()
    let alone = try EmoNetProcess.run(
      ["extract", "--features", "audio-is10", "mute.avi"], in: folder.path)
    #expect(
      alone == Ran(errors: "emonet: mute.avi: audio-is10: no sound\n", exitCode: 65))
    let both = try EmoNetProcess.run(
      [
        "extract", "--features", "mfcc,faces", "--keep-going", "--output", "out", "mute.avi",
      ], in: folder.path, environment: ["EMONET_WEIGHTS": EmoNetProcess.weights])
    #expect(both.exitCode == 1)
    #expect(
      both.errors == """
        emonet: mute.avi: no face found
        emonet: 1 of 1 failed:
          mute.avi: mfcc: no sound

        """)
    let faces = try CSVReader.records(
      in: folder.text("out/faces/mute.avi.csv"), path: "mute.avi.csv")
    // One row a frame, and a place for every 25th of a second.
    #expect(faces.count == 11)
    #expect(
      faces.dropFirst().enumerated().allSatisfy { index, record in
        record.fields[0] == "\(index)" && record.fields[3] == "0" && record.fields[4] == "-1"
      })
  }
}
