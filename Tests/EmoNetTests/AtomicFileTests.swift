// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation
import Testing

@Suite struct AtomicFileTests {
  @Test func `a file is replaced whole and nothing is left beside it`() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write("first", to: folder.path("a.txt"))
    try AtomicFile.write([UInt8](repeating: 65, count: 3_000_000), to: folder.path("a.txt"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path("a.txt"))).count == 3_000_000)
    try AtomicFile.write("", to: folder.path("a.txt"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path("a.txt"))).isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.txt"])
  }

  @Test func `a path that cannot be written is an error and leaves nothing`() throws {
    let folder = try TemporaryFolder()
    try folder.write("taken/inside", Data([1]))
    let error = #expect(throws: FileWriteError.self) {
      try AtomicFile.write("x", to: folder.path("taken"))
    }
    #expect(error?.code == EISDIR)
    #expect(error?.description.hasPrefix(folder.path("taken") + ": cannot be written: ") == true)
    #expect(throws: FileWriteError.self) {
      try AtomicFile.write("x", to: folder.path("missing/a"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["taken"])
  }
}
