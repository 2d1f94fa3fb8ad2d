// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork
import Testing

@Suite("Sequence pooling")
struct SequencePoolingTests {
  // Three sequences of up to three steps with two features; NaN in the padding.
  private let steps = Tensor(
    shape: [3, 3, 2],
    [1, 2, 3, 4, 5, 6, 7, 8, .nan, .nan, .nan, .nan, .nan, .nan, .nan, .nan, .nan, .nan])
  private let lengths = [3, 1, 0]

  @Test("The last step that counts, padding unseen")
  func last() {
    let pooling = SequencePooling(.last)
    #expect(pooling.forward(steps, lengths: lengths).values == [5, 6, 7, 8, 0, 0])
    let gradient = pooling.backward(Tensor(shape: [3, 2], [1, 2, 3, 4, 5, 6]))
    #expect(gradient.values == [0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test("The mean of the steps that count, padding unseen")
  func mean() {
    let pooling = SequencePooling(.mean)
    let pooled = pooling.forward(steps, lengths: lengths)
    #expect(relativeDifference(pooled, Tensor(shape: [3, 2], [3, 4, 7, 8, 0, 0])) < 1e-6)
    let gradient = pooling.backward(Tensor(shape: [3, 2], [3, 6, 3, 4, 5, 6]))
    #expect(gradient.values == [1, 2, 1, 2, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  }
}
