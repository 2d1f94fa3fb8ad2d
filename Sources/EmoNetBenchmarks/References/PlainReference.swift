// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The same arithmetic as loops of Swift, on one thread, without any library.
struct PlainReference: Reference {
  let name: String
  /// Share of the benchmark's work that `body` does, since loops are slow and linear in the batch.
  let scale: Double
  let body: () -> Void

  /// Loops that do `scale` of the work; `part` says what they leave out.
  init(scale: Double = 1, part: String? = nil, body: @escaping () -> Void) {
    name = "plain Swift loops" + (part.map { ", \($0)" } ?? "")
    self.scale = scale
    self.body = body
  }

  func seconds(iterations: Int) -> Double {
    Clock.seconds { for _ in 0..<iterations { body() } }
  }
}
