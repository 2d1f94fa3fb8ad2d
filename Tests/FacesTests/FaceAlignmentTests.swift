// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Signal
import Testing

@testable import Faces

@Suite struct FaceAlignmentTests {
  /// A face whose eyes are `distance` apart round `eyes`, tilted by `angle`, mouth `height` below.
  private func face(
    eyes: Point, distance: Float, height: Float, angle: Float = 0
  ) -> Face {
    let across = Point(x: cos(angle), y: sin(angle))
    let down = Point(x: -sin(angle), y: cos(angle))
    let mouth = eyes + down * height
    return Face(
      box: FaceBox(x: eyes.x - distance, y: eyes.y - distance, width: 2 * distance, height: height),
      landmarks: [
        eyes - across * (distance / 2), eyes + across * (distance / 2), eyes + down * (height / 2),
        mouth - across * (distance / 3), mouth + across * (distance / 3),
      ], score: 1)
  }

  /// Brightness centre of a crop's part, `[columns]` of all rows, in crop pixels from the corner.
  private func center(_ crop: FaceCrop, columns: Range<Int>) -> Point {
    var sum: Float = 0
    var point = Point(x: 0, y: 0)
    for row in 0..<48 {
      for column in columns {
        let value = Float(crop.grey[row * 48 + column])
        sum += value
        point = point + Point(x: Float(column) + 0.5, y: Float(row) + 0.5) * value
      }
    }
    return point * (1 / sum)
  }

  /// A dark picture with a bright disc round each of `points`.
  private func picture(_ points: [Point], radius: Float) -> GreyPicture {
    GreyPicture(
      DrawnPicture.frame(300, 300) { x, y in
        let here = Point(x: Float(x) + 0.5, y: Float(y) + 0.5)
        return points.contains { ($0 - here).length <= radius } ? 255 : 0
      })
  }

  @Test(arguments: [Float(0), 0.3, -0.7, 1.5], [Float(19.2), 40, 76.8])
  func eyesLandLevelAtTheirPlace(
    angle: Float, distance: Float
  ) {
    let face = face(
      eyes: Point(x: 151, y: 143), distance: distance, height: distance, angle: angle)
    let crop = FaceAlignment(face).crop(
      from: picture([face.rightEye, face.leftEye], radius: distance / 8))
    let right = center(crop, columns: 0..<24)
    let left = center(crop, columns: 24..<48)
    // Discs on a pixel grid: their middle is known to a fraction of a pixel.
    for (point, x) in [(right, Float(24 - 9.6)), (left, 24 + 9.6)] {
      #expect(abs(point.x - x) < 0.3)
      #expect(abs(point.y - 0.37 * 48) < 0.3)
    }
  }

  @Test func theMouthDecidesTheSizeOfFacesTurnedAside() {
    let eyes = Point(x: 100, y: 100)
    #expect(FaceAlignment(face(eyes: eyes, distance: 40, height: 41)).side == 100)
    #expect(FaceAlignment(face(eyes: eyes, distance: 20, height: 40)).side == 90)
  }

  @Test func coincidingEyesAreLevelledByTheMouth() {
    let alignment = FaceAlignment(
      face(eyes: Point(x: 100, y: 100), distance: 0, height: 40, angle: 0.5))
    #expect(abs(alignment.across.x - cos(0.5)) < 1e-5)
    #expect(abs(alignment.across.y - sin(0.5)) < 1e-5)
  }

  @Test func aFaceWithoutExtentStillGivesACrop() {
    let point = Point(x: 5, y: 5)
    let face = Face(
      box: FaceBox(x: 5, y: 5, width: 0, height: 0), landmarks: Array(repeating: point, count: 5),
      score: 1)
    let crop = FaceAlignment(face).crop(from: GreyPicture(width: 1, height: 1, values: [90]))
    #expect(crop.grey.allSatisfy { $0 == 90 })
  }

  @Test func whatLiesBeyondThePictureRepeatsItsEdge() {
    let picture = GreyPicture(width: 2, height: 1, values: [10, 210])
    let crop = FaceAlignment(face(eyes: Point(x: 1, y: 0.5), distance: 40, height: 40))
      .crop(from: picture)
    #expect(crop.grey[0] == 10)
    #expect(crop.grey[47] == 210)
    #expect(crop.grey[47 * 48] == 10)
  }

  @Test func largeFacesAreAveragedNotThinnedOut() {
    // Stripes of one pixel vanish at a fifth of the size.
    let stripes = GreyPicture(DrawnPicture.frame(300, 300) { x, _ in x % 2 == 0 ? 0 : 200 })
    let crop = FaceAlignment(face(eyes: Point(x: 150, y: 130), distance: 96, height: 90))
      .crop(from: stripes)
    #expect(crop.grey.allSatisfy { abs(Int($0) - 100) < 30 })
  }

  @Test func aSquareOf48PixelsIsCopiedAsItIs() {
    let picture = GreyPicture(
      DrawnPicture.frame(60, 60) { x, y in UInt8((x * 7 + y * 13) % 256) })
    // Side 2.5 * 19.2 = 48, upper left corner at (4, 2).
    let crop = FaceAlignment(
      face(eyes: Point(x: 28, y: 2 + 0.37 * 48), distance: 19.2, height: 19)
    ).crop(from: picture)
    for row in 0..<48 {
      for column in 0..<48 {
        let expected = Int(picture.values[(row + 2) * 60 + column + 4])
        #expect(abs(Int(crop.grey[row * 48 + column]) - expected) <= 1)
      }
    }
  }

  @Test func lumaIsThatOfBT601() {
    let frame = VideoFrame(
      index: 0, timestamp: 0, width: 4, height: 1,
      pixels: [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255])
    #expect(GreyPicture(frame).values == [77, 149, 29, 255])
  }

  @Test func normalisedCropsHaveMeanZeroAndDeviationOne() {
    let crop = FaceCrop(grey: (0..<48 * 48).map { UInt8($0 * 31 % 251) })
    let values = crop.normalized().map(Double.init)
    let mean = values.reduce(0, +) / 2304
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2304
    #expect(abs(mean) < 1e-6)
    #expect(abs(variance - 1) < 1e-5)
    let flat = FaceCrop(grey: [UInt8](repeating: 255, count: 48 * 48))
    #expect(flat.normalized().allSatisfy { $0 == 0 })
  }
}
