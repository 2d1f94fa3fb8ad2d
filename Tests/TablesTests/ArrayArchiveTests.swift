// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Tables
import TestSupport
import Testing

@Suite struct ArrayArchiveTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder / "a.npz"
    try ArrayArchive.write(
      [
        ("texts", .texts(["a", "", "h\u{F6}"])), ("text", .text("one")),
        ("floats", .floats([1, 0.1, -3, 0, 5, 6], shape: [3, 2])),
        ("doubles", .doubles([0.1, -2, 1e300])), ("integers", .integers([1, -2, 3])),
        ("flags", .flags([true, false, true])),
        ("bytes", .bytes([0, 255, 7, 8], shape: [1, 2, 2])),
        ("broken", .doubles([.nan])),
      ], to: path)
  }

  @Test func arraysReadBackAsTheyWereWritten() throws {
    let archive = try ArrayArchive(path: path)
    #expect(try archive.texts("texts", count: 3) == ["a", "", "h\u{F6}"])
    #expect(try archive.text("text") == "one")
    let floats = try archive.floats("floats")
    #expect(floats.values == [1, 0.1, -3, 0, 5, 6] && floats.shape == [3, 2])
    #expect(try archive.doubles("doubles", count: 3) == [0.1, -2, 1e300])
    #expect(try archive.doubles("integers") == [1, -2, 3])
    #expect(try archive.flags("flags", count: 3) == [true, false, true])
    let bytes = try archive.bytes("bytes")
    #expect(bytes.values == [0, 255, 7, 8] && bytes.shape == [1, 2, 2])
    #expect(archive.contains("flags") && !archive.contains("none"))
  }

  @Test func whatIsOfAnotherKindOrNumberIsAnError() throws {
    let archive = try ArrayArchive(path: path)
    func reason(_ body: () throws -> Void) -> String? {
      (#expect(throws: FileError.self) { try body() })?.reason
    }
    #expect(reason { _ = try archive.texts("floats") } == "array 'floats' holds no texts")
    #expect(reason { _ = try archive.flags("floats") } == "array 'floats' holds no flags")
    #expect(reason { _ = try archive.doubles("texts") } == "array 'texts' holds no numbers")
    #expect(reason { _ = try archive.bytes("floats") } == "array 'floats' holds no unsigned bytes")
    #expect(
      reason { _ = try archive.texts("texts", count: 2) }
        == "array 'texts' has 3 values where 2 belong")
    #expect(
      reason { _ = try archive.doubles("broken") }
        == "array 'broken' holds numbers that are not finite")
    #expect(reason { _ = try archive.texts("none") } == "it holds no array 'none'")
  }
}
