// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Files
import Foundation
import Testing

@Suite struct PerBranchTests {
  private let gait = Branch(named: "gait")
  private let words = Branch(named: "words")

  @Test func valuesKeepTheOrderInWhichTheyCame() {
    var values = PerBranch([(gait, 3), (.audio, 2), (.video, 1)])
    #expect(values.branches == [gait, .audio, .video])
    #expect(values.values == [3, 2, 1])
    values[.audio] = 20
    #expect(values.values == [3, 20, 1])
    values[words] = 4
    #expect(values.branches == [gait, .audio, .video, words])
    values[gait] = nil
    #expect(values.branches == [.audio, .video, words])
    values[gait] = 5
    #expect(values.branches == [.audio, .video, words, gait])
    #expect(values[.video] == 1 && values[Branch(named: "smell")] == nil)
    #expect(!values.isEmpty && PerBranch<Int>().isEmpty)
  }

  @Test func branchesWithoutAValueAreLeftOut() {
    let values = PerBranch([.video, gait, .audio]) { $0 == gait ? nil : $0.noun }
    #expect(values.branches == [.video, .audio])
    #expect(values.values == ["picture", "sound"])
    #expect(values.map(\.count).values == [7, 5])
    #expect(values.map(\.count).branches == [.video, .audio])
  }

  @Test func orderIsPartOfEquality() {
    let values = PerBranch([(Branch.video, 1), (.audio, 2)])
    #expect(values == PerBranch([(.video, 1), (.audio, 2)]))
    #expect(values != PerBranch([(.audio, 2), (.video, 1)]))
    #expect(values != PerBranch([(.video, 1), (.audio, 3)]))
    #expect(values != PerBranch([(.video, 1)]))
  }

  @Test func valuesAreCodedAsAnObjectOfNames() throws {
    let values = PerBranch([(Branch.audio, [1, 2]), (gait, [])])
    let data = try JSONEncoder().encode(values)
    #expect(
      try JSONDecoder().decode([String: [Int]].self, from: data) == ["audio": [1, 2], "gait": []])
    #expect(try JSONDecoder().decode(PerBranch<[Int]>.self, from: data) == values)
    #expect(
      try values.json { .array($0.map { .integer($0) }) }.text() == #"{"audio":[1,2],"gait":[]}"#)
  }

  @Test func standardBranchesAreReadFirstAndOthersByName() throws {
    let text = #"{"words":1,"audio":2,"gait":3,"video":4}"#
    let values = try JSONDecoder().decode(PerBranch<Int>.self, from: Data(text.utf8))
    #expect(values.branches.map(\.name) == ["video", "audio", "gait", "words"])
    #expect(values.values == [4, 2, 3, 1])
    #expect(values.branches.map(\.noun) == ["picture", "sound", "gait", "words"])
    let none = try JSONDecoder().decode(PerBranch<Int>.self, from: Data("{}".utf8))
    #expect(none.isEmpty)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(PerBranch<Int>.self, from: Data(#"{"video":"one"}"#.utf8))
    }
  }

  @Test(arguments: [
    ([], ""), (["audio"], "sound"), (["video", "audio"], "picture and sound"),
    (["audio", "video"], "sound and picture"),
    (["video", "audio", "gait"], "picture, sound and gait"),
    (["gait", "words", "video", "audio"], "gait, words, picture and sound"),
  ])
  func branchesAreNamedTogether(_ names: [String], _ nouns: String) {
    #expect(names.map(Branch.init(named:)).nouns == nouns)
  }
}
