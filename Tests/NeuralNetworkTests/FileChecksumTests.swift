// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import NeuralNetwork
import Testing

@Suite("File checksums")
struct FileChecksumTests {
  // Examples of FIPS 180-4, and the million letters a.
  @Test(
    "SHA-256 gives the standard's digests",
    arguments: [
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
  func standard(_ text: String, _ digest: String) {
    #expect(FileChecksum.sha256(of: Array(text.utf8)) == digest)
  }

  @Test("A file read in pieces has the digest of its bytes", arguments: [0, 63, 64, 3_000_001])
  func file(_ count: Int) throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try Data(bytes).write(to: URL(fileURLWithPath: folder.file("f")))
    #expect(try FileChecksum.sha256(of: folder.file("f")) == FileChecksum.sha256(of: bytes))
  }

  @Test("A missing file is an error")
  func missing() {
    #expect(throws: WeightError.self) { try FileChecksum.sha256(of: "/nonexistent") }
  }
}
