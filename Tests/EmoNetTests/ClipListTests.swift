// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Files
import Foundation
import TestSupport
import Testing

@Suite struct ClipListTests {
  private let text = """
    path,label,speaker,split,corpus,modality
    a/one.mp4,Anger,s1,train,x,av

    /b/two.mp4,happy,s2,validation,x,a
    "three, four.mp4",Neutral,,train,y,v
    five.mp4,sad,s1,validation,y,

    """

  @Test func rowsCarryWhatTheColumnsSayWithPathsFromTheListsFolder() throws {
    let list = try ClipList.parse(text, path: "/data/clips.csv")
    #expect(list.entries.count == 4)
    #expect(
      list.entries[0]
        == ClipListEntry(
          path: "a/one.mp4", resolvedPath: "/data/a/one.mp4", label: .angry, speaker: "s1",
          split: "train", corpus: "x", modality: .audioVisual, line: 2))
    #expect(list.entries[1].resolvedPath == "/b/two.mp4")
    #expect(list.entries[1].line == 4)
    #expect(list.entries[2].path == "three, four.mp4")
    #expect(list.entries[2].speaker == nil)
    #expect(list.entries[3].modality == nil)
    #expect(list.splits == ["train", "validation"])
    #expect(list.corpora == ["x", "y"])
  }

  @Test func columnsMayStandInAnyOrderWithOthersBetweenThem() throws {
    let list = try ClipList.parse("Label, note ,PATH\r\nfear,hm,x.avi\r\n", path: "clips.csv")
    #expect(
      list.entries
        == [ClipListEntry(path: "x.avi", resolvedPath: "x.avi", label: .fear, line: 2)])
  }

  @Test func rowsAreFilteredByWhatTheySay() throws {
    let list = try ClipList.parse(text, path: "clips.csv")
    #expect(list.filter().entries.count == 4)
    #expect(list.filter(split: "train").entries.map(\.line) == [2, 5])
    #expect(list.filter(corpus: "y").entries.map(\.line) == [5, 6])
    #expect(list.filter(modality: .audio).entries.map(\.line) == [4])
    #expect(list.filter(split: "validation", corpus: "y").entries.map(\.line) == [6])
    #expect(list.filter(split: "test").entries.isEmpty)
  }

  @Test func aSpeakerOnBothSidesOfTheSplitIsFound() throws {
    let list = try ClipList.parse(text, path: "clips.csv")
    #expect(list.speakersOnBothSides() == ["s1"])
    #expect(list.filter(corpus: "x").speakersOnBothSides().isEmpty)
    #expect(list.speakersOnBothSides(training: "train", validation: "test").isEmpty)
  }

  @Test(arguments: [
    ("", "l.csv: the list is empty; its first line names the columns"),
    ("path\na", "l.csv:1: the header has no column 'label'"),
    ("\nlabel\nsad", "l.csv:2: the header has no column 'path'"),
    ("path,label,Path\n", "l.csv:1: the header names the column 'path' twice"),
    ("path,label\na.avi,sad\nb.avi", "l.csv:3: 1 fields where the header names 2"),
    ("path,label\na.avi,sad,x", "l.csv:2: 3 fields where the header names 2"),
    ("path,label\n,sad", "l.csv:2: the path is empty"),
    ("path,label\na.avi,", "l.csv:2: the label is empty"),
    ("path,label,modality\na,sad,vid", "l.csv:2: unknown modality 'vid'; known are av, a, v"),
    ("path,label\n\"a", "l.csv:2: a quoted field does not end"),
  ])
  func aBrokenListIsAnErrorWithItsLine(text: String, message: String) {
    let error = #expect(throws: FileError.self) { try ClipList.parse(text, path: "l.csv") }
    #expect(error?.description == message)
    #expect(error?.kind == .malformed)
  }

  @Test func anUnknownLabelIsNamedTogetherWithTheKnownOnes() {
    let error = #expect(throws: FileError.self) {
      try ClipList.parse("path,label\na,sad\nb,Calm\n", path: "dir/l.csv")
    }
    #expect(
      error?.description
        == "dir/l.csv:3: unknown label 'Calm'; known are \(Emotion.knownSpellings)")
  }

  @Test func aMissingListIsUnreadableAndOneThatIsNotTextMalformed() throws {
    let missing = #expect(throws: FileError.self) { try ClipList.read("/nowhere/l.csv") }
    #expect(missing?.kind == .missing)
    #expect(missing?.description == "/nowhere/l.csv: no such file")
    let folder = try TemporaryFolder()
    try folder.write("bad.csv", Data([0xFF, 0xFE, 0x00]))
    let binary = #expect(throws: FileError.self) { try ClipList.read(folder / "bad.csv") }
    #expect(binary?.reason == "the list is not UTF-8 text")
  }

  @Test func pathsToClassifyComeOneALineOrFromAColumn() throws {
    let plain = try ClipList.parsePaths(
      "\u{FEFF}a b.mp4\r\n\r\n /x/c.mp4\n#d,e.avi", path: "p/l.txt")
    #expect(plain.map(\.path) == ["a b.mp4", "/x/c.mp4", "#d,e.avi"])
    #expect(plain.map(\.resolvedPath) == ["p/a b.mp4", "/x/c.mp4", "p/#d,e.avi"])
    #expect(plain.map(\.line) == [1, 3, 4])
    let table = try ClipList.parsePaths("label,path\nunheard of,\"a,b.mp4\"\n", path: "l.csv")
    #expect(table.map(\.path) == ["a,b.mp4"])
    #expect(table[0].label == nil)
    #expect(try ClipList.parsePaths("", path: "l.txt").isEmpty)
  }

  @Test func aFolderInAFEWsLayoutIsAList() throws {
    let folder = try TemporaryFolder()
    for name in [
      "Train/Angry/002.avi", "Train/Angry/001.AVI", "Train/Surprise/003.mp4", "Val/Happy/004.avi",
      "Train/Angry/notes.txt", "Train/AlignedFaces_LBPTOP_points/x.mat",
    ] {
      try folder.write(name, Data())
    }
    let list = try ClipList.read(folder.path)
    #expect(
      list.entries.map(\.path) == [
        "Train/Angry/001.AVI", "Train/Angry/002.avi", "Train/Surprise/003.mp4", "Val/Happy/004.avi",
      ])
    #expect(list.entries.map(\.label) == [.angry, .angry, .surprise, .happy])
    #expect(list.splits == ["train", "val"])
    #expect(list.entries[0].resolvedPath == folder / "Train/Angry/001.AVI")
    #expect(try ClipList.mediaFiles(under: folder.path).count == 4)
  }

  @Test func aFolderOfClipsWithAnUnknownNameIsAnError() throws {
    let folder = try TemporaryFolder()
    try folder.write("Train/Calm/1.avi", Data())
    let error = #expect(throws: FileError.self) { try ClipList.read(folder.path) }
    #expect(error?.reason.hasPrefix("unknown label 'Calm'") == true)
    let empty = try TemporaryFolder()
    #expect(throws: FileError.self) { try ClipList.read(empty.path) }
  }

  @Test func aFolderThatLinksBackToItselfIsSearchedOnce() throws {
    let folder = try TemporaryFolder()
    try folder.write("b/2.avi", Data())
    try folder.write("1.wav", Data())
    try folder.write(".hidden.avi", Data())
    try FileManager.default.createSymbolicLink(
      atPath: folder / "b/again", withDestinationPath: folder.path)
    #expect(
      try ClipList.mediaFiles(under: folder.path + "/") == [
        folder / "1.wav", folder / "b/2.avi",
      ])
    #expect(throws: FileError.self) { try ClipList.mediaFiles(under: folder / "none") }
  }

  @Test func anARFFTableWithClassesIsAListOneWithoutOrWithAnotherClassIsNot() throws {
    let folder = try TemporaryFolder()
    try folder.write("afew.arff", Data(TableSamples.openSMILE.utf8))
    let path = folder / "afew.arff"
    #expect(
      throws: FileError(.malformed, path: path, line: 11, reason: "the class is missing")
    ) { try ClipList.read(path) }
    let whole = TableSamples.openSMILE.replacing("?", with: "Angry")
    try folder.write("afew.arff", Data(whole.utf8))
    #expect(try ClipList.read(path).entries.map(\.path) == ["clip one.avi", "unknown"])
    #expect(try ClipList.read(path).entries.map(\.label) == [.happy, .angry])
    #expect(
      throws: FileError(.missing, path: folder / "none.arff", reason: "no such file")
    ) { try ClipList.read(folder / "none.arff") }
  }
}
