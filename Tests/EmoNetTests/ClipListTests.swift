// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation
import Testing

@Suite struct ClipListTests {
  private let text = """
    path,label,speaker,split,corpus,modality
    a/one.mp4,Anger,s1,train,x,av

    /b/two.mp4,happy,s2,validation,x,a
    "three, four.mp4",Neutral,,train,y,v
    five.mp4,sad,s1,validation,y,

    """

  @Test func `rows carry what the columns say, with paths from the list's folder`() throws {
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

  @Test func `columns may stand in any order, with others between them`() throws {
    let list = try ClipList.parse("Label, note ,PATH\r\nfear,hm,x.avi\r\n", path: "clips.csv")
    #expect(
      list.entries
        == [ClipListEntry(path: "x.avi", resolvedPath: "x.avi", label: .fear, line: 2)])
  }

  @Test func `rows are filtered by what they say`() throws {
    let list = try ClipList.parse(text, path: "clips.csv")
    #expect(list.filter().entries.count == 4)
    #expect(list.filter(split: "train").entries.map(\.line) == [2, 5])
    #expect(list.filter(corpus: "y").entries.map(\.line) == [5, 6])
    #expect(list.filter(modality: .audio).entries.map(\.line) == [4])
    #expect(list.filter(split: "validation", corpus: "y").entries.map(\.line) == [6])
    #expect(list.filter(split: "test").entries.isEmpty)
  }

  @Test func `a speaker on both sides of the split is found`() throws {
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
  func `a broken list is an error with its line`(text: String, message: String) {
    let error = #expect(throws: ClipListError.self) { try ClipList.parse(text, path: "l.csv") }
    #expect(error?.description == message)
    #expect(error?.kind == .malformed)
  }

  @Test func `an unknown label is named together with the known ones`() {
    let error = #expect(throws: ClipListError.self) {
      try ClipList.parse("path,label\na,sad\nb,Calm\n", path: "dir/l.csv")
    }
    #expect(
      error?.description
        == "dir/l.csv:3: unknown label 'Calm'; known are \(Emotion.knownSpellings)")
  }

  @Test func `a missing list is unreadable and one that is not text malformed`() throws {
    let missing = #expect(throws: ClipListError.self) { try ClipList.read("/nowhere/l.csv") }
    #expect(missing?.kind == .unreadable)
    #expect(missing?.description == "/nowhere/l.csv: no such file")
    let folder = try TemporaryFolder()
    try folder.write("bad.csv", Data([0xFF, 0xFE, 0x00]))
    let binary = #expect(throws: ClipListError.self) { try ClipList.read(folder.path("bad.csv")) }
    #expect(binary?.reason == "the list is not UTF-8 text")
  }

  @Test func `paths to classify come one a line or from a column`() throws {
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

  @Test func `a folder in AFEW's layout is a list`() throws {
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
    #expect(list.entries[0].resolvedPath == folder.path("Train/Angry/001.AVI"))
    #expect(try ClipList.mediaFiles(under: folder.path).count == 4)
  }

  @Test func `a folder of clips with an unknown name is an error`() throws {
    let folder = try TemporaryFolder()
    try folder.write("Train/Calm/1.avi", Data())
    let error = #expect(throws: ClipListError.self) { try ClipList.read(folder.path) }
    #expect(error?.reason.hasPrefix("unknown label 'Calm'") == true)
    let empty = try TemporaryFolder()
    #expect(throws: ClipListError.self) { try ClipList.read(empty.path) }
  }

  @Test func `a folder that links back to itself is searched once`() throws {
    let folder = try TemporaryFolder()
    try folder.write("b/2.avi", Data())
    try folder.write("1.wav", Data())
    try folder.write(".hidden.avi", Data())
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("b/again"), withDestinationPath: folder.path)
    #expect(
      try ClipList.mediaFiles(under: folder.path + "/") == [
        folder.path("1.wav"), folder.path("b/2.avi"),
      ])
    #expect(throws: ClipListError.self) { try ClipList.mediaFiles(under: folder.path("none")) }
  }
}
