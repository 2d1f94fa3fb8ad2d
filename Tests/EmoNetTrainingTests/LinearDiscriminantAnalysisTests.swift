// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation
import NeuralNetwork
import Testing

@testable import EmoNetTraining

@Suite struct LinearDiscriminantAnalysisTests {
  /// What experiments/golden-lda/make_golden_lda.py wrote.
  private struct Golden: Decodable {
    let classes: [Int]
    let rows: [[Float]]
    let automatic: [[Double]]
    let fixed: [[Double]]

    static func load() throws -> Golden {
      let url = try #require(
        Bundle.module.url(forResource: "lda", withExtension: "json", subdirectory: "Golden"))
      return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    }

    var tensor: Tensor { Tensor(shape: [rows.count, rows[0].count], rows.flatMap { $0 }) }
  }

  private static let variants: [LinearDiscriminantOptions] =
    LinearDiscriminantOptions.Within.allCases.flatMap { within in
      LinearDiscriminantOptions.Between.allCases.map { between in
        LinearDiscriminantOptions(within: within, between: between)
      }
    }

  @Test func directionsAgreeWithScikitLearns() throws {
    let golden = try Golden.load()
    for (shrinkage, expected) in [
      (LinearDiscriminantOptions.Shrinkage.ledoitWolf, golden.automatic),
      (.fixed(share: 0.2), golden.fixed),
    ] {
      let analysis = try LinearDiscriminantAnalysis(
        fitting: golden.tensor, classes: golden.classes, options: .scikitLearn(shrinkage))
      #expect(analysis.componentCount == expected.count)
      // Single precision holds the directions; entries of one direction are summed, so the
      // tolerance is relative to its largest entry.
      let width = analysis.inputCount
      for (component, direction) in expected.enumerated() {
        let scale = direction.map(abs).max() ?? 0
        for (column, value) in direction.enumerated() {
          let difference = abs(Double(analysis.projection[component * width + column]) - value)
          #expect(difference <= 2e-7 * scale)
        }
      }
    }
  }

  @Test func projectedRowsScatterByTheIdentityWithinClasses() throws {
    let (rows, classes) = sample(count: 90, width: 6, classes: 4, seed: 1)
    let analysis = try LinearDiscriminantAnalysis(
      fitting: rows, classes: classes, options: .init(shrinkage: .fixed(share: 0)))
    #expect(analysis.componentCount == 3)
    let projected = analysis.transform(rows)
    let scatter = withinCovariance(projected, classes: classes)
    for row in 0..<3 {
      for column in 0..<3 {
        // Directions and rows are single precision, sums of six products of size one.
        #expect(abs(scatter[row * 3 + column] - (row == column ? 1 : 0)) < 1e-5)
      }
    }
    for component in 0..<3 {
      let mean = (0..<90).reduce(0) { $0 + Double(projected[$1 * 3 + component]) } / 90
      #expect(abs(mean) < 1e-5)
    }
  }

  @Test func twoClassesAreSplitAlongTheInverseCovarianceTimesTheDifferenceOfMeans()
    throws
  {
    // Unit scatter within, means 4 apart along the first axis: the direction is that axis.
    var values: [Float] = []
    var classes: [Int] = []
    for name in 0..<2 {
      for (x, y) in [(-1, -1), (-1, 1), (1, -1), (1, 1)] as [(Float, Float)] {
        values += [x + 4 * Float(name), y]
        classes.append(name)
      }
    }
    let analysis = try LinearDiscriminantAnalysis(
      fitting: Tensor(shape: [8, 2], values), classes: classes,
      options: .init(shrinkage: .fixed(share: 0)))
    #expect(analysis.mean.values == [2, 0])
    #expect(analysis.projection.shape == [1, 2])
    #expect(abs(analysis.projection[0] - 1) < 1e-6)
    #expect(abs(analysis.projection[1]) < 1e-6)
  }

  @Test(arguments: variants)
  func aWeightOfTwoCountsAsTheRowTwice(variant: LinearDiscriminantOptions) throws {
    var options = variant
    options.shrinkage = .fixed(share: 0.3)
    let (rows, classes) = sample(count: 40, width: 5, classes: 3, seed: 2)
    let twice = Tensor.concatenated([rows, rows.rows(0..<10)], axis: .first)
    let repeated = try LinearDiscriminantAnalysis(
      fitting: twice, classes: classes + classes[0..<10], options: options)
    let weighted = try LinearDiscriminantAnalysis(
      fitting: rows, classes: classes,
      sampleWeights: (0..<40).map { $0 < 10 ? 2 : 1 }, options: options)
    for index in 0..<repeated.projection.count {
      #expect(abs(repeated.projection[index] - weighted.projection[index]) < 1e-5)
    }
  }

  @Test(arguments: variants)
  func moreColumnsThanRowsAndConstantColumnsAreNoObstacle(
    options: LinearDiscriminantOptions
  ) throws {
    var (rows, classes) = sample(count: 30, width: 50, classes: 3, seed: 3)
    for row in 0..<30 { rows[row * 50 + 7] = 3 }
    classes[0] = 9  // a class of one row
    let analysis = try LinearDiscriminantAnalysis(fitting: rows, classes: classes, options: options)
    #expect(analysis.componentCount == 3)
    #expect(analysis.projection.values.allSatisfy { $0.isFinite })
    let again = try LinearDiscriminantAnalysis(fitting: rows, classes: classes, options: options)
    #expect(again == analysis)
  }

  @Test func aRowProjectsToTheSameBytesAloneAndInABatch() throws {
    let (rows, classes) = sample(count: 30, width: 8, classes: 3, seed: 4)
    let analysis = try LinearDiscriminantAnalysis(
      fitting: rows, classes: classes, options: .init(componentCount: 2))
    #expect(analysis.componentCount == 2)
    let batch = analysis.transform(rows)
    #expect(analysis.transform(rows.rows(7..<8)) == batch.rows(7..<8))
    #expect(
      LinearDiscriminantAnalysis(mean: analysis.mean, projection: analysis.projection) == analysis)
  }

  @Test func dataThatCannotBeFittedAreAnError() {
    let rows = Tensor(shape: [4, 3], [1, 2, 3, 1, 2, 4, 2, 2, 3, 2, 2, 5])
    let one = #expect(throws: LinearDiscriminantError.self) {
      try LinearDiscriminantAnalysis(fitting: rows, classes: [1, 1, 1, 1])
    }
    #expect(one?.description == "discriminant analysis: rows of at least two classes are needed")
    let singular = #expect(throws: LinearDiscriminantError.self) {
      try LinearDiscriminantAnalysis(
        fitting: rows, classes: [0, 0, 1, 1], options: .init(shrinkage: .fixed(share: 0)))
    }
    #expect(singular?.reason == "the covariance within classes is singular; use shrinkage")
    var broken = rows
    broken[5] = .nan
    #expect(throws: LinearDiscriminantError.self) {
      try LinearDiscriminantAnalysis(fitting: broken, classes: [0, 0, 1, 1])
    }
  }

  private func sample(
    count: Int, width: Int, classes: Int, seed: UInt64
  ) -> (rows: Tensor, classes: [Int]) {
    var generator = SeededGenerator(seed: seed)
    let centres = (0..<classes * width).map { _ in 2 * generator.normal() }
    let names = (0..<count).map { $0 % classes }
    let values = names.flatMap { name in
      (0..<width).map { centres[name * width + $0] + generator.normal() }
    }
    return (Tensor(shape: [count, width], values), names)
  }

  private func withinCovariance(_ rows: Tensor, classes: [Int]) -> [Double] {
    let width = rows.shape[1]
    var covariance = [Double](repeating: 0, count: width * width)
    for name in Set(classes) {
      let members = classes.indices.filter { classes[$0] == name }
      let mean = (0..<width).map { column in
        members.reduce(0) { $0 + Double(rows[$1 * width + column]) } / Double(members.count)
      }
      for row in members {
        let deviation = (0..<width).map { Double(rows[row * width + $0]) - mean[$0] }
        for i in 0..<width {
          for j in 0..<width {
            covariance[i * width + j] += deviation[i] * deviation[j] / Double(classes.count)
          }
        }
      }
    }
    return covariance
  }
}
