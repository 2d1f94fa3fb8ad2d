// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import NeuralNetwork
import Testing

@testable import Faces

@Suite struct YuNetDecodingTests {
  /// Cells of `rows` x `columns` in which nothing is claimed but by the given ones.
  private func cells(
    _ rows: Int, _ columns: Int, _ claims: [(row: Int, column: Int, values: [Float])]
  ) -> Tensor {
    var tensor = Tensor(shape: [1, rows, columns, 16], repeating: -20)
    for claim in claims {
      for (i, value) in claim.values.enumerated() {
        tensor[(claim.row * columns + claim.column) * 16 + i] = value
      }
    }
    return tensor
  }

  @Test func offsetsOfACellBecomeABoxAndFivePoints() throws {
    let values: [Float] =
      [20, 20, 0.5, 0.25, log(Float(3)), log(Float(5)), -1, -1, 1, -1, 0, 0, -1, 1, 1, 1]
    let faces = YuNet.faces(
      in: cells(3, 4, [(2, 1, values)]), stride: 8, threshold: 0.5)
    let face = try #require(faces.first)
    #expect(faces.count == 1)
    // Centre ((1 + 0.5) 8, (2 + 0.25) 8) = (12, 18), size 24 x 40.
    #expect(abs(face.box.x - 0) < 1e-4)
    #expect(abs(face.box.y + 2) < 1e-4)
    #expect(abs(face.box.width - 24) < 1e-4)
    #expect(abs(face.box.height - 40) < 1e-4)
    #expect(
      face.landmarks == [
        Point(x: 0, y: 8), Point(x: 16, y: 8), Point(x: 8, y: 16), Point(x: 0, y: 24),
        Point(x: 16, y: 24),
      ])
    #expect(face.score > 0.999)
  }

  @Test func theScoreIsTheGeometricMeanOfClassAndObject() throws {
    // Logits of 0.9 and 0.4.
    let values = [log(Float(9)), log(Float(0.4 / 0.6))] + [Float](repeating: 0, count: 14)
    let tensor = cells(1, 1, [(0, 0, values)])
    let face = try #require(YuNet.faces(in: tensor, stride: 16, threshold: 0.5).first)
    #expect(abs(face.score - 0.6) < 1e-5)
    #expect(YuNet.faces(in: tensor, stride: 16, threshold: 0.61).isEmpty)
    #expect(YuNet.faces(in: tensor, stride: 16, threshold: 0.59).count == 1)
  }

  @Test(arguments: [Float.nan, .infinity, 200])
  func claimsThatAreNoPlaceInAPictureAreLeftOut(value: Float) {
    let values = [20, 20, 0, 0, value] + [Float](repeating: 0, count: 11)
    #expect(YuNet.faces(in: cells(1, 1, [(0, 0, values)]), stride: 8, threshold: 0.5).isEmpty)
  }

  @Test func ofOverlappingBoxesTheBestStaysAndDistantOnesStay() {
    let faces = [
      makeFace(x: 0, y: 0, score: 0.7), makeFace(x: 5, y: 0, score: 0.9),
      makeFace(x: 200, y: 0, score: 0.6), makeFace(x: 40, y: 0, score: 0.8),
    ]
    // The third and second share 25 of 95 columns, 0.26.
    let kept = NonMaximumSuppression.apply(to: faces, overlap: 0.3)
    #expect(kept == [faces[1], faces[3], faces[2]])
    #expect(NonMaximumSuppression.apply(to: faces, overlap: 0.2) == [faces[1], faces[2]])
    #expect(NonMaximumSuppression.apply(to: [], overlap: 0.3).isEmpty)
  }

  @Test func equalScoresKeepTheirOrder() {
    let faces = (0..<4).map { makeFace(x: Float($0) * 100, y: 0) }
    #expect(NonMaximumSuppression.apply(to: faces, overlap: 0.3) == faces)
  }

  @Test func overlapIsSharedAreaOverJointArea() {
    let box = FaceBox(x: 0, y: 0, width: 10, height: 10)
    #expect(box.overlap(with: box) == 1)
    #expect(box.overlap(with: FaceBox(x: 5, y: 0, width: 10, height: 10)) == Float(50) / 150)
    #expect(box.overlap(with: FaceBox(x: 10, y: 0, width: 10, height: 10)) == 0)
    #expect(box.overlap(with: FaceBox(x: 2, y: 2, width: 0, height: 0)) == 0)
  }
}
