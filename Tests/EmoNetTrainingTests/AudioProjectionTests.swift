// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork
import Testing

@testable import EmoNetTraining

@Suite struct AudioProjectionTests {
  private static let inputs = 12

  /// Rows of three classes whose means differ in the first two inputs.
  private func sample(_ rows: Int, seed: UInt64) -> (rows: Tensor, classes: [Int]) {
    var generator = SeededGenerator(seed: seed)
    var values: [Float] = []
    let classes = (0..<rows).map { $0 % 3 }
    for label in classes {
      var row = (0..<Self.inputs).map { _ in generator.normal() }
      row[0] += label == 1 ? 3 : 0
      row[1] += label == 2 ? 3 : 0
      values += row
    }
    return (Tensor(shape: [rows, Self.inputs], values), classes)
  }

  @Test func discriminantsHaveUnitDeviationAndTellTheClassesOfNewRowsApart() throws {
    let (rows, classes) = sample(300, seed: 1)
    let projection = try AudioProjection(
      fitting: ClassifiedFunctionals(rows: rows, classes: classes), options: .init())
    #expect(projection.count == 2)
    let (fresh, truth) = sample(300, seed: 2)
    let means = centres(projection.project(rows), classes)
    let points = projection.project(fresh)
    let right = truth.indices.count { row in
      let distances = means.map { mean in
        (0..<2).map { (points[row * 2 + $0] - mean[$0]) * (points[row * 2 + $0] - mean[$0]) }
          .reduce(0, +)
      }
      return distances.indices.min { distances[$0] < distances[$1] } == truth[row]
    }
    #expect(Double(right) / 300 > 0.85)
  }

  @Test func rowsOfAFoldAreProjectedByTheOthersOnTheSameAxes() throws {
    let (rows, classes) = sample(240, seed: 3)
    let projection = try AudioProjection(
      fitting: ClassifiedFunctionals(rows: rows, classes: classes), options: .init())
    let fitted = projection.project(rows)
    let crossed = try #require(
      projection.crossFitted(
        ClassifiedFunctionals(rows: rows, classes: classes), folds: (0..<240).map { $0 % 4 },
        options: .init()
      ).first)
    #expect(crossed.shape == fitted.shape)
    #expect(crossed != fitted)
    // The axes agree: each discriminant correlates with its counterpart.
    for component in 0..<2 {
      let left = (0..<240).map { fitted[$0 * 2 + component] }
      let right = (0..<240).map { crossed[$0 * 2 + component] }
      #expect(correlation(left, right) > 0.9)
    }
  }

  @Test func anInputThatOtherFormsOfTheSameSoundsChangeIsLeftOutOfTheDiscriminants() throws {
    let (rows, classes) = sample(300, seed: 6)
    var changed = rows
    var generator = SeededGenerator(seed: 7)
    for row in 0..<300 { changed[row * Self.inputs] += 2 * generator.normal() }
    let sounds = ClassifiedFunctionals(rows: rows, recoded: [changed], classes: classes)
    func change(_ weight: Double) throws -> Float {
      let projection = try AudioProjection(
        fitting: sounds, options: AudioProjectionOptions(recodingWeight: weight))
      let (own, other) = (projection.project(rows), projection.project(changed))
      return own.values.indices.map { abs(own[$0] - other[$0]) }.reduce(0, +) / Float(own.count)
    }
    #expect(try change(10) < 0.5 * change(0))
  }

  @Test func aClassThatOnlyOneFoldsSpeakersHaveIsRefusedWithItsReason() throws {
    let (rows, classes) = sample(30, seed: 4)
    let projection = try AudioProjection(
      fitting: ClassifiedFunctionals(rows: rows, classes: classes), options: .init())
    #expect(throws: TrainingError.self) {
      try projection.crossFitted(
        ClassifiedFunctionals(rows: rows, classes: classes), folds: classes.map { $0 == 2 ? 1 : 0 },
        options: .init())
    }
  }

  @Test func aRotationIsFoundAgainFromThePointsThatItTurned() throws {
    let (points, _) = sample(40, seed: 5)
    var turned = points
    for row in 0..<40 {
      let (x, y) = (Double(points[row * Self.inputs]), Double(points[row * Self.inputs + 1]))
      turned[row * Self.inputs] = Float(0.764842187 * x - 0.644217687 * y)
      turned[row * Self.inputs + 1] = Float(0.644217687 * x + 0.764842187 * y)
    }
    let rotation = try OrthogonalAlignment.rotation(from: points, to: turned)
    let again = rotation.apply(to: points)
    for index in 0..<again.count { #expect(abs(again[index] - turned[index]) < 1e-4) }
  }

  private func centres(_ points: Tensor, _ classes: [Int]) -> [[Float]] {
    (0..<3).map { label in
      let members = classes.indices.filter { classes[$0] == label }
      return (0..<2).map { component in
        members.map { points[$0 * 2 + component] }.reduce(0, +) / Float(members.count)
      }
    }
  }

  private func correlation(_ left: [Float], _ right: [Float]) -> Float {
    let (meanLeft, meanRight) = (
      left.reduce(0, +) / Float(left.count), right.reduce(0, +) / Float(right.count)
    )
    let product = zip(left, right).map { ($0 - meanLeft) * ($1 - meanRight) }.reduce(0, +)
    let squares = left.map { ($0 - meanLeft) * ($0 - meanLeft) }.reduce(0, +)
    let others = right.map { ($0 - meanRight) * ($0 - meanRight) }.reduce(0, +)
    return product / (squares * others).squareRoot()
  }
}
