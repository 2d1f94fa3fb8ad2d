// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import EmoNetTraining
import Foundation
import Tables
import TestSupport
import Testing

@Suite(.enabled(if: EmoNetProcess.hasWeights, "there are no weights in Weights/"))
struct FacesCommandTests {
  @Test func facesAreCutOutAsInClipsAndPacked() throws {
    let folder = try TemporaryFolder(["p/happy/notes.txt": "x"])
    try SampleFootage().write(
      folder / "p/happy/face.png", track: SampleFootage.whole, keeping: { $0 == 20 },
      hasSound: false)
    let ran = try EmoNetProcess.run(
      ["faces", "pack", "p", "--output", "train.npz"], in: folder.path)
    #expect(
      ran
        == Ran(
          errors:
            "emonet: 1 face: angry 0, disgust 0, fear 0, happy 1, neutral 0, sad 0, surprise 0\n"
        ))
    let metadata = try ArrayArchive(path: folder / "train.npz").text("metadata")
    #expect(try WrittenForm.faces.schema().complaints(aboutText: metadata) == [])
    for mutilated in try Mutilation.all(of: metadata, in: .faces) { mutilated.expectRefusal() }
    let set = try FaceSet.read(folder / "train")
    #expect(set.count == 1 && set.labels == [.happy])
    #expect(Set(set.image(0)).count > 50)
  }

  @Test func picturesWithoutAFaceEndTheRunOrAreListed() throws {
    let folder = try TemporaryFolder(["p/sad/text.png": "no picture"])
    let arguments = ["faces", "pack", "p", "--output", "train.npz"]
    let ran = try EmoNetProcess.run(arguments, in: folder.path)
    #expect(ran.exitCode == 65 && ran.errors.hasPrefix("emonet: p/sad/text.png: "))
    #expect(try folder.names() == ["p"])
    let kept = try EmoNetProcess.run(arguments + ["--keep-going"], in: folder.path)
    #expect(kept.exitCode == 65)
    #expect(kept.errors.hasPrefix("emonet: 1 of 1 failed:\n  p/sad/text.png: "))
    #expect(kept.errors.hasSuffix("\nemonet: p: no picture could be used\n"))
  }
}
