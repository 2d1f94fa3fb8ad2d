// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation
import Media
import Tables
import TestSupport
import Testing

@testable import EmoNetCLI

/// The whole program with the weights that it ships, on the sample clip and what is made of it.
@Suite(.enabled(if: EmoNetProcess.hasWeights, "there are no weights in Weights/"))
struct SampleClipTests {
  private let clip = "experiments/sample-clip/sample.avi"

  private func prediction(_ path: String) throws -> Prediction {
    let ran = try EmoNetProcess.run(["classify", "--format", "json", path])
    #expect(ran.errors == "")
    #expect(ran.exitCode == 0)
    return try JSONDecoder().decode(Prediction.self, from: Data(ran.output.utf8))
  }

  @Test func textShowsTheSevenScores() throws {
    let ran = try EmoNetProcess.run(["classify", clip])
    let lines = ran.output.split(separator: "\n")
    #expect(ran.errors == "")
    #expect(ran.exitCode == 0)
    #expect(lines.first?.hasPrefix("\(clip): ") == true)
    #expect(
      lines.dropFirst(2).prefix(7).map { $0.split(separator: " ").first.map(String.init) }
        == Emotion.names)
  }

  @Test func jsonSaysWhatTheAnswerRestsOn() throws {
    let found = try prediction(clip)
    #expect(found.path == clip)
    #expect(found.frames.decoded == 70)
    #expect(found.frames.canonical == 70)
    #expect(found.frames.withFace >= 65)
    #expect(abs(found.duration - 2.8) < 0.1)
    #expect(found.modalities[.video]?.used == true)
    #expect(found.modalities[.audio]?.used == true)
    // Seven roundings of a softmax in single precision.
    #expect(abs(found.scores.values.reduce(0, +) - 1) < 1e-5)
  }

  @Test func csvIsAHeaderAndARow() throws {
    let ran = try EmoNetProcess.run(["classify", "--format", "csv", clip])
    let records = try CSVReader.records(in: ran.output, path: "output")
    #expect(records.count == 2)
    #expect(records.last?.fields.first == clip)
    #expect(records.first?.fields.count == records.last?.fields.count)
  }

  @Test func theNumberOfThreadsDoesNotChangeAByte() throws {
    let arguments = ["classify", "--format", "json", clip, clip, clip]
    let one = try EmoNetProcess.run(arguments + ["--threads", "1"])
    #expect(one.exitCode == 0)
    #expect(try EmoNetProcess.run(arguments + ["--threads", "3"]) == one)
  }

  @Test func aClipWithoutSoundIsJudgedByItsPicture() throws {
    let folder = try TemporaryFolder()
    let reader = try VideoReader(path: Checkout.path(clip))
    let writer = try VideoWriter(
      path: folder / "mute.avi", video: VideoTrack(width: 720, height: 576))
    while let frame = try reader.next() { try writer.append(frame) }
    try writer.finish()
    let found = try prediction(folder / "mute.avi")
    #expect(found.modalities[.video]?.used == true)
    #expect(found.modalities[.audio]?.used == false)
    #expect(found.warnings.contains("no sound"))
  }

  @Test func aClipWithoutPictureIsJudgedByItsSound() throws {
    let folder = try TemporaryFolder()
    let read = try AudioReader.read(Checkout.path(clip))
    let samples = try #require(read).samples
    let writer = try VideoWriter(
      path: folder / "voice.wav", audio: AudioTrack(sampleRate: samples.sampleRate, channels: 1))
    try writer.append(audio: samples.values)
    try writer.finish()
    let found = try prediction(folder / "voice.wav")
    #expect(found.modalities[.video]?.used == false)
    #expect(found.modalities[.audio]?.used == true)
    #expect(found.frames == PredictionFrames(decoded: 0, canonical: 0, withFace: 0))
    #expect(found.warnings.contains("no picture"))
  }

  @Test func keepGoingListsWhatFailedAndExitsWithOne() throws {
    let folder = try TemporaryFolder(["empty.avi": "", "text.avi": "not a clip\n"])
    let paths = ["none.avi", "empty.avi", "text.avi"].map { folder / $0 }
    let ran = try EmoNetProcess.run(
      ["classify", "--keep-going", "--format", "json"] + paths + [clip])
    #expect(ran.exitCode == 1)
    #expect(ran.output.hasPrefix(#"{"format":"emonet-prediction/2","path":"\#(clip)""#))
    let lines = ran.errors.split(separator: "\n").map(String.init)
    try #require(lines.count == 4)
    #expect(lines[0] == "emonet: 3 of 4 failed:")
    #expect(lines[1] == "  \(paths[0]): no such file")
    #expect(lines[2] == "  \(paths[1]): the file is empty")
    #expect(lines[3].hasPrefix("  \(paths[2]): "))
  }

  @Test func aFileThatIsNoClipIsNamedWithTheReason() throws {
    let folder = try TemporaryFolder(["text.avi": "not a clip\n"])
    let ran = try EmoNetProcess.run(["classify", folder / "text.avi"])
    #expect(ran.output == "")
    #expect(ran.errors.hasPrefix("emonet: \(folder / "text.avi"): "))
    #expect(ran.errors.count { $0 == "\n" } == 1)
    #expect(ran.exitCode == 65)
  }

  @Test func weightsCutShortAreRefused() throws {
    let folder = try TemporaryFolder()
    let whole = try Data(contentsOf: URL(fileURLWithPath: EmoNetProcess.weights))
    let path = folder / "short.safetensors"
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
    let ran = try EmoNetProcess.run(["classify", "--weights", path, clip])
    #expect(ran.output == "")
    #expect(ran.errors.hasPrefix("emonet: "))
    #expect(ran.errors.contains(path))
    #expect(ran.errors.count { $0 == "\n" } == 1)
    #expect(ran.exitCode == 65)
  }

  @Test func pathsComeFromStandardInputToo() throws {
    let ran = try EmoNetProcess.run(["classify", "--format", "json", "-"], input: clip + "\n")
    #expect(ran.exitCode == 0)
    #expect(ran.output.hasPrefix(#"{"format":"emonet-prediction/2","path":"\#(clip)""#))
  }

  @Test func doctorFindsNothingMissing() throws {
    let ran = try EmoNetProcess.run(["doctor"])
    #expect(ran.exitCode == 0)
    #expect(ran.errors == "")
    #expect(!ran.output.contains("problem"))
    #expect(ran.output.contains("ok       weights     \(EmoNetProcess.weights)\n"))
  }

  @Test func aTrackThatIsNotThereIsNamedWithThoseThatAre() throws {
    let plain = try EmoNetProcess.run(["classify", SampleFootage.path])
    for options in [["--audio-track", "1"], ["--video-track", "1"]] {
      #expect(try EmoNetProcess.run(["classify", SampleFootage.path] + options) == plain)
    }
    for command in [["classify"], ["extract", "--features", "audio-is10"]] {
      let ran = try EmoNetProcess.run(command + [SampleFootage.path, "--audio-track", "de"])
      #expect(ran.exitCode == 65 && ran.output.split(separator: "\n").count <= 1)
      #expect(
        ran.errors.contains("no sound track in the language 'de'; it has 1 ("), "\(ran.errors)")
    }
    let wrong = try EmoNetProcess.run(["classify", SampleFootage.path, "--audio-track", "0"])
    #expect(wrong.exitCode == 64)
  }
}
