// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import EmoNetTraining
import Faces
import Files
import Foundation
import TestSupport
import Testing

@Suite struct FacePackingTests {
  /// A picture without colour as a BMP of 24 bits: rows from below, each a multiple of four bytes.
  private func picture(_ width: Int, _ height: Int, _ grey: (Int, Int) -> UInt8) -> Data {
    func bytes(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let padding = [UInt8](repeating: 0, count: (4 - width * 3 % 4) % 4)
    let rows = (0..<height).reversed().flatMap { y in
      (0..<width).flatMap { x in [UInt8](repeating: grey(x, y), count: 3) } + padding
    }
    let head = bytes(40, 4) + bytes(width, 4) + bytes(height, 4) + bytes(1, 2) + bytes(24, 2)
    return Data("BM".utf8) + Data(bytes(54 + rows.count, 4) + bytes(0, 4) + bytes(54, 4) + head)
      + Data(bytes(0, 24) + rows)
  }

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("p/happy/a.bmp", picture(48, 48) { x, y in UInt8(5 * (x + y) % 256) })
    try folder.write("p/x/SAD/b.bmp", picture(100, 96) { x, _ in x < 50 ? 40 : 200 })
    try folder.write("p/7/c.bmp", picture(24, 24) { _, y in UInt8(10 * y) })
  }

  @Test func picturesInFoldersBecomeASetThatTrainingReads() throws {
    try folder.write("map.json", Data(#"{"7": "fear"}"#.utf8))
    let packing = try FacePacking(
      folder: folder / "p", labels: LabelMap(path: folder / "map.json"))
    #expect(packing.pictures.map(\.label) == [.fear, .happy, .sad])
    #expect(packing.refused == [])
    let detector = try FaceDetector(weights: Checkout.detector)
    let faces = try packing.pictures.map {
      ($0, try FacePacking.face(of: $0, .whole, detector: detector))
    }
    try FaceSet.write(faces, cropping: .whole, to: folder / "train.npz")
    let set = try FaceSet.read(folder / "train")
    #expect(set.count == 3 && set.labels == [.fear, .happy, .sad])
    #expect(Array(set.votes(1)) == [0, 0, 0, 10, 0, 0, 0, 0, 0, 0])
    #expect(set.pluralityLabels == [.fear, .happy, .sad])
    // As many pixels as values: each is its own; twice as many values: each pixel is there twice.
    let own: [UInt8] = (0..<48 * 48).map { place in
      let (x, y) = (place % 48, place / 48)
      return UInt8(5 * (x + y) % 256)
    }
    #expect(set.image(1) == own)
    #expect(set.image(0)[5 * 48 + 7] == 20)
    // The central square of 100 x 96 is 96 wide: two pixels a value.
    #expect(set.image(2)[23] == 40 && set.image(2)[24] == 200)
    #expect(FaceSet.files(folder / "train") == [folder / "train.npz"])
    #expect(FaceSet.files(folder / "other") == [folder / "other.npy", folder / "other.csv"])
  }

  @Test func aTableOfVotesSaysWhatPeopleSaw() throws {
    try folder.write(
      "votes.csv",
      Data(
        """
        path,votes_sad,votes_happy,votes_unknown
        happy/a.bmp,3,4,3
        x/SAD/b.bmp,0,0,10

        """.utf8))
    let packing = try FacePacking(table: folder / "votes.csv", folder: folder / "p")
    #expect(packing.pictures.map(\.label) == [.happy])
    #expect(packing.pictures[0].votes == [0, 0, 0, 4, 0, 3, 0, 0, 3, 0])
    #expect(packing.pictures[0].resolvedPath == folder / "p/happy/a.bmp")
    #expect(packing.refused.map(\.reason) == ["nobody saw one of the seven emotions in it"])
    try folder.write("labels.csv", Data("path,label\na,joy\nb,calm\n".utf8))
    let labelled = try FacePacking(table: folder / "labels.csv", folder: folder / "p")
    #expect(labelled.pictures.map(\.label) == [.happy] && labelled.refused.count == 1)
  }

  @Test(arguments: [
    ("p,label\n", ":1: the header has no column 'path'"),
    ("path,x\n", ":1: the header has neither a column 'label' nor one such as 'votes_happy'"),
    ("path,label\na\n", ":2: 1 fields where the header names 2"),
    ("path,votes_sad\na,-1\n", ":2: '-1' is no count of votes"),
  ])
  func aBrokenTableIsAnErrorWithItsLine(text: String, message: String) throws {
    try folder.write("t.csv", Data(text.utf8))
    let error = #expect(throws: FileError.self) {
      try FacePacking(table: folder / "t.csv", folder: folder.path)
    }
    #expect(error?.description == folder / "t.csv" + message)
  }

  @Test func aPictureWithoutAFaceIsAnErrorWhereOneIsToBeCutOut() throws {
    let packing = try FacePacking(folder: folder / "p/x")
    let detector = try FaceDetector(weights: Checkout.detector)
    let error = #expect(throws: FileError.self) {
      try FacePacking.face(of: packing.pictures[0], .aligned, detector: detector)
    }
    #expect(error?.reason == "no face is found")
  }

  @Test func anArchiveThatIsNoSetOfFacesIsAnError() throws {
    try FaceSet.write([], cropping: .whole, to: folder / "empty.npz")
    #expect(try FaceSet.read(folder / "empty").count == 0)
    try folder.write("bad.npz", Data("PK".utf8))
    #expect(throws: FileError.self) { try FaceSet.read(folder / "bad") }
  }

  @Test func folderWithoutPicturesAndPicturesWithoutFoldersAreTold() throws {
    let none = try TemporaryFolder(["a.wav": "x"])
    let error = #expect(throws: FileError.self) { try FacePacking(folder: none.path) }
    #expect(error?.kind == .missing)
    try folder.write("p/d.bmp", Data("x".utf8))
    #expect(
      try FacePacking(folder: folder / "p").refused.map(\.reason) == [
        "unknown label '7'; --labels can say what it means",
        "lies in no folder that is named by its label",
      ])
  }
}
