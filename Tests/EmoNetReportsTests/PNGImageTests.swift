// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import EmoNetReports

@Suite struct PNGImageTests {
  /// What zlib's own `crc32` and `adler32` give, put together by hand.
  @Test func aPictureOfTwoPixelsIsTheBytesOfTheSpecification() {
    #expect(
      PNGImage.data(grey: [0, 255], width: 2, height: 1) == [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A,
        0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 2, 0, 0, 0, 1, 8, 0, 0, 0, 0,
        0xD1, 0x49, 0x20, 0x56, 0x00, 0x00, 0x00, 0x0E, 0x49, 0x44, 0x41, 0x54,
        0x78, 0x01, 0x01, 0x03, 0x00, 0xFC, 0xFF, 0x00, 0x00, 0xFF, 0x01, 0x02,
        0x01, 0x00, 0xB7, 0x01, 0x2E, 0xF7, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45,
        0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
      ])
  }

  @Test func aLargePictureIsStoredInBlocks() {
    let data = PNGImage.data(
      grey: [UInt8](repeating: 7, count: 400 * 300), width: 400, height: 300)
    // Two blocks of at most 65535 bytes: 300 rows of 401.
    #expect(data.count == 8 + 25 + 12 + 2 + 2 * 5 + 300 * 401 + 4 + 12)
  }
}
