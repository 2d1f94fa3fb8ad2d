// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import EmoNet

@Suite("CRC-32")
struct CRC32Tests {
  @Test("the check value of the standard comes out, in one piece or in several")
  func check() {
    #expect(CRC32.of(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(CRC32.of([]) == 0)
    var checksum = CRC32()
    for byte in "123456789".utf8 { withUnsafeBytes(of: byte) { checksum.update($0) } }
    #expect(checksum.value == 0xCBF4_3926)
  }
}
