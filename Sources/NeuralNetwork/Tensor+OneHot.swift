// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

extension Tensor {
  /// Rows `[labels, classes]` that are one at the label and zero elsewhere.
  public static func oneHot(_ labels: [Int], classes: Int) -> Tensor {
    var result = Tensor(shape: [labels.count, classes])
    for (row, label) in labels.enumerated() {
      precondition((0..<classes).contains(label), "label \(label) of \(classes) classes")
      result[row * classes + label] = 1
    }
    return result
  }
}
