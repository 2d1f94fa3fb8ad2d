// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg
import Foundation
import Testing

@testable import Media

@Suite struct PlanarColoursTests {
  private static let matrices = [
    SWS_CS_ITU709, SWS_CS_ITU601, SWS_CS_SMPTE240M, SWS_CS_FCC, SWS_CS_BT2020,
  ]

  /// Sizes in pixels, and bytes on which rows start.
  private static let sizes = [
    (16, 8, 1), (16, 8, 64), (18, 10, 1), (30, 8, 1), (32, 16, 32), (34, 270, 16), (48, 12, 1),
    (130, 38, 1), (358, 270, 1), (480, 62, 64), (720, 576, 32),
  ]

  @Test(arguments: matrices, [false, true])
  func everyByteIsThatOfLibswscale(matrix: Int32, isFullRange: Bool) throws {
    for (index, (width, height, alignment)) in Self.sizes.enumerated() {
      var noise = Noise(state: UInt64(index + 1))
      let picture = try PlanarPicture(width: width, height: height, alignment: Int32(alignment)) {
        UInt8(truncatingIfNeeded: noise.next())
      }
      let expected = try picture.scaled(matrix: matrix, isFullRange: isFullRange)
      #expect(
        try picture.converted(matrix: matrix, isFullRange: isFullRange) == expected,
        "\(width)x\(height)")
    }
  }

  /// Where sums overflow or are clipped: each of the lowest and highest values, in blocks.
  @Test(arguments: matrices, [false, true])
  func theEndsOfTheRangesAreThoseOfLibswscale(matrix: Int32, isFullRange: Bool) throws {
    let ends: [UInt8] = [0, 1, 15, 16, 17, 127, 128, 129, 234, 235, 236, 240, 254, 255]
    var noise = Noise(state: 7)
    let picture = try PlanarPicture(width: 256, height: 256, alignment: 1) {
      ends[Int(noise.next() % UInt64(ends.count))]
    }
    let expected = try picture.scaled(matrix: matrix, isFullRange: isFullRange)
    #expect(try picture.converted(matrix: matrix, isFullRange: isFullRange) == expected)
  }

  @Test func nothingIsWrittenBeyondTheLastPixel() throws {
    let picture = try PlanarPicture(width: 34, height: 8, alignment: 1) { 255 }
    let stride = 34 * 3 + 5
    let end = 7 * stride + 34 * 3
    var target = [UInt8](repeating: 77, count: end + 16)
    try picture.convert(matrix: SWS_CS_ITU601, isFullRange: true, to: &target, stride: stride)
    #expect(target[end...].allSatisfy { $0 == 77 })
    #expect(target[end - 1] != 77)
  }

  @Test(arguments: [
    (1920, 16.0 / 15, [154, 96]), (1920, 12.0 / 11, [158, 96]), (1920, 0.5, [72, 96]),
    (101, 1.0, [100, 68]), (72, 1.0, [72, 48]),
  ])
  func aScaledPictureHasEvenSidesAndNearlyLibswscalesColours(
    maximumSide: Int, aspect: Double, size: [Int]
  ) throws {
    // Waves, so that a shift by a pixel shows; long ones of chroma, which has half the resolution
    // after as before.
    var place = -1
    let picture = try PlanarPicture(width: 144, height: 96, alignment: 1) {
      place += 1
      let chroma = place - 144 * 96
      let (x, y) =
        chroma < 0
        ? (place % 144, place / 144) : (chroma % 72 * 2, chroma % (72 * 48) / 72 * 2)
      let length = chroma < 0 ? 9.0 : 45.0
      return UInt8(128 + 70 * sin(Double(x) / length + Double(y) / (length + 2)))
    }
    let ours = try picture.converted(maximumSide: maximumSide, pixelAspect: aspect)
    #expect([ours.width, ours.height] == size)
    let theirs = try picture.scaled(
      matrix: SWS_CS_ITU601, isFullRange: false, to: (size[0], size[1]))
    let differences = zip(ours.pixels, theirs).map { abs(Int($0) - Int($1)) }
    #expect(ours.pixels.count == theirs.count)
    #expect(Double(differences.reduce(0, +)) / Double(differences.count) < 1.5)
    #expect(differences.allSatisfy { $0 < 24 })
  }

  @Test func oddAndTinySizesAreLeftToLibswscale() {
    for (width, height) in [(359, 270), (358, 271), (14, 64), (64, 6), (1, 1)] {
      #expect(!PlanarColours.serves(width: width, height: height))
    }
    #expect(PlanarColours.serves(width: 16, height: 8))
  }
}
