// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import TestSupport
import Testing

@testable import EmoNetCLI

/// Batches that lose nothing, overwrite nothing and leave nothing behind.
@Suite(.serialized, .enabled(if: EmoNetProcess.hasWeights, "there are no weights in Weights/"))
struct BatchTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func voice(_ name: String) throws {
    try folder.write(name, WaveFile.voice(seconds: 0.6).data)
  }

  @Test func whatAFolderHoldsBesidesClipsIsNamed() throws {
    try voice("clips/a.w64")
    try voice("clips/b.wav")
    try folder.write("clips/list.csv", Data())
    try folder.write("clips/notes.txt", Data())
    let ran = try EmoNetProcess.bash(
      "emonet classify --format csv clips | wc -l", in: folder.path)
    #expect(ran.output == "3\n")
    #expect(
      ran.errors
        == "emonet: 2 files are left out, not named like clips: clips/list.csv, clips/notes.txt\n")
  }

  @Test func whatCannotBeReadOfAFolderFailsAndTheRestIsDone() throws {
    try voice("clips/a.wav")
    try voice("clips/inner/b.wav")
    for name in ["gone.wav", "away"] {
      try FileManager.default.createSymbolicLink(
        atPath: folder / "clips/\(name)", withDestinationPath: folder / "none")
    }
    let strict = try EmoNetProcess.run(["classify", "clips"], in: folder.path)
    #expect(
      strict == Ran(errors: "emonet: clips/away: the link leads nowhere\n", exitCode: 66))
    let ran = try EmoNetProcess.run(
      ["classify", "--keep-going", "--format", "csv", "clips"], in: folder.path)
    #expect(ran.exitCode == 1)
    #expect(ran.output.split(separator: "\n").count == 3)
    #expect(
      ran.errors == """
        emonet: 2 of 4 failed:
          clips/gone.wav: no such file
          clips/away: the link leads nowhere

        """)
  }

  @Test func clipsWhoseNamesOnlyLookTheSameHaveATableEach() throws {
    let names = ["caf\u{E9}.wav", "cafe\u{301}.wav"]
    for name in names { try voice(name) }
    try folder.write("list.csv", Data("path\n\(names.joined(separator: "\n"))\n".utf8))
    let ran = try EmoNetProcess.run(
      ["extract", "--features", "audio-is10,mfcc", "--output", "out", "list.csv"], in: folder.path)
    #expect(ran == Ran())
    let rows = try folder.text("out/audio-is10.csv").split(separator: "\n").dropFirst()
    #expect(rows.map { Array($0.prefix { $0 != "," }.utf8) } == names.map { Array($0.utf8) })
    for name in names {
      #expect(FileManager.default.fileExists(atPath: folder / "out/mfcc/\(name).csv"))
    }
  }

  @Test(arguments: [
    "classify --output a.wav a.wav", "classify --output link.wav list.txt",
    "classify --output list.txt list.txt", "extract --features mfcc --output hard.csv hard.csv",
    "evaluate --list labels.csv --output labels.csv",
    "evaluate --list labels.csv --output a.wav",
    "train --list labels.csv --config labels.csv --output a.wav",
  ])
  func anOutputThatIsAnInputIsRefused(command: String) throws {
    try voice("a.wav")
    try FileManager.default.createSymbolicLink(
      atPath: folder / "link.wav", withDestinationPath: folder / "a.wav")
    try FileManager.default.linkItem(atPath: folder / "a.wav", toPath: folder / "hard.csv")
    try folder.write("list.txt", Data("a.wav\n".utf8))
    try folder.write("labels.csv", Data("path,label,split\na.wav,happy,train\n".utf8))
    let before = FileManager.default.contents(atPath: folder / "a.wav")
    let ran = try EmoNetProcess.bash("emonet \(command)", in: folder.path)
    #expect(ran.exitCode == 74 && ran.output == "")
    #expect(ran.errors.contains(": it is an input"), "\(ran.errors)")
    #expect(FileManager.default.contents(atPath: folder / "a.wav") == before)
    #expect(try folder.text("list.txt") == "a.wav\n")
    #expect(!(try folder.names().contains { $0.hasSuffix(".part") || $0.hasSuffix(".journal") }))
  }

  @Test func aClipWithTwoLabelsIsRefusedAndOneListedTwiceTold() throws {
    try voice("a.wav")
    try folder.write("labels.csv", Data("path,label\na.wav,happy\na.wav,sad\n".utf8))
    for command in ["evaluate", "train --config c.json --output w"] {
      #expect(
        try EmoNetProcess.bash("emonet \(command) --list labels.csv", in: folder.path)
          == Ran(
            errors: "emonet: labels.csv:3: 'a.wav' is sad here and happy in line 2\n", exitCode: 65)
      )
    }
    try folder.write("labels.csv", Data("path,label\na.wav,happy\na.wav,happy\n".utf8))
    let twice = try EmoNetProcess.bash("emonet evaluate --list labels.csv", in: folder.path)
    #expect(twice.exitCode == 0)
    #expect(
      twice.errors
        == "emonet: warning: 1 row repeats a clip of the list: line 3 that of line 2, 'a.wav'\n")
  }

  @Test func anInterruptEndsTheProgramWithOneLine() throws {
    // What is written is more than a pipe holds: the program reads when all is written. Whoever runs the
    // tests in the background has interrupts ignored, which the program would obey.
    let script = """
      mkfifo in; env --default-signal=INT emonet classify - <in & exec 3>in
      head -c 200000 /dev/zero | tr '\\0' '\\n' >&3; kill -INT $!; wait $!; echo "exit $?"
      """
    let ran = try EmoNetProcess.bash(script, in: folder.path)
    #expect(ran.output == "exit 130\n")
    #expect(ran.errors.contains("emonet: interrupted\n"))
  }

  @Test func whatKilledRunsLeftGoesWithTheNextOne() throws {
    let gone = Int32.max
    try voice("a.wav")
    for name in [
      "out/mfcc/a.wav.csv.\(gone)-5.part", "out/audio-is10.csv.\(gone)-5.part",
      "tmp/emonet-\(gone)-5/table.csv", "results.csv.\(gone)-5.part", "results.csv.partial",
    ] {
      try folder.write(name, Data("x".utf8))
    }
    let script = """
      export TMPDIR=$PWD/tmp
      emonet extract --resume --features mfcc,audio-is10 --output out a.wav
      emonet extract --features mfcc a.wav >table.csv
      emonet classify --output results.csv --format csv a.wav
      find . -name '*part*' -o -name 'emonet-*'; ls out out/mfcc
      """
    let ran = try EmoNetProcess.bash(script, in: folder.path)
    #expect(ran.errors == "")
    #expect(
      ran.output == """
        out:
        audio-is10.csv
        audio-is10.csv.json
        mfcc

        out/mfcc:
        a.wav.csv
        a.wav.csv.json

        """)
  }

  @Test(arguments: [
    ("ulimit -v 350000", "the limit on memory (ulimit -v 350000) is below the "),
    ("ulimit -n 8", "the limit on open files (ulimit -n 8) is below the 16 that emonet needs"),
  ])
  func whatTheSystemDoesNotGrantIsNamed(limit: String, reason: String) throws {
    try voice("a.wav")
    let ran = try EmoNetProcess.bash("\(limit); emonet classify a.wav", in: folder.path)
    #expect(ran.exitCode == 71 && ran.output == "")
    #expect(ran.errors.hasPrefix("emonet: \(reason)"), "\(ran.errors)")
    #expect(ran.errors.count { $0 == "\n" } == 1)
  }

  @Test func whatTheSystemGrantsIsMadeTheMostOf() throws {
    let plain = try EmoNetProcess.run(["classify", "--format", "csv", SampleFootage.path])
    for limit in ["ulimit -v 800000", "ulimit -n 16"] {
      let ran = try EmoNetProcess.bash(
        "\(limit); emonet classify --format csv \(SampleFootage.path)")
      #expect(ran == plain, "\(limit)")
    }
  }

  @Test func limitsThatAreNoneAreAnErrorOfUse() throws {
    let ran = try EmoNetProcess.run(
      ["classify", "a.avi"], environment: ["EMONET_LIMITS": "pixel=3"])
    #expect(ran.exitCode == 64)
    #expect(ran.errors.hasPrefix("emonet: EMONET_LIMITS: 'pixel=3' is not NAME=NUMBER; names are "))
    try folder.write(
      "slow.wav", WaveFile(sampleRate: 100, amplitudes: [Double](repeating: 0.1, count: 400)).data)
    let slow = try EmoNetProcess.run(["classify", "slow.wav"], in: folder.path)
    #expect(slow.exitCode == 65)
    #expect(slow.errors.contains("a sound of 100 Hz; the limit is 1000 Hz, which EMONET_LIMITS="))
    // No half of an answer where the clip goes on: neither by picture nor by sound.
    let long = try EmoNetProcess.run(
      ["classify", SampleFootage.path], environment: ["EMONET_LIMITS": "seconds=1"])
    #expect(long.exitCode == 65 && long.output == "")
    let tables = try EmoNetProcess.run(
      ["extract", "--keep-going", "--features", "faces", "--output", folder / "out"]
        + [SampleFootage.path, "slow.wav"], environment: ["EMONET_LIMITS": "seconds=1"])
    #expect(tables.exitCode == 1)
    #expect(tables.errors.contains("2 of 2 failed:") && tables.errors.contains("faces: it goes on"))
    #expect(
      long.errors.contains("it goes on beyond 1 s; the limit is 1 s, which EMONET_LIMITS=seconds=N")
    )
    let allowed = try EmoNetProcess.run(
      ["classify", "--sound", "raw", "slow.wav"], in: folder.path,
      environment: ["EMONET_LIMITS": "lowest-rate=100"])
    #expect(allowed.exitCode == 0)
  }
}
