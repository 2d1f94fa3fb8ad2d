// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation
import Tables
import TestSupport
import Testing

/// `emonet evaluate` on features that `emonet extract` wrote, in place of the clips.
@Suite(.enabled(if: EmoNetProcess.hasWeights, "there are no weights in Weights/"))
struct ReadBackTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder([
      "list.csv": """
      path,label,modality
      sample.avi,happy,av
      voice.wav,sad,a

      """
    ])
    try FileManager.default.copyItem(
      atPath: Checkout.path(SampleFootage.path), toPath: folder / "sample.avi")
    try WaveFile.voice(seconds: 0.5).write(folder / "voice.wav")
  }

  private func run(_ arguments: String...) throws -> Ran {
    try EmoNetProcess.run(
      arguments, in: folder.path, environment: ["EMONET_WEIGHTS": EmoNetProcess.weights])
  }

  @Test(arguments: TableFormat.allCases)
  func theFeaturesGiveTheReportThatTheClipsGive(_ format: TableFormat) throws {
    // In the precision of the tables, also where the processor has a faster one.
    let report = try run(
      "evaluate", "--list", "list.csv", "--format", "json", "--precision", "f32")
    #expect(report.exitCode == 0)
    let sound = "sound\(format.suffix)"
    #expect(
      try run("extract", "--features", "audio-model", "--output", sound, "list.csv") == Ran())
    // The sound file has no picture.
    let frames = try run(
      "extract", "--features", "frames", "--format", format == .csv ? "csv" : "npz", "--output",
      "out",
      "--keep-going",
      "list.csv")
    #expect(frames.exitCode == 1)
    for name in ["sample.avi", "voice.wav"] {
      try FileManager.default.removeItem(atPath: folder / name)
    }
    #expect(
      try run(
        "evaluate", "--list", "list.csv", "--features", sound, "--frames", "out/frames",
        "--format", "json", "--precision", "f32") == report)
  }

  @Test func anARFFTableMayBeTheList() throws {
    #expect(
      try run(
        "extract", "--features", "audio-emobase2010", "--output", "sound.arff", "list.csv")
        == Ran())
    let asItIs = try run("evaluate", "--list", "sound.arff")
    #expect(asItIs.exitCode == 1)
    #expect(asItIs.output.contains("its values are 'emobase2010-1'"))
    let ran = try run("evaluate", "--sound", "raw", "--list", "sound.arff", "--format", "json")
    #expect(ran.exitCode == 0)
    #expect(ran.output.contains("\"clips\": 2,"))
  }

  @Test func aTableOfOtherClipsIsRefused() throws {
    try Data("path,label\nother.avi,happy\n".utf8).write(
      to: URL(fileURLWithPath: folder / "other.csv"))
    #expect(
      try run(
        "extract", "--features", "audio-emobase2010", "--output", "sound.csv", "list.csv")
        == Ran())
    #expect(
      try run("evaluate", "--list", "other.csv", "--features", "sound.csv")
        == Ran(
          errors: "emonet: sound.csv: nothing of the clips in other.csv, of which the first is "
            + "'other.avi'\n", exitCode: 65))
    #expect(
      try run("evaluate", "--list", "list.csv", "--features", "none.csv")
        == Ran(errors: "emonet: none.csv: no such file\n", exitCode: 66))
  }
}
