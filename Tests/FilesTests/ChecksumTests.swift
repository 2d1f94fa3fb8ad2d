// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import TestSupport
import Testing

@Suite struct FileChecksumTests {
  // Examples of FIPS 180-4, and the million letters a.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func sha256GivesTheStandardsDigests(text: String, digest: String) {
    #expect(FileChecksum.sha256(of: Array(text.utf8)) == digest)
  }

  @Test(arguments: [0, 63, 64, 3_000_001])
  func aFileReadInPiecesHasTheDigestOfItsBytes(count: Int) throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try folder.write("f", Data(bytes))
    #expect(try FileChecksum.sha256(of: folder / "f") == FileChecksum.sha256(of: bytes))
  }

  @Test func aMissingFileIsAnError() {
    let error = #expect(throws: FileError.self) { try FileChecksum.sha256(of: "/none") }
    #expect(error?.kind == .missing)
    #expect(error?.description == "/none: no such file")
  }
}

@Suite struct DeferredChecksumTests {
  @Test func itIsThatOfTheFileAsItWasAfterAnotherWasRenamedOntoItsPlace() throws {
    let folder = try TemporaryFolder(["w": "first"])
    let deferred = DeferredChecksum(of: try FileMapping(try ReadableFile(folder / "w")))
    try AtomicFile.write("second", to: folder / "w")
    #expect(deferred.sha256 == FileChecksum.sha256(of: Array("first".utf8)))
    #expect(deferred.sha256 == FileChecksum.sha256(of: Array("first".utf8)))
    #expect(try FileChecksum.sha256(of: folder / "w") != deferred.sha256)
  }
}

@Suite struct CRC32Tests {
  @Test func theCheckValueOfTheStandardComesOutInOnePieceOrInSeveral() {
    #expect(CRC32.of(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(CRC32.of([]) == 0)
    var checksum = CRC32()
    for byte in "123456789".utf8 { withUnsafeBytes(of: byte) { checksum.update($0) } }
    #expect(checksum.value == 0xCBF4_3926)
  }
}
