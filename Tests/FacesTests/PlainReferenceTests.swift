// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import NeuralNetwork
import Signal
import Testing

@testable import Faces

/// The vector code against plain loops, to the last bit, on random pictures.
@Suite struct PlainReferenceTests {
  private func frame(_ width: Int, _ height: Int) -> VideoFrame {
    var generator = SeededGenerator(seed: UInt64(width * 1000 + height))
    return VideoFrame(
      index: 0, timestamp: 0, width: width, height: height,
      pixels: (0..<width * height * 3).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }

  @Test(
    arguments: [(1, 1), (2, 3), (5, 3), (16, 1), (17, 5), (31, 2), (37, 53), (64, 32), (100, 75)])
  func picturesAreScaledAsOneValueAfterAnother(width: Int, height: Int) {
    let frame = frame(width, height)
    let scales: [Float] = [
      0.03, 0.07, 0.1, 0.125, 0.17, 0.2222222, 0.25, 0.3, 0.3333333, 0.4, 0.5, 0.6, 0.6666667,
      0.75, 0.8888889, 0.95, 0.999, 1, 1.001, 1.3, 2, 3.7,
    ]
    for scale in scales {
      let values = DetectionPicture(frame, scale: scale).tensor.values
      let expected = PlainDetectionPicture.values(frame, scale: scale)
      #expect(values.count == expected.count)
      #expect(
        zip(values, expected).allSatisfy { $0.bitPattern == $1.bitPattern }, "scale \(scale)")
    }
  }

  @Test(arguments: [(1, 1), (3, 5), (15, 1), (16, 1), (47, 3), (359, 27)])
  func lumaIsThatOfOnePixelAfterAnother(width: Int, height: Int) {
    let frame = frame(width, height)
    let expected = stride(from: 0, to: frame.pixels.count, by: 3).map { i in
      let (red, green, blue) = (
        Int(frame.pixels[i]), Int(frame.pixels[i + 1]), Int(frame.pixels[i + 2])
      )
      return UInt8((77 * red + 150 * green + 29 * blue + 128) / 256)
    }
    #expect(GreyPicture(frame).values == expected)
  }

  @Test(arguments: [(1, 1), (2, 40), (48, 48), (97, 61), (200, 150), (640, 9)])
  func squaresAreCutOutAsOneSampleAfterAnother(width: Int, height: Int) {
    let picture = GreyPicture(frame(width, height))
    var generator = SeededGenerator(seed: UInt64(width))
    for round in 0..<60 {
      let extent = Float(max(width, height))
      // Inside, across the edges, far away, and much larger than the picture.
      let spread: Float = round % 4 == 3 ? 30 : round % 4 == 2 ? 2 : 0.5
      let distance =
        round % 12 == 11
        ? 2500 : Float.random(in: 0...1, using: &generator) * extent * (round % 2 == 0 ? 0.2 : 0.8)
      let angle = Float.random(in: -4...4, using: &generator)
      let middle = Point(
        x: Float(width) / 2 + extent * Float.random(in: -spread...spread, using: &generator),
        y: Float(height) / 2 + extent * Float.random(in: -spread...spread, using: &generator))
      let across = Point(x: cos(angle), y: sin(angle)) * distance
      let down = Point(x: -across.y, y: across.x)
      let face = Face(
        box: FaceBox(x: 0, y: 0, width: 1, height: 1),
        landmarks: [
          middle - across * 0.5, middle + across * 0.5, middle + down * 0.5,
          middle + down - across * 0.4, middle + down + across * 0.4,
        ], score: 1)
      let alignment = FaceAlignment(face)
      #expect(
        alignment.crop(from: picture).grey == PlainFaceCrop.crop(alignment, from: picture),
        "\(alignment)")
    }
  }

  @Test func partsOfAPictureRepeatItsEdges() {
    let picture = GreyPicture(width: 2, height: 2, values: [1, 2, 3, 4])
    #expect(
      picture.part(columns: -2..<4, rows: -1..<3).values == [
        1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 3, 3, 3, 4, 4, 4,
      ])
    #expect(picture.part(columns: 5..<7, rows: 7..<8).values == [4, 4])
    #expect(picture.part(columns: -7 ..< -5, rows: -9 ..< -8).values == [1, 1])
    #expect(picture.part(columns: 1..<2, rows: 0..<2).values == [2, 4])
  }
}
