// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import EmoNetTraining
import Files
import Foundation
import TestSupport
import Testing

@Suite struct FaceSetTests {
  private static let header =
    "row,fer2013_label," + FaceSet.voteNames.map { "votes_" + $0 }.joined(separator: ",") + "\n"

  /// Writes a set with these rows; the pixels of face n are all n.
  private func write(_ rows: [String], to folder: TemporaryFolder) throws -> String {
    let pixels = rows.indices.flatMap { [UInt8](repeating: UInt8($0), count: 48 * 48) }
    try folder.write(
      "faces.npy", NumPyFile.data("'|u1'", shape: "(\(rows.count), 48, 48)", bytes: pixels))
    try folder.write("faces.csv", Data((Self.header + rows.joined(separator: "\n")).utf8))
    return folder / "faces"
  }

  @Test func votesBecomeDistributionsAndFacesOfNoEmotionAreLeftOut() throws {
    let folder = try TemporaryFolder()
    let set = try FaceSet.read(
      write(
        [
          "0,angry,6,1,0,0,2,0,0,0,1,0",  // single votes dropped: 6 of 8 and 2 of 8
          "1,sad,0,0,0,0,2,3,0,5,0,0",  // contempt has most
          "2,happy,0,0,0,4,2,0,0,4,0,0",  // contempt has as many as happy: happy wins
          "3,fear,1,1,1,1,1,1,1,1,1,1",  // nothing left
          "4,neutral,0,0,0,0,0,0,0,0,0,10",  // not a face
          "5,disgust,0,0,0,0,0,0,0,0,0,0",  // no votes
          "6,surprise,0,0,3,0,0,0,3,0,0,0",  // a tie: the first
        ], to: folder))
    #expect(set.count == 7)
    #expect(set.labels == [.angry, .sad, .happy, .fear, .neutral, .disgust, .surprise])
    #expect(set.pluralityLabels == [.angry, nil, .happy, .angry, nil, nil, .fear])
    let (targets, isKept) = set.softTargets()
    #expect(isKept == [true, false, true, false, false, false, true])
    #expect(targets.shape == [7, 7])
    let none = [Float](repeating: 0, count: 7)
    let twoThirds: [Float] = [0, 0, 0, Float(4) / 6, Float(2) / 6, 0, 0]
    let expected: [[Float]] = [
      [0.75, 0, 0, 0, 0.25, 0, 0], none, twoThirds, none, none, none, [0, 0, 0.5, 0, 0, 0, 0.5],
    ]
    #expect(targets.values == expected.flatMap { $0 })
    let single = set.softTargets(minimumVotes: 1)
    #expect(single.isKept[3])
    #expect(single.targets[3 * 7] == 1.0 / 7)
    #expect(set.image(6) == [UInt8](repeating: 6, count: 48 * 48))
    #expect(Array(set.votes(2)) == [0, 0, 0, 4, 2, 0, 0, 4, 0, 0])
  }

  @Test(arguments: [
    ("1,sad,0,0,0,0,2,3,0,5,0,0", "faces.csv:2: row '1' stands where row 0 belongs"),
    ("0,calm,0,0,0,0,2,3,0,5,0,0", "faces.csv:2: unknown label 'calm'"),
    ("0,sad,0,0,0,0,2,3,0,5,0", "faces.csv:2: 11 fields where the header names 12"),
    ("0,sad,0,0,0,0,2,-3,0,5,0,0", "faces.csv:2: '-3' is no count of votes"),
    ("0,sad,0,0,0,0,\"2,3,0,5,0,0", "faces.csv:2: a quoted field does not end"),
    ("0,sad,0,0,0,0,2,3,0,5,0,0\n1,sad,0,0,0,0,2,3,0,5,0,0", "faces.csv: 2 rows for 1 images"),
  ])
  func aBrokenTableIsAnErrorWithItsLine(row: String, message: String) throws {
    let folder = try TemporaryFolder()
    let name = try write([row], to: folder)
    let error = #expect(throws: FileError.self) { try FaceSet.read(name) }
    #expect(error?.description.hasPrefix("\(folder.path)/\(message)") == true)
  }

  @Test func imagesOfAnotherShapeAndAMissingTableAreErrors() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.npy", NumPyFile.data("'|u1'", shape: "(1, 2, 2)", bytes: [1, 2, 3, 4]))
    let shape = #expect(throws: FileError.self) { try FaceSet.read(folder / "a") }
    #expect(shape?.reason == "images are [n, 48, 48] bytes, not [1, 2, 2] of |u1")
    try folder.write("b.npy", NumPyFile.data("'|u1'", shape: "(0, 48, 48)", bytes: []))
    #expect(throws: FileError.self) { try FaceSet.read(folder / "b") }
    #expect(throws: FileError.self) { try FaceSet.read(folder / "c") }
  }
}
