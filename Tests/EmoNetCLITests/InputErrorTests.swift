// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import TestSupport
import Testing

/// Mistakes in what the arguments name, found before any model is loaded.
@Suite struct InputErrorTests {
  @Test func aMissingListOfClipsIsNamed() throws {
    #expect(
      try EmoNetProcess.run(["classify", "none.csv"])
        == Ran(errors: "emonet: none.csv: no such file\n", exitCode: 66))
  }

  @Test func aTableWithoutPathsIsNoListOfClips() throws {
    let folder = try TemporaryFolder(["table.csv": "clip,score\na.avi,1\n"])
    let table = folder / "table.csv"
    #expect(
      try EmoNetProcess.run(["classify", table])
        == Ran(errors: "emonet: \(table):1: the header has no column 'path'\n", exitCode: 65))
  }

  @Test func aFolderWithoutClipsIsNamed() throws {
    let folder = try TemporaryFolder(["notes.md": "x"])
    #expect(
      try EmoNetProcess.run(["classify", folder.path])
        == Ran(errors: "emonet: \(folder.path): no clips in this folder\n", exitCode: 66))
  }

  @Test(.enabled(if: EmoNetProcess.hasWeights, "there are no weights in Weights/"))
  func aPipeIsRefusedRatherThanWaitedFor() throws {
    let folder = try TemporaryFolder()
    #expect(
      try EmoNetProcess.bash("mkfifo clip.avi; emonet classify clip.avi", in: folder.path)
        == Ran(
          errors: "emonet: clip.avi: is a pipe, and would have to be read more than once\n",
          exitCode: 66))
  }

  @Test func emptyStandardInputNamesNoClips() throws {
    #expect(
      try EmoNetProcess.run(["classify", "-"])
        == Ran(errors: "emonet: standard input: names no clips\n", exitCode: 66))
  }

  @Test func missingWeightsAreNamed() throws {
    #expect(
      try EmoNetProcess.run(["classify", "--weights", "none.safetensors", "clip.avi"])
        == Ran(errors: "emonet: none.safetensors: no such file\n", exitCode: 66))
  }

  @Test(arguments: ["evaluate", "train"])
  func anUnknownLabelIsAnErrorWithFileAndLine(_ command: String) throws {
    let folder = try TemporaryFolder(["list.csv": "path,label\na.avi,happy\nb.avi,hapy\n"])
    let list = folder / "list.csv"
    var arguments = [command, "--list", list]
    if command == "train" { arguments += ["--config", "c.json", "--output", folder / "w"] }
    let ran = try EmoNetProcess.run(arguments)
    #expect(ran.output == "")
    #expect(ran.errors.hasPrefix("emonet: \(list):3: unknown label 'hapy'; known are angry ("))
    #expect(ran.errors.count { $0 == "\n" } == 1)
    #expect(ran.exitCode == 65)
  }

  @Test func aMissingLabelledListIsNamed() throws {
    #expect(
      try EmoNetProcess.run(["evaluate", "--list", "none.csv"])
        == Ran(errors: "emonet: none.csv: no such file\n", exitCode: 66))
  }

  @Test func aChoiceOfRowsThatLeavesNoneNamesWhatThereIs() throws {
    let folder = try TemporaryFolder([
      "list.csv": "path,label,split,corpus\na.avi,happy,train,one\nb.avi,sad,test,two\n"
    ])
    let list = folder / "list.csv"
    let reason = "none of its 2 rows is chosen; splits: test, train; corpora: one, two"
    #expect(
      try EmoNetProcess.run(["evaluate", "--list", list, "--split", "validation"])
        == Ran(errors: "emonet: \(list): \(reason)\n", exitCode: 65))
  }

  @Test func aSpeakerInTrainingAndValidationIsAnError() throws {
    let folder = try TemporaryFolder([
      "list.csv": """
      path,label,speaker,split
      a.avi,happy,ann,train
      b.avi,sad,ann,validation
      c.avi,sad,bob,train
      """
    ])
    let list = folder / "list.csv"
    #expect(
      try EmoNetProcess.run([
        "train", "--list", list, "--config", "none.json", "--output", folder / "w",
      ])
        == Ran(
          errors: "emonet: \(list):3: speaker 'ann' of split 'validation' stands in split 'train' "
            + "too, in line 2\n", exitCode: 65))
    #expect(try folder.names() == ["list.csv"])
  }

  @Test func aMissingConfigurationIsNamed() throws {
    let folder = try TemporaryFolder(["list.csv": "path,label,split\na.avi,happy,train\n"])
    #expect(
      try EmoNetProcess.run([
        "train", "--list", folder / "list.csv", "--config", "none.json", "--output", folder / "w",
      ])
        == Ran(errors: "emonet: none.json: no such file\n", exitCode: 66))
  }
}
