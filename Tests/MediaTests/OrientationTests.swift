// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import Media

@Suite struct OrientationTests {
  private static let all = [false, true].flatMap { isMirrored in
    [0, 90, 180, 270].map { ($0, isMirrored) }
  }

  @Test(arguments: all)
  func degreesAndMirroringSurviveTheDisplayMatrix(degrees: Int, isMirrored: Bool) {
    let orientation = Orientation(clockwise: degrees, isMirrored: isMirrored)
    #expect(orientation.clockwise == degrees)
    #expect(orientation.isMirrored == isMirrored)
    #expect(Orientation(displayMatrix: orientation.displayMatrix) == orientation)
  }

  @Test func theEightOrientationsAndTheEightValuesOfExifDiffer() {
    let all = Self.all.map { Orientation(clockwise: $0.0, isMirrored: $0.1) }
    let exif = (1...8).compactMap { Orientation(exif: $0) }
    #expect(exif.count == 8)
    for orientation in all { #expect(exif.filter { $0 == orientation }.count == 1) }
    #expect(Orientation(exif: 0) == nil)
    #expect(Orientation(exif: 6)?.clockwise == 90)
    #expect(Orientation(exif: 5) == Orientation(displayMatrix: [0, 1, 0, 1, 0, 0, 0, 0, 1]))
  }

  @Test func aSlantedMatrixTakesTheNearestOrientation() {
    // 80 degrees clockwise.
    let (cosine, sine) = (Int32(11_380), Int32(64_540))
    let matrix = [cosine, sine, 0, -sine, cosine, 0, 0, 0, 1 << 30]
    #expect(Orientation(displayMatrix: matrix) == Orientation(clockwise: 90))
  }
}
