// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork
import Signal
import Testing

@testable import Faces

@Suite struct DetectionPictureTests {
  @Test func coloursAreTurnedToBlueGreenRedAndTheEdgeIsPaddedWithBlack() {
    let frame = VideoFrame(
      index: 0, timestamp: 0, width: 2, height: 1, pixels: [1, 2, 3, 4, 5, 6])
    let tensor = DetectionPicture(frame, scale: 1).tensor
    #expect(tensor.shape == [1, 32, 32, 3])
    #expect(Array(tensor.values.prefix(7)) == [3, 2, 1, 6, 5, 4, 0])
    #expect(tensor.values.dropFirst(6).allSatisfy { $0 == 0 })
  }

  @Test(arguments: [Float(0.1), 0.37, 0.5, 0.75, 1, 1.3, 4])
  func aFlatPictureStaysFlatAtEveryScale(scale: Float) {
    let picture = DetectionPicture(DrawnPicture.frame(37, 53) { _, _ in 200 }, scale: scale)
    let values = picture.tensor.values
    let columns = Int((37 * scale).rounded(.up))
    let rows = Int((53 * scale).rounded(.up))
    let rowLength = picture.tensor.shape[2]
    for row in 0..<picture.tensor.shape[1] {
      for column in 0..<rowLength {
        let expected: Float = row < rows && column < columns ? 200 : 0
        #expect(abs(values[(row * rowLength + column) * 3] - expected) < 1e-3)
      }
    }
  }

  @Test func halvingAveragesTwoByTwoPixels() {
    let frame = DrawnPicture.frame(4, 2) { x, y in UInt8(10 * x + 100 * y) }
    let tensor = DetectionPicture(frame, scale: 0.5).tensor
    #expect(tensor[0] == 55)
    #expect(tensor[3] == 75)
  }

  @Test func doublingInterpolatesBetweenPixelCentres() {
    let frame = DrawnPicture.frame(2, 1) { x, _ in UInt8(100 * x) }
    let tensor = DetectionPicture(frame, scale: 2).tensor
    #expect([0, 3, 6, 9].map { tensor[$0] } == [0, 25, 75, 100])
  }

  @Test(arguments: [(1, Float(0.01)), (7, 0.3), (100, 0.333), (720, 0.8888889), (5, 3)])
  func theWeightsOfEachTargetPixelSumToOne(length: Int, scale: Float) {
    let taps = ResamplingTaps(length: length, scale: scale)
    for target in taps.first.indices {
      let row = taps.weights[target * taps.stride..<(target + 1) * taps.stride]
      #expect(abs(row.reduce(0, +) - 1) < 1e-4)
      #expect(taps.first[target] + taps.counts[target] <= length)
      #expect(row.dropFirst(taps.counts[target]).allSatisfy { $0 == 0 })
    }
  }

  @Test func aFollowedFaceIsNeverMadeSmallerThanStaysEasyToFind() {
    for (width, height) in [(720, 576), (360, 270), (1920, 1080), (48, 48)] {
      let scale = DetectionScale(width: width, height: height, options: .init())
      for extent in stride(from: Float(5), to: 1000, by: 7) {
        let chosen = scale.tracking(faceOf: extent)
        #expect(chosen <= scale.full)
        #expect(chosen * extent >= DetectionScale.smallestFace || chosen == scale.full)
      }
    }
  }
}
