// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CLAPACKE
import EmoNet
import NeuralNetwork

extension LinearDiscriminantAnalysis {
  /// Fits directions to rows `[n, inputs]` with a class for each, any whole number.
  ///
  /// `sampleWeights` `[n]`, positive, count a row that many times; they make the classes' priors too.
  /// `disturbances`, each `[m, inputs]`, are changes to a row that mean nothing: their second moments,
  /// `disturbanceWeight` times, count as covariance within classes, so that directions avoid them
  /// (after within-class covariance normalisation: Hatch, Kajarekar and Stolcke 2006). `groups` gives each row the
  /// group to which its class belongs, one for all where it is left out. Throws `LinearDiscriminantError` for less
  /// than two classes, for values that are not finite, and when the covariance within classes is singular
  /// (shrinkage avoids that).
  init(
    fitting rows: Tensor, classes: [Int], groups: [Int]? = nil, sampleWeights: [Float]? = nil,
    disturbances: [Tensor] = [], disturbanceWeight: Double = 0,
    options: LinearDiscriminantOptions = .init()
  ) throws {
    precondition(
      rows.shape.count == 2 && rows.shape[0] == classes.count && rows.shape[1] > 0,
      "rows \(rows.shape) for \(classes.count) classes")
    precondition(
      sampleWeights.map { $0.count == classes.count && $0.allSatisfy { $0 > 0 } } ?? true,
      "there is one positive weight a row")
    let width = rows.shape[1]
    let values = rows.withUnsafeBuffer { $0.map(Double.init) }
    guard values.allSatisfy(\.isFinite) else {
      throw LinearDiscriminantError(
        operation: nil, code: nil, reason: "a value of the rows is not finite")
    }
    let names = Set(classes).sorted()
    guard names.count > 1 else {
      throw LinearDiscriminantError(
        operation: nil, code: nil, reason: "rows of at least two classes are needed")
    }
    let algebra = try LinearAlgebra.loaded()
    let weights = sampleWeights?.map(Double.init) ?? [Double](repeating: 1, count: classes.count)
    let total = weights.reduce(0, +)
    let sample = ClassifiedRows(
      algebra: algebra, values: values, width: width, weights: weights.map { $0 / total },
      groups: names.map { name in classes.indices.filter { classes[$0] == name } },
      families: names.map { name in
        groups.flatMap { groups in
          classes.firstIndex(of: name).map { groups[$0] }
        } ?? 0
      })
    var scatter = sample.scatter(options)
    if disturbanceWeight > 0 {
      Self.add(
        disturbances, weight: disturbanceWeight, to: &scatter.within, width: width, using: algebra)
    }
    if let share = options.finalShrinkage {
      Self.shrink(&scatter.within, width: width, share: share)
    }
    let wanted = options.componentCount ?? Int.max
    let directions = try Self.directions(
      between: scatter.between, within: scatter.within, width: width,
      count: min(wanted, sample.rank(options), width), using: algebra)
    self.init(
      mean: Tensor(shape: [width], sample.mean.map { Float($0) }),
      projection: Tensor(
        shape: [directions.count / width, width], directions.map { Float($0) }))
  }

  /// The `count` leading solutions of S_B v = lambda S_W v, `[count, width]`, scaled and signed.
  ///
  /// Both matrices are given by their upper triangle, row-major, `[width, width]`.
  private static func directions(
    between: [Double], within: [Double], width: Int, count: Int, using algebra: LinearAlgebra
  ) throws -> [Double] {
    precondition(count > 0, "at least one component is asked for, not \(count)")
    let order = Int32(width)
    var left = between
    var right = within
    var found: Int32 = 0
    var eigenvalues = [Double](repeating: 0, count: width)
    var vectors = [Double](repeating: 0, count: width * count)
    var failed = [Int32](repeating: 0, count: width)
    // A row-major upper triangle is a column-major lower one; eigenvalues come in ascending order.
    let code = algebra.dsygvx(
      LAPACK_COL_MAJOR, 1, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "I")),
      CChar(UInt8(ascii: "L")), order, &left, order, &right, order, 0, 0, order - Int32(count) + 1,
      order, 0, &found, &eigenvalues, &vectors, order, &failed)
    guard code == 0, Int(found) == count else {
      throw LinearDiscriminantError(
        operation: "dsygvx", code: code,
        reason: code > order
          ? "the covariance within classes is singular; use shrinkage"
          : "the eigenvectors were not found")
    }
    return (0..<count).reversed().flatMap { component in
      signed(vectors[component * width..<(component + 1) * width])
    }
  }

  /// Adds `weight` times the mean of d d' over all rows d of `disturbances` to an upper triangle.
  private static func add(
    _ disturbances: [Tensor], weight: Double, to upper: inout [Double], width: Int,
    using algebra: LinearAlgebra
  ) {
    let count = disturbances.reduce(0) { $0 + $1.shape[0] }
    for rows in disturbances {
      precondition(
        rows.shape.count == 2 && rows.shape[1] == width,
        "disturbances \(rows.shape) do not have \(width) values")
      let values = rows.withUnsafeBuffer { $0.map(Double.init) }
      algebra.dsyrk(
        CblasRowMajor, CblasUpper, CblasTrans, Int32(width), Int32(rows.shape[0]),
        weight / Double(count), values, Int32(width), 1, &upper, Int32(width))
    }
  }

  /// Draws an upper triangle towards the identity times its mean diagonal value.
  private static func shrink(_ upper: inout [Double], width: Int, share: Double) {
    let trace = (0..<width).reduce(0) { $0 + upper[$1 * width + $1] }
    for index in upper.indices { upper[index] *= 1 - share }
    for place in 0..<width { upper[place * width + place] += share * trace / Double(width) }
  }

  /// A direction or its opposite: the one whose largest entry is positive.
  private static func signed(_ direction: ArraySlice<Double>) -> [Double] {
    let largest = direction.max { abs($0) < abs($1) } ?? 0
    return largest < 0 ? direction.map { -$0 } : Array(direction)
  }
}

