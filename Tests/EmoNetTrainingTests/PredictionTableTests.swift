// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import EmoNetTraining
import Files
import Foundation
import TestSupport
import Testing

@Suite struct PredictionTableTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A table with whatever can stand in one, and what can be missing.
  private var table: PredictionTable {
    let gait = Branch(named: "gait")
    let scores = EmotionScores([0.1, 0.2, 0.05, 0.3, 0.15, 0.1, 0.1])
    let full = PredictionRow(
      path: "a, \"b\".avi", truth: .happy, scores: scores,
      modalities: PerBranch([
        (.video, PredictionBranch(scores: scores)), (gait, PredictionBranch(scores: nil)),
      ]), speaker: "ann", fold: "2", split: "test", corpus: "c\u{E9}", modality: .audioVisual,
      duration: 2.5, frames: PredictionFrames(decoded: 70, canonical: 63, withFace: 60),
      warnings: ["one", "two, or more"])
    let empty = PredictionRow(
      path: "b", truth: .sad, scores: EmotionScores { $0 == .sad ? 1 : 0 },
      modalities: PerBranch([
        (.video, PredictionBranch(scores: nil)), (gait, PredictionBranch(scores: nil)),
      ]))
    var table = PredictionTable(
      model: "m", weightsChecksum: String(repeating: "ab", count: 32), precision: .bf16,
      branches: [.video, gait], rows: [full, empty],
      failed: [.init(path: "x.avi", reason: "no such file, or folder")])
    table.range = .corpus
    return table.answering(withAtLeast: 0.5)
  }

  @Test(arguments: ["t.csv", "t.JSON", "t.npz"])
  func aTableReadsBackAsItWasWritten(_ name: String) throws {
    try table.write(to: folder / name)
    let read = try PredictionTable.read(folder / name)
    #expect(read == table)
    #expect(read.rows.map(\.answer) == [nil, .sad])
    try read.write(to: folder / "again." + (name as NSString).pathExtension)
    let both = try [name, "again." + (name as NSString).pathExtension].map {
      try Data(contentsOf: URL(fileURLWithPath: folder / $0))
    }
    #expect(both[0] == both[1])
  }

  @Test func theCSVHasTheDocumentedColumns() throws {
    try table.write(to: folder / "t.csv")
    let lines = try folder.text("t.csv").split(separator: "\n")
    #expect(
      lines[0] == """
        path,truth,answer,confidence,angry,disgust,fear,happy,neutral,sad,surprise,video_used,\
        video_angry,video_disgust,video_fear,video_happy,video_neutral,video_sad,video_surprise,\
        gait_used,gait_angry,gait_disgust,gait_fear,gait_happy,gait_neutral,gait_sad,gait_surprise,\
        speaker,fold,split,corpus,modality,warnings,duration,frames_decoded,frames_canonical,\
        frames_with_face,model,weights,precision,answers,minimum_confidence,failure
        """)
    #expect(lines[1].hasPrefix(#""a, ""b"".avi",happy,uncertain,0.3,0.1,0.2,0.05,0.3,"#))
    #expect(lines[3].hasPrefix("x.avi,,,,"))
    #expect(lines[3].hasSuffix(#",corpus,0.5,"no such file, or folder""#))
  }

  @Test(arguments: [
    (",sad,sad,1.0,", ",calm,sad,1.0,", ":3: the truth 'calm' is none of the seven emotions"),
    (
      ",sad,sad,1.0,", ",sad,perhaps,1.0,",
      ":3: the answer 'perhaps' is neither one of the seven emotions nor uncertain"
    ),
    (
      "0.3,0.1,0.2", "0.3,x,0.2",
      ":2: 'x' in column 'angry' is no number of at least 0"
    ),
    (",av,", ",film,", ":2: unknown modality 'film'; known are av, a, v"),
    (",bf16,", ",f8,", ":2: unknown precision or range of answers"),
    (
      ",truth,", ",label,",
      ":1: the header has no column 'truth'; 'emonet evaluate --predictions' writes it"
    ),
    ("b,sad,sad", "b,sad", ":3: 42 fields where the header names 43"),
  ])
  func aBrokenTableIsAnErrorWithItsLine(text: String, instead: String, message: String) throws {
    try table.write(to: folder / "t.csv")
    let broken = try folder.text("t.csv").replacing(text, with: instead)
    try folder.write("t.csv", Data(broken.utf8))
    let error = #expect(throws: FileError.self) { try PredictionTable.read(folder / "t.csv") }
    #expect(error?.description == folder / "t.csv" + message)
  }

  @Test(arguments: [
    ("{", "not JSON"),
    ("{}", "is no table of answers: $.format is missing"),
    (
      #"{"format":"emonet-predictions/9"}"#,
      "is no table of answers: $.format - 'emonet-predictions/9' is not 'emonet-predictions/1'"
    ),
    (
      #"{"format":"emonet-report/2","clips":3}"#,
      "is a report, which does not hold the answers clip by clip; "
        + "'emonet evaluate --predictions' writes them"
    ),
  ])
  func otherJSONIsAnErrorThatSaysWhatItIs(text: String, reason: String) throws {
    try folder.write("t.json", Data(text.utf8))
    let error = #expect(throws: FileError.self) { try PredictionTable.read(folder / "t.json") }
    #expect(error?.kind == .malformed && error?.reason == reason)
  }

  @Test func otherFilesAreErrors() throws {
    try folder.write("t.npz", Data("PK".utf8))
    #expect(throws: FileError.self) { try PredictionTable.read(folder / "t.npz") }
    let error = #expect(throws: FileError.self) { try PredictionTable.read(folder / "t.txt") }
    #expect(error?.reason == "a table of answers ends in .csv, .json or .npz")
    let missing = #expect(throws: FileError.self) { try PredictionTable.read(folder / "n.csv") }
    #expect(missing?.kind == .missing)
  }
}
