// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import NeuralNetwork
import Testing

@Suite struct FusedConvolutionTests {
  /// A normalisation whose running statistics are not the first ones.
  static func normalization(_ channels: Int, rectifies: Bool = false) -> BatchNormalization {
    let layer = BatchNormalization(name: "bn", channels: channels, rectifies: rectifies)
    layer.weight.value = .random([channels], seed: 11)
    layer.bias.value = .random([channels], seed: 12)
    layer.runningMean.value = .random([channels], seed: 13)
    layer.runningVariance.value = Tensor(
      shape: [channels], Tensor.random([channels], seed: 14).values.map { $0 * $0 + 0.1 })
    return layer
  }

  @Test("agrees with the definition", arguments: Convolution2DTests.shapes)
  func agreesWithDefinition(shape: Convolution2DTests.Shape) {
    let layer = shape.layer()
    let expected = ReferenceConvolution.apply(
      shape.input, weight: layer.weight.value, bias: layer.bias?.value, stride: shape.stride,
      padding: shape.padding, groups: shape.groups)
    let fused = FusedConvolution(FoldedConvolution(layer))
    #expect(fused(shape.input).relativeDifference(from: expected) < 5e-6)
  }

  @Test("folding equals convolution, normalisation and rectifier", arguments: [false, true])
  func folding(rectifies: Bool) {
    for shape in Convolution2DTests.shapes {
      let layer = shape.layer()
      let normalization = Self.normalization(shape.outputs, rectifies: rectifies)
      let expected = normalization.forward(
        layer.forward(shape.input, phase: .inference), phase: .inference)
      let fused = FusedConvolution(FoldedConvolution(layer, normalization))(shape.input)
      #expect(fused.relativeDifference(from: expected) < 1e-5)
    }
  }

  @Test("concurrent calls give the same bytes as one call")
  func concurrency() {
    let shapes = Convolution2DTests.shapes
    let fused = shapes.map { FusedConvolution(FoldedConvolution($0.layer(), activation: .relu)) }
    let inputs = shapes.map(\.input)
    let expected = zip(fused, inputs).map { $0($1) }
    let agree = Counter()
    DispatchQueue.concurrentPerform(iterations: 8) { worker in
      for round in 0..<fused.count * 4 {
        let index = (worker + round) % fused.count
        if fused[index](inputs[index]) == expected[index] { agree.increment() }
      }
    }
    #expect(agree.value == 8 * 4 * fused.count)
  }

  @Test("a fused dense layer equals the layer and its rectifier")
  func dense() {
    var generator = SeededGenerator(seed: 2)
    let layer = Dense(name: "fc", inputs: 33, outputs: 7, using: &generator)
    layer.bias.value = .random([7], seed: 3)
    let input = Tensor.random([5, 33], seed: 4)
    let expected = Elementwise.rectify(layer.forward(input, phase: .inference))
    #expect(FusedDense(layer, activation: .relu)(input).relativeDifference(from: expected) < 1e-6)
  }
}

private final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var count = 0
  var value: Int { lock.withLock { count } }
  func increment() { lock.withLock { count += 1 } }
}
