// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

extension Tensor {
  /// `[a, b, features]` as `[b, a, features]`: oneDNN's sequences are time-major, ours are batch-major.
  func swappingBatchAndTime() -> Tensor {
    precondition(shape.count == 3, "sequences are [batch, time, features], not \(shape)")
    let (outer, inner, features) = (shape[0], shape[1], shape[2])
    if outer == 1 || inner == 1 { return reshaped([inner, outer, features]) }
    return Tensor(shape: [inner, outer, features]) { target in
      withUnsafeBuffer { source in
        for first in 0..<outer {
          for second in 0..<inner {
            let from = (first * inner + second) * features
            let to = (second * outer + first) * features
            _ = target[to..<to + features].update(fromContentsOf: source[from..<from + features])
          }
        }
      }
    }
  }
}
