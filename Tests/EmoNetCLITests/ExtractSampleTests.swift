// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation
import Tables
import TestSupport
import Testing

/// `emonet extract` with the weights that the checkout ships, on the sample clip.
@Suite(.enabled(if: EmoNetProcess.hasWeights, "there are no weights in Weights/"))
struct ExtractSampleTests {
  private let clip = "experiments/sample-clip/sample.avi"

  private func table(_ kind: String, _ options: String...) throws -> [[String]] {
    let ran = try EmoNetProcess.run(["extract", "--features", kind] + options + [clip])
    #expect(ran.errors == "")
    #expect(ran.exitCode == 0)
    return try CSVReader.records(in: ran.output, path: "output").map(\.fields)
  }

  @Test func everyCanonicalFrameHasARowOfFacesAndOfFeatures() throws {
    let faces = try table("faces")
    let frames = try table("frames")
    #expect(faces.count == 71)
    #expect(frames.count == 71)
    #expect(frames[0].count == 4 + 64)
    // Both follow the main face.
    #expect(faces.map { $0.prefix(4) } == frames.map { $0.prefix(4) })
    #expect(faces.dropFirst().count { $0[3] == "1" } >= 65)
    for row in faces.dropFirst() where row[3] == "1" {
      #expect(row[4] == "0")
      let numbers = row.dropFirst(5).compactMap { Float($0) }
      try #require(numbers.count == 14)
      // The nose lies in the box, in pixels of a 720x576 picture.
      #expect(numbers[8] > numbers[0] && numbers[8] < numbers[0] + numbers[2])
      #expect(numbers[9] > numbers[1] && numbers[9] < numbers[1] + numbers[3])
    }
  }

  @Test func allFacesOfAClipWithOneAreTheMainOnes() throws {
    #expect(try table("faces", "--faces", "all") == table("faces"))
  }

  @Test func aClipIsOneRowOfVectors() throws {
    for kind in ["video", "clip"] {
      let rows = try table(kind)
      #expect(rows.count == 2)
      #expect(rows[0].dropFirst().allSatisfy { $0.hasPrefix(kind) })
      #expect(rows[1].dropFirst().allSatisfy { Float($0)?.isFinite == true })
    }
  }

  @Test func aPictureAloneHasAVectorAndNoSound() throws {
    let folder = try TemporaryFolder()
    try WaveFile.voice(seconds: 0.5).write(folder / "voice.wav")
    let ran = try EmoNetProcess.run(
      ["extract", "--features", "clip,video,frames", "--keep-going", "--output"]
        + [folder / "out", folder / "voice.wav"])
    #expect(ran.exitCode == 1)
    #expect(ran.errors.hasSuffix("voice.wav: frames, video: no picture\n"))
    let clips = try CSVReader.records(in: folder.text("out/clip.csv"), path: "clip.csv")
    #expect(clips.count == 2)
    let videos = try CSVReader.records(in: folder.text("out/video.csv"), path: "video.csv")
    #expect(videos.count == 1)
  }
}
