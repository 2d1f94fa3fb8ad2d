// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork

/// Means of classes in the space of discriminants.
struct ClassMeans {
  /// The classes, ascending.
  let classes: [Int]
  /// `[classes, discriminants]`.
  let tensor: Tensor

  private init(classes: [Int], tensor: Tensor) {
    self.classes = classes
    self.tensor = tensor
  }

  /// Means of rows `[n, discriminants]` by class.
  init(_ rows: Tensor, classes: [Int]) {
    let width = rows.shape[1]
    var sums: [Int: (sum: [Double], count: Double)] = [:]
    for (row, label) in classes.enumerated() {
      var entry = sums[label] ?? ([Double](repeating: 0, count: width), 0)
      for column in 0..<width { entry.sum[column] += Double(rows[row * width + column]) }
      entry.count += 1
      sums[label] = entry
    }
    self.classes = sums.keys.sorted()
    tensor = Tensor(
      shape: [self.classes.count, width],
      self.classes.flatMap { label in
        sums[label].map { entry in entry.sum.map { Float($0 / entry.count) } } ?? []
      })
  }

  /// The means with those of each family of classes moved so that the family's mean is the mean of all families'.
  func centred(family: (Int) -> Int) -> ClassMeans {
    let (count, width) = (classes.count, tensor.shape[1])
    let families = classes.map(family)
    let names = Set(families).sorted()
    let centres = names.map { name in
      let rows = (0..<count).filter { families[$0] == name }
      return (0..<width).map { column in
        rows.reduce(0) { $0 + tensor[$1 * width + column] } / Float(rows.count)
      }
    }
    let middle = (0..<width).map { column in
      centres.reduce(0) { $0 + $1[column] } / Float(centres.count)
    }
    let moved = (0..<count).flatMap { row -> [Float] in
      let own = centres[names.firstIndex(of: families[row]) ?? 0]
      return (0..<width).map { tensor[row * width + $0] - own[$0] + middle[$0] }
    }
    return ClassMeans(classes: classes, tensor: Tensor(shape: tensor.shape, moved))
  }
}
