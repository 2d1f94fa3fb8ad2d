// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation
import Tables
import TestSupport
import Testing

/// `emonet extract` on sounds made by code: tables, order, failures and going on.
@Suite struct ExtractCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder([
      "list.csv": "path,label,speaker\na.wav,happiness,x\nb.wav,Sad,y\nc.wav,,x\n"
    ])
    for (index, name) in ["a", "b", "c"].enumerated() {
      try WaveFile.voice(seconds: 0.4 + 0.2 * Double(index)).write(folder / "\(name).wav")
    }
  }

  private func extract(_ arguments: String...) throws -> Ran {
    try EmoNetProcess.run(["extract"] + arguments, in: folder.path)
  }

  private func data(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder / name))
  }

  @Test func aSingleTableOfTextGoesToStandardOutput() throws {
    let ran = try extract("--features", "audio-is10", "list.csv")
    #expect(ran.errors == "")
    #expect(ran.exitCode == 0)
    let records = try CSVReader.records(in: ran.output, path: "output")
    try #require(records.count == 4)
    #expect(records[0].fields.prefix(3) == ["path", "label", "pcm_loudness_sma_maxPos"])
    #expect(records[0].fields.last == "F0final__Turn_duration")
    #expect(records.map(\.fields.count) == Array(repeating: 1584, count: 4))
    #expect(records.dropFirst().map { $0.fields[0] } == ["a.wav", "b.wav", "c.wav"])
    #expect(records.dropFirst().map { $0.fields[1] } == ["happy", "sad", ""])
    #expect(try folder.names() == ["a.wav", "b.wav", "c.wav", "list.csv"])
  }

  @Test func folderNamesThatAreEmotionsAreLabels() throws {
    for name in ["train/Angry/a.wav", "train/Fear/b.wav"] {
      try FileManager.default.createDirectory(
        atPath: (folder / name as NSString).deletingLastPathComponent,
        withIntermediateDirectories: true)
      try WaveFile.voice(seconds: 0.3).write(folder / name)
    }
    let ran = try extract("--features", "audio-is10", "train")
    let records = try CSVReader.records(in: ran.output, path: "output")
    #expect(
      records.dropFirst().map { Array($0.fields.prefix(2)) } == [
        ["train/Angry/a.wav", "angry"], ["train/Fear/b.wav", "fear"],
      ])
  }

  @Test(arguments: TableFormat.allCases)
  func theNumberOfThreadsDoesNotChangeAByte(_ format: TableFormat) throws {
    // The second is an alias.
    for (option, threads) in [("--threads", "1"), ("--jobs", "3")] {
      let ran = try extract(
        "--features", "audio-emobase2010", option, threads, "--output",
        "out\(threads)\(format.suffix)", "list.csv")
      #expect(ran == Ran())
    }
    #expect(try data("out1\(format.suffix)") == data("out3\(format.suffix)"))
    #expect(try !folder.names().contains { $0.hasSuffix(".journal") || $0.hasSuffix(".partial") })
  }

  @Test func jobsAreAnotherWordForThreads() throws {
    let features = ["--features", "audio-is10,mfcc", "--resume", "--output"]
    let word = try EmoNetProcess.run(
      ["extract"] + features + ["jobs", "--jobs", "2", "list.csv"], in: folder.path)
    #expect(word == Ran())
    let other = try EmoNetProcess.run(
      ["extract"] + features + ["threads", "--threads", "2", "list.csv"], in: folder.path)
    #expect(other == Ran())
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder / "jobs").sorted()
    #expect(
      try names == FileManager.default.subpathsOfDirectory(atPath: folder / "threads").sorted())
    let files = names.filter { $0.hasSuffix(".csv") || $0.hasSuffix(".json") }
    #expect(files.count == 8)
    for name in files { #expect(try data("jobs/\(name)") == data("threads/\(name)")) }
  }

  @Test func anOutputThatAnotherRunWritesIsAnErrorOfOutput() throws {
    // The lock that a run holds on its journal, held by somebody else.
    let ran = try EmoNetProcess.bash(
      """
      exec 3> out.csv.journal; flock --exclusive 3
      emonet extract --features audio-is10 --output out.csv list.csv
      """, in: folder.path)
    #expect(
      ran
        == Ran(
          errors: "emonet: out.csv.journal: another run is writing to this output\n",
          exitCode: 74))
  }

  @Test func severalFeaturesGoIntoAFolder() throws {
    let ran = try extract(
      "--features", "audio-is10,mfcc,audio-contours", "--output", "out", "list.csv", "a.wav")
    #expect(ran == Ran())
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder / "out").sorted()
    let tables = ["a.wav.csv", "b.wav.csv", "c.wav.csv"].flatMap { [$0, $0 + ".json"] }
    #expect(
      names
        == (["audio-contours", "audio-is10.csv", "audio-is10.csv.json", "mfcc"]
        + ["audio-contours", "mfcc"].flatMap { kind in tables.map { "\(kind)/\($0)" } }).sorted())
    let contours = try folder.text("out/audio-contours/a.wav.csv").split(separator: "\n")
    #expect(contours[0].hasPrefix("frame,timestamp,confidence,success,pcm_loudness_sma,"))
    #expect(contours[1].hasPrefix("0,0.0,1.0,1,"))
    #expect(contours[2].hasPrefix("1,0.01,1.0,1,"))
    // 0.4 s hold 35 whole frames of 60 ms, and the pitch tracker answers for 34.
    #expect(contours.count == 35)
    let provenance = try folder.text("out/mfcc/b.wav.csv.json")
    #expect(provenance.contains(#""extractor":"mfcc-1""#))
    #expect(provenance.contains(#""window_seconds":"0.025""#))
    let checksum = try EmoNetProcess.bash("sha256sum < b.wav | cut -c1-64", in: folder.path).output
    #expect(provenance.contains("\"sha256\":\"\(checksum.dropLast())\""))
  }

  @Test func optionsOfTheCepstrumDecideItsShape() throws {
    let ran = try extract(
      "--features", "mfcc", "--mfcc-coefficients", "5", "--mfcc-hop", "20", "--mfcc-window", "40",
      "--mfcc-bands", "12", "--mfcc-low", "100", "--mfcc-high", "4000", "--mfcc-lifter", "0",
      "--mfcc-pre-emphasis", "0.5", "a.wav")
    let lines = ran.output.split(separator: "\n")
    #expect(
      lines[0] == "frame,timestamp,confidence,success,mfcc[0],mfcc[1],mfcc[2],mfcc[3],mfcc[4]")
    #expect(lines.count == 1 + (6400 - 640) / 320 + 1)
    #expect(lines[2].hasPrefix("1,0.02,"))
  }

  @Test(arguments: [8000, 16_000, 22_050, 32_000, 44_100, 48_000])
  func soundIsAnalysedAtItsOwnRateOnDemand(_ rate: Int) throws {
    try WaveFile.voice(seconds: 0.5, sampleRate: rate).write(folder / "s.wav")
    let native = try extract("--features", "audio-contours", "--sample-rate", "native", "s.wav")
    let canonical = try extract("--features", "audio-contours", "s.wav")
    #expect(native.exitCode == 0)
    #expect((native == canonical) == (rate == 16_000))
    let lines = native.output.split(separator: "\n")
    // Hops are whole samples: 221 at 22.05 kHz.
    let hop = (0.01 * Double(rate)).rounded(.toNearestOrAwayFromZero) / Double(rate)
    #expect(lines[2].hasPrefix("1,\(hop),"))
  }

  @Test func theFirstFailureEndsTheRunAndResumeGoesOn() throws {
    try FileManager.default.moveItem(atPath: folder / "b.wav", toPath: folder / "away.wav")
    let features = ["extract", "--features", "audio-is10", "--threads", "1", "--output", "out.csv"]
    let ran = try EmoNetProcess.run(features + ["list.csv"], in: folder.path)
    #expect(ran == Ran(errors: "emonet: b.wav: no such file\n", exitCode: 66))
    #expect(try folder.names().contains("out.csv.journal"))
    #expect(try !folder.names().contains("out.csv"))

    try FileManager.default.moveItem(atPath: folder / "away.wav", toPath: folder / "b.wav")
    #expect(try EmoNetProcess.run(features + ["--resume", "list.csv"], in: folder.path) == Ran())
    let resumed = try data("out.csv")
    #expect(try !folder.names().contains("out.csv.journal"))
    #expect(try EmoNetProcess.run(features + ["list.csv"], in: folder.path) == Ran())
    #expect(try data("out.csv") == resumed)
  }

  @Test func resumeTakesTheRowsOfAFinishedTable() throws {
    for format in TableFormat.allCases {
      let output = "out\(format.suffix)"
      #expect(try extract("--features", "audio-is10", "--output", output, "list.csv") == Ran())
      let fresh = try data(output)
      #expect(
        try extract("--features", "audio-is10", "--output", output, "--resume", "list.csv")
          == Ran())
      #expect(try data(output) == fresh)
    }
  }

  @Test func aRunThatWasKilledGoesOnToTheSameBytes() throws {
    let paths = (0..<60).map { "\($0).wav" }
    for path in paths { try WaveFile.voice(seconds: 1).write(folder / path) }
    let list = paths.joined(separator: "\n")
    let script = """
      emonet extract --features audio-is10 --threads 1 --output out.csv - <<< "$0" & pid=$!
      until [ -s out.csv.journal ] || [ -s out.csv ]; do :; done
      kill -9 $pid; wait $pid
      emonet extract --features audio-is10 --threads 2 --output out.csv --resume - <<< "$0" || exit
      emonet extract --features audio-is10 --threads 2 --output fresh.csv - <<< "$0" || exit
      cmp out.csv fresh.csv && cmp out.csv.json fresh.csv.json
      """.replacing("$0", with: list)
    let ran = try EmoNetProcess.bash(script, in: folder.path)
    #expect(ran.output == "")
    #expect(ran.exitCode == 0)
  }

  @Test func keepGoingListsWhatFailedAndExitsWithOne() throws {
    try Data("not a clip\n".utf8).write(to: URL(fileURLWithPath: folder / "text.wav"))
    let ran = try extract(
      "--features", "audio-is10", "--keep-going", "--output", "out.csv", "none.wav", "a.wav",
      "text.wav", "none.csv")
    #expect(ran.exitCode == 1)
    let lines = ran.errors.split(separator: "\n")
    try #require(lines.count == 4)
    #expect(lines[0] == "emonet: 3 of 4 failed:")
    #expect(lines[1] == "  none.csv: no such file")
    #expect(lines[2] == "  none.wav: no such file")
    #expect(lines[3].hasPrefix("  text.wav: audio-is10: "))
    let records = try CSVReader.records(in: folder.text("out.csv"), path: "out.csv")
    #expect(records.dropFirst().map { $0.fields[0] } == ["a.wav"])
    #expect(try folder.text("out.csv.json").contains(#""reason":"no such file""#))
  }

  @Test func anUnknownLabelIsNamedWithItsLine() throws {
    let list = folder / "bad.csv"
    try Data("path,label\na.wav,happy\nb.wav,cross\n".utf8).write(to: URL(fileURLWithPath: list))
    let ran = try extract("--features", "audio-is10", "bad.csv")
    #expect(ran.exitCode == 65)
    #expect(ran.errors.hasPrefix("emonet: bad.csv:3: unknown label 'cross'"))
  }

  @Test(arguments: [
    (
      ["--features", "mfcc", "--format", "arff", "--output", "o", "a.wav"], "mfcc has a row a frame"
    ),
    (["--features", "mfcc", "--output", "o.arff", "a.wav"], "mfcc has a row a frame"),
    (["--features", "audio-is10", "--format", "npz", "a.wav"], "npz needs '--output PATH'"),
    (["--features", "audio-is10,mfcc", "a.wav"], "several tables need '--output FOLDER'"),
    (["--features", "mfcc", "list.csv"], "several tables need '--output FOLDER'"),
    (
      ["--features", "mfcc", "--output", "o.csv", "list.csv"],
      "several tables do not fit into 'o.csv'; name a folder"
    ),
    (
      ["--features", "audio-is10", "--format", "npz", "--output", "o.csv", "a.wav"],
      "the output 'o.csv' is not named as npz"
    ),
    (
      ["--features", "audio-is10", "--mfcc-hop", "5", "a.wav"],
      "option '--mfcc-hop' is for the feature mfcc"
    ),
    (["--features", "mfcc", "--mfcc-coefficients", "30", "a.wav"], "30 coefficients are not from"),
    (["--features", "mfcc", "--mfcc-hop", "0", "a.wav"], "must be a number from 1.0 to 1000.0"),
    (["--features", "mffc", "a.wav"], "not 'mffc'; did you mean 'mfcc'?"),
    (["--features", "mfcc,mfcc", "a.wav"], "names 'mfcc' twice"),
    (["a.wav"], "option '--features NAME,...' is required"),
  ])
  func aWrongCommandLineIsExplained(_ arguments: [String], _ reason: String) throws {
    let ran = try EmoNetProcess.run(["extract"] + arguments, in: folder.path)
    #expect(ran.exitCode == 64)
    #expect(ran.output == "")
    #expect(ran.errors.contains(reason))
    #expect(ran.errors.hasSuffix("Try 'emonet help extract'.\n"))
  }

  @Test(arguments: ["a.wav/out.csv", "a.wav/out", "a.wav"])
  func anOutputThatCannotBeWrittenIsNamed(_ output: String) throws {
    let ran = try extract("--features", "audio-is10", "--output", output, "b.wav")
    #expect(ran.exitCode == 74)
    #expect(ran.errors.hasPrefix("emonet: \(output)"))
    #expect(ran.errors.count { $0 == "\n" } == 1)
    #expect(!ran.errors.contains("Domain"))
  }

  @Test func aReaderThatGoesAwayLeavesNothingBehind() throws {
    let ran = try EmoNetProcess.bash(
      """
      mkdir scratch
      TMPDIR=$PWD/scratch emonet extract --features audio-is10 list.csv | head -c 4
      ls scratch
      """, in: folder.path)
    #expect(ran == Ran(output: "path"))
  }

  @Test func clipsWhoseTablesWouldShareANameAreRefused() throws {
    try FileManager.default.createDirectory(
      atPath: folder / "d", withIntermediateDirectories: true)
    try WaveFile.voice(seconds: 0.3).write(folder / "d/a.wav")
    let ran = try extract("--features", "mfcc", "--output", "out", "a.wav", "d/a.wav")
    #expect(ran.exitCode == 65)
    #expect(ran.errors.contains("would both be named 'a.wav'"))
  }
}
