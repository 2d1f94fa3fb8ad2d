// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Keeps the best of several boxes round the same face.
enum NonMaximumSuppression {
  /// The faces, best score first, without those that overlap a better one by more than `overlap`.
  ///
  /// Equal scores keep the order in which they came, so the result never depends on chance.
  static func apply(to faces: [Face], overlap threshold: Float) -> [Face] {
    let order = faces.indices.sorted {
      (faces[$0].score, $1) > (faces[$1].score, $0)
    }
    var kept: [Face] = []
    for index in order {
      let face = faces[index]
      if kept.allSatisfy({ $0.box.overlap(with: face.box) <= threshold }) { kept.append(face) }
    }
    return kept
  }
}