/// Rows that belong to classes, and their scatter.
private struct ClassifiedRows {
  let algebra: LinearAlgebra
  /// `[rows, width]`.
  let values: [Double]
  let width: Int
  /// `[rows]`, summing to one.
  let weights: [Double]
  /// The rows of each class.
  let groups: [[Int]]
  /// The group that each class belongs to.
  let families: [Int]

  /// How many directions there are at most.
  func rank(_ options: LinearDiscriminantOptions) -> Int {
    options.between == .meansWithinGroups
      ? max(1, groups.count - Set(families).count) : groups.count - 1
  }

  var mean: [Double] { mean(of: Array(weights.indices)) }

  /// The two matrices, `[width, width]`, upper triangles.
  func scatter(_ options: LinearDiscriminantOptions) -> (between: [Double], within: [Double]) {
    var within = within(options)
    switch options.between {
    case .classMeans: return (classMeans(), within)
    case .totalMinusWithin:
      let total = LedoitWolfCovariance(
        values, width: width, weights: weights, shrinkage: options.shrinkage,
        using: algebra)
      return (zip(total.upper, within).map { $0 - $1 }, within)
    case .meansWithinGroups:
      let (relative, centres) = meansWithinFamilies()
      let apart = product(centres)
      for index in within.indices { within[index] += apart[index] }
      return (product(relative), within)
    }
  }

  /// The means of the classes less those of their groups, and the means of the groups less that of all groups.
  private func meansWithinFamilies() -> (relative: [[Double]], centres: [[Double]]) {
    let means = groups.map { mean(of: $0) }
    func average(_ rows: [[Double]]) -> [Double] {
      (0..<width).map { column in rows.reduce(0) { $0 + $1[column] } / Double(rows.count) }
    }
    let names = Set(families).sorted()
    let centres = names.map { name in
      average(means.indices.filter { families[$0] == name }.map { means[$0] })
    }
    let centre = average(centres)
    let relative = zip(means, families).map { mean, family in
      zip(mean, centres[names.firstIndex(of: family) ?? 0]).map { $0 - $1 }
    }
    return (relative, centres.map { zip($0, centre).map { $0 - $1 } })
  }

  /// The mean of d d' over rows d, an upper triangle.
  private func product(_ rows: [[Double]]) -> [Double] {
    var scatter = [Double](repeating: 0, count: width * width)
    algebra.dsyrk(
      CblasRowMajor, CblasUpper, CblasTrans, Int32(width), Int32(rows.count),
      1 / Double(rows.count), rows.flatMap { $0 }, Int32(width), 0, &scatter, Int32(width))
    return scatter
  }

  private func within(_ options: LinearDiscriminantOptions) -> [Double] {
    switch options.within {
    case .pooled:
      var residuals = values
      for group in groups {
        let mean = mean(of: group)
        for row in group {
          for column in 0..<width { residuals[row * width + column] -= mean[column] }
        }
      }
      return LedoitWolfCovariance(
        residuals, width: width, weights: weights, shrinkage: options.shrinkage,
        using: algebra
      ).upper
    case .perClass:
      var sum = [Double](repeating: 0, count: width * width)
      for group in groups {
        let prior = group.reduce(0) { $0 + weights[$1] }
        let rows = group.flatMap { values[$0 * width..<($0 + 1) * width] }
        let covariance = LedoitWolfCovariance(
          rows, width: width, weights: group.map { weights[$0] / prior },
          shrinkage: options.shrinkage,
          using: algebra)
        for index in sum.indices { sum[index] += prior * covariance.upper[index] }
      }
      return sum
    }
  }

  /// sum_k p_k (m_k - m)(m_k - m)'.
  private func classMeans() -> [Double] {
    let centre = mean
    var rows: [Double] = []
    for group in groups {
      let root = group.reduce(0) { $0 + weights[$1] }.squareRoot()
      rows += zip(mean(of: group), centre).map { root * ($0 - $1) }
    }
    var scatter = [Double](repeating: 0, count: width * width)
    algebra.dsyrk(
      CblasRowMajor, CblasUpper, CblasTrans, Int32(width), Int32(groups.count), 1, rows,
      Int32(width), 0, &scatter, Int32(width))
    return scatter
  }

  private func mean(of rows: [Int]) -> [Double] {
    var mean = [Double](repeating: 0, count: width)
    let total = rows.reduce(0) { $0 + weights[$1] }
    for row in rows {
      let share = weights[row] / total
      for column in 0..<width { mean[column] += share * values[row * width + column] }
    }
    return mean
  }
}
