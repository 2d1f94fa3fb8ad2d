// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import NeuralNetwork
import Signal
import Testing

@testable import Faces

@Suite struct FaceDetectorTests {
  @Test func theNetworkGivesWhatONNXRuntimeGives() throws {
    let frame = DrawnPicture.frame(160, 128, faces: [.init(x: 80, y: 64, radius: 40)])
    let network = try YuNet(try WeightFile.read(TestDetector.weights))
    let outputs = network(DetectionPicture(frame, scale: 1).tensor)
    #expect(outputs.map(\.shape) == [[1, 16, 20, 16], [1, 8, 10, 16], [1, 4, 5, 16]])
    for (output, golden) in zip(outputs, YuNetGolden.strides) {
      var values = output.values
      for cell in stride(from: 0, to: values.count, by: 16) {
        for i in 0..<2 { values[cell + i] = 1 / (1 + exp(-values[cell + i])) }
      }
      // Single precision through 53 convolutions, and golden numbers of six digits.
      for i in 0..<16 {
        let column = stride(from: i, to: values.count, by: 16).map { values[$0] }
        let sum = column.reduce(0) { $0 + Double($1) }
        let size = column.reduce(0) { $0 + Double(abs($1)) }
        #expect(abs(sum - Double(golden.sums[i])) <= 1e-4 * size + 1e-4, "channel \(i)")
        let value = values[golden.best * 16 + i]
        #expect(abs(value - golden.values[i]) <= 1e-4 * (1 + abs(value)), "channel \(i)")
      }
    }
  }

  @Test func theFaceIsWhereOpenCVFindsIt() throws {
    // Shrunk pictures would differ; this one is looked at as it is.
    let detector = try TestDetector.make(options: .init(shortestLongerSide: 160))
    let frame = DrawnPicture.frame(160, 128, faces: [.init(x: 80, y: 64, radius: 40)])
    let faces = detector.detect(in: frame)
    let face = try #require(faces.first)
    #expect(faces.count == 1)
    let found =
      [face.box.x, face.box.y, face.box.width, face.box.height]
      + face.landmarks.flatMap { [$0.x, $0.y] } + [face.score]
    for (value, golden) in zip(found, YuNetGolden.face) {
      #expect(abs(value - golden) < 0.01)
    }
  }

  @Test(arguments: [22, 30, 60, 120, 200])
  func facesFrom40PixelsUpAreFoundInA720x576Frame(radius: Int) throws {
    let drawn = DrawnPicture.DrawnFace(x: 400, y: 280, radius: radius)
    let faces = try TestDetector.make().detect(in: DrawnPicture.frame(720, 576, faces: [drawn]))
    let face = try #require(faces.first)
    #expect(faces.count == 1)
    let middle = (face.rightEye + face.leftEye) * 0.5
    // The eyes are drawn 28 % to each side and 14 % above the middle.
    let tolerance = 0.12 * Float(radius)
    #expect(abs(middle.x - 400) < tolerance)
    #expect(abs(middle.y - (280 - 0.14 * Float(radius))) < tolerance)
    #expect(abs(face.leftEye.x - face.rightEye.x - 0.56 * Float(radius)) < 2 * tolerance)
  }

  @Test(arguments: [(48, 30), (64, 40), (100, 60), (360, 200), (1200, 640)])
  func aFaceThatFillsThePictureIsFound(side: Int, radius: Int) throws {
    let drawn = DrawnPicture.DrawnFace(x: side / 2, y: side / 2, radius: radius)
    let faces = try TestDetector.make().detect(in: DrawnPicture.frame(side, side, faces: [drawn]))
    let face = try #require(faces.first)
    #expect(abs(face.box.center.x - Float(side) / 2) < Float(side) / 10)
  }

  @Test func twoFacesAreTwoFaces() throws {
    let frame = DrawnPicture.frame(
      360, 270, faces: [.init(x: 90, y: 120, radius: 50), .init(x: 260, y: 140, radius: 50)])
    let faces = try TestDetector.make().detect(in: frame).sorted { $0.box.x < $1.box.x }
    #expect(faces.count == 2)
    #expect(abs((faces.first?.box.center.x ?? 0) - 90) < 10)
    #expect(abs((faces.last?.box.center.x ?? 0) - 260) < 10)
  }

  @Test(arguments: [(1, 1), (1, 400), (16, 16), (17, 3), (64, 48), (360, 270), (2000, 10)])
  func flatPicturesNoiseAndGradientsHoldNoFace(width: Int, height: Int) throws {
    let detector = try TestDetector.make()
    var generator = SeededGenerator(seed: 7)
    let pictures = [
      DrawnPicture.frame(width, height) { _, _ in 0 },
      DrawnPicture.frame(width, height) { _, _ in 255 },
      DrawnPicture.frame(width, height) { _, _ in
        UInt8(truncatingIfNeeded: generator.next())
      },
      DrawnPicture.frame(width, height),
    ]
    for picture in pictures { #expect(detector.detect(in: picture).isEmpty) }
  }

  @Test func aPictureWithoutPixelsHoldsNoFace() throws {
    let frame = VideoFrame(index: 0, timestamp: 0, width: 0, height: 0, pixels: [])
    #expect(try TestDetector.make().detect(in: frame).isEmpty)
  }

  @Test func weightsThatAreMissingOrDoNotFitAreRefused() throws {
    #expect(throws: FileError.self) { try FaceDetector(weights: "/nowhere/yunet") }
    var file = try WeightFile.read(TestDetector.weights)
    file.tensors["neck.stride8.point.bias"] = Tensor(shape: [3])
    #expect(throws: FileError.self) { try YuNet(file) }
    file.tensors["neck.stride8.point.bias"] = nil
    #expect(throws: FileError.self) { try YuNet(file) }
  }

  @Test(arguments: [2, 3, 4])
  func theNumberOfThreadsChangesNothing(threads: Int) throws {
    let detector = try TestDetector.make()
    let frame = DrawnPicture.frame(
      360, 270, faces: [.init(x: 90, y: 120, radius: 50), .init(x: 260, y: 140, radius: 40)])
    let alone = ComputeThreads.with(1) { detector.detect(in: frame) }
    #expect(alone.count == 2)
    #expect(ComputeThreads.with(threads) { detector.detect(in: frame) } == alone)
  }
}
