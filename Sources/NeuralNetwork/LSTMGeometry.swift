// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Everything that a layer of an LSTM is compiled for.
struct LSTMGeometry: Hashable, Sendable, CustomStringConvertible {
  let time: Int
  let batch: Int
  let inputSize: Int
  let hiddenSize: Int

  /// The inputs `[time, batch, features]`.
  var inputShape: [Int] { [time, batch, inputSize] }
  /// The outputs `[time, batch, hidden]`.
  var outputShape: [Int] { [time, batch, hiddenSize] }

  var description: String {
    "an LSTM of \(inputSize) to \(hiddenSize) values, \(time) steps of \(batch) sequences"
  }
}
