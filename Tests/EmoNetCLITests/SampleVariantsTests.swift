// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation
import Media
import Signal
import Tables
import TestSupport
import Testing

/// The sample clip in other containers, turned, thinned out, cut, without parts of it.
@Suite(
  .serialized, .enabled(if: EmoNetProcess.hasWeights, "there are no weights in Weights/"))
struct SampleVariantsTests {
  /// How far a score may be from the original's.
  private static let tolerance: Float = 0.1
  private static let footage = Result { try SampleFootage() }
  private static let original = Result { try predictions([SampleFootage.path])[0] }

  private let folder: TemporaryFolder
  private let footage: SampleFootage

  init() throws {
    folder = try TemporaryFolder()
    footage = try Self.footage.get()
  }

  private static func predictions(_ paths: [String]) throws -> [Prediction] {
    let ran = try EmoNetProcess.run(["classify", "--format", "json"] + paths)
    #expect(ran.errors == "")
    #expect(ran.exitCode == 0)
    let lines = ran.output.split(separator: "\n")
    try #require(lines.count == paths.count)
    return try lines.map { try JSONDecoder().decode(Prediction.self, from: Data($0.utf8)) }
  }

  private func prediction(_ name: String) throws -> Prediction {
    try Self.predictions([folder / name])[0]
  }

  private func difference(_ found: Prediction) throws -> Float {
    let pairs = zip(found.scores.values, try Self.original.get().scores.values)
    return pairs.map { abs($0 - $1) }.max() ?? .infinity
  }

  @Test(arguments: ["avi", "mp4", "mkv", "webm", "mov"])
  func anotherContainerAndItsCodecsHardlyChangeTheScores(name: String) throws {
    try footage.write(folder / "clip.\(name)", track: SampleFootage.whole)
    let found = try prediction("clip.\(name)")
    #expect(try difference(found) <= Self.tolerance)
    #expect(remarks(found) == [])
    #expect(found.frames.decoded == 70)
    // FFmpeg's AVI muxer makes room for the MP3 encoder's delay by holding the first frame for two.
    #expect(found.frames.canonical == (name == "avi" ? 71 : 70))
    #expect(found.modalities[.video]?.used == true && found.modalities[.audio]?.used == true)
  }

  @Test(arguments: [90, 180, 270])
  func aPictureThatTheContainerTurnsUprightIsJudgedUpright(degrees: Int) throws {
    let (width, height) = degrees == 180 ? (720, 576) : (576, 720)
    var track = VideoTrack(width: width, height: height)
    track.rotation = degrees
    let turned = { (frame: VideoFrame) in
      frame.picked(height: height, width: width) { row, column in
        switch degrees {
        case 90: (column, 719 - row)
        case 180: (575 - row, 719 - column)
        default: (575 - column, row)
        }
      }
    }
    try footage.write(folder / "turned.mp4", track: track, pixels: turned)
    let found = try prediction("turned.mp4")
    #expect(try difference(found) <= Self.tolerance)
    #expect(remarks(found) == [])
  }

  @Test(arguments: ["mkv", "mp4"])
  func aVariableFrameRateHardlyChangesTheScores(name: String) throws {
    var track = SampleFootage.whole
    track.hasVariableFrameRate = true
    try footage.write(
      folder / "thin.\(name)", track: track, keeping: { $0 * 7 % 10 != 3 && $0 % 9 != 5 })
    let found = try prediction("thin.\(name)")
    #expect(try difference(found) <= Self.tolerance)
    #expect(found.frames.decoded < 60)
    // The last frames may be among those left out.
    #expect((67...70).contains(found.frames.canonical))
    #expect(remarks(found) == [])
  }

  @Test func pixelsThatAreNoSquaresAndOddSizesAreNoMatter() throws {
    var wide = VideoTrack(width: 360, height: 576)
    wide.pixelAspectRatio = 2
    try footage.write(
      folder / "wide.mkv", track: wide,
      pixels: { $0.picked(height: 576, width: 360) { ($0, 2 * $1) } })
    var odd = VideoTrack(width: 719, height: 575)
    odd.layout = .yuv444
    try footage.write(
      folder / "odd.mkv", track: odd, pixels: { $0.picked(height: 575, width: 719) { ($0, $1) } })
    for found in try Self.predictions([folder / "wide.mkv", folder / "odd.mkv"]) {
      #expect(try difference(found) <= Self.tolerance, "\(found.path)")
      #expect(found.frames.withFace >= 65)
    }
  }

  /// The warnings but that an opera singer is none of the voices that the model knows.
  private func remarks(_ prediction: Prediction) -> [String] {
    prediction.warnings.filter { !$0.contains("familiarity") }
  }

  @Test func whatIsMissingIsSaidAndTheRestIsJudged() throws {
    let black = [UInt8](repeating: 0, count: 720 * 576 * 3)
    let silence = [Int16](repeating: 0, count: footage.sound.values.count)
    let whole = SampleFootage.whole
    try footage.write(folder / "mute.mp4", track: whole, hasSound: false)
    try footage.write(folder / "silent.mkv", track: whole, sound: silence)
    try footage.write(folder / "black.avi", track: whole, pixels: { _ in black })
    try footage.write(folder / "voice.opus", track: nil)
    try footage.write(
      folder / "face.png", track: whole, keeping: { $0 == 20 }, hasSound: false)
    let expected = [
      ("mute.mp4", true, false, "no sound"), ("silent.mkv", true, false, "the sound is silent"),
      ("black.avi", false, true, "no face found"), ("voice.opus", false, true, "no picture"),
    ]
    let found = try Self.predictions(expected.map { folder / $0.0 })
    for (found, expected) in zip(found, expected) {
      #expect(found.modalities[.video]?.used == expected.1, "\(expected.0)")
      #expect(found.modalities[.audio]?.used == expected.2, "\(expected.0)")
      #expect(remarks(found) == [expected.3])
    }
    let picture = try prediction("face.png")
    #expect(picture.frames == PredictionFrames(decoded: 1, canonical: 1, withFace: 1))
    #expect(remarks(picture) == [])
  }

  @Test(arguments: ["avi", "mkv"])
  func aClipThatWasCutOffIsJudgedWithAWarning(name: String) throws {
    try footage.write(folder / "clip.\(name)", track: SampleFootage.whole)
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder / "clip.\(name)"))
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: folder / "cut.\(name)"))
    let found = try prediction("cut.\(name)")
    #expect(remarks(found).last?.hasSuffix("it was cut off or is damaged") == true)
    #expect(!found.warnings.contains { $0.contains(folder.path) })
    #expect((10...60).contains(found.frames.decoded))
  }

  @Test func aBatchKeepsItsOrderAndItsBytesWhateverTheNumberOfThreads() throws {
    try footage.write(folder / "b.wav", track: nil)
    try footage.write(folder / "c.flac", track: nil)
    try footage.write(
      folder / "d.jpg", track: SampleFootage.whole, keeping: { $0 == 9 }, hasSound: false)
    let paths = [SampleFootage.path] + ["d.jpg", "c.flac", "b.wav"].map { folder / $0 }
    for format in ["json", "csv", "text"] {
      let arguments = ["classify", "--format", format] + paths
      let one = try EmoNetProcess.run(arguments + ["--threads", "1"])
      #expect(one.exitCode == 0)
      #expect(try EmoNetProcess.run(arguments + ["--threads", "2"]) == one)
      if format == "csv" {
        let records = try CSVReader.records(in: one.output, path: "output")
        #expect(records.dropFirst().map { $0.fields[0] } == paths)
      }
    }
    #expect(try Self.predictions(paths).map(\.path) == paths)
  }
}
