// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import TestSupport
import Testing

@testable import EmoNet

@Suite struct ExtractionJournalTests {
  private let folder: TemporaryFolder
  private let sums = TableSamples.checksums

  init() throws { folder = try TemporaryFolder() }

  private func journal(_ settings: String = "s", resume: Bool = true) throws -> ExtractionJournal {
    try ExtractionJournal(path: folder / "j", settings: settings, resume: resume)
  }

  private func fill() throws {
    let journal = try journal(resume: false)
    try journal.append(.clip, "a.avi", checksum: sums[0], values: [1, 2, 3])
    try journal.append(.video, "a.avi", checksum: sums[0], values: [])
    try journal.append(.clip, "b\n.avi", checksum: sums[1], values: [4])
  }

  @Test func rowsAreThereAgainWhenItIsOpenedAgain() throws {
    try fill()
    let journal = try journal()
    #expect(journal.contains(.clip, "a.avi", checksum: sums[0]))
    #expect(!journal.contains(.clip, "a.avi", checksum: sums[1]))
    #expect(journal.checksum(.clip, "c.avi") == nil)
    #expect(try journal.values(.clip, "a.avi") == [1, 2, 3])
    #expect(try journal.values(.video, "a.avi") == [])
    #expect(try journal.values(.clip, "b\n.avi") == [4])
    try journal.append(.clip, "a.avi", checksum: sums[2], values: [5])
    #expect(try journal.values(.clip, "a.avi") == [5])
  }

  @Test func aRecordThatWasCutShortIsForgottenAndThoseBeforeItAreKept() throws {
    try fill()
    let url = URL(fileURLWithPath: folder / "j")
    let whole = try Data(contentsOf: url)
    var kept: Set<Int> = []
    for length in 0..<whole.count {
      try whole.prefix(length).write(to: url)
      let journal = try journal()
      let rows = [
        journal.checksum(.clip, "a.avi"), journal.checksum(.video, "a.avi"),
        journal.checksum(.clip, "b\n.avi"),
      ]
      let count = rows.prefix { $0 != nil }.count
      #expect(rows.dropFirst(count).allSatisfy { $0 == nil })
      kept.insert(count)
      try journal.append(.faces, "new", checksum: sums[2], values: [Float(length)])
      #expect(try journal.values(.faces, "new") == [Float(length)])
    }
    #expect(kept == [0, 1, 2])
  }

  @Test func otherSettingsOrNoWishToResumeBeginAnew() throws {
    try fill()
    #expect(try journal("other").checksum(.clip, "a.avi") == nil)
    try fill()
    #expect(try journal(resume: false).checksum(.clip, "a.avi") == nil)
  }

  @Test func aJournalHasOneRunAtATime() throws {
    let first = try journal()
    let error = #expect(throws: FileError.self) { try journal() }
    #expect(
      error
        == FileError(
          .unwritable, path: folder / "j", reason: "another run is writing to this output"))
    _ = first.path
  }
}
