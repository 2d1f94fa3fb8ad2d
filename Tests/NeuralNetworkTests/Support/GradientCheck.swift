// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import NeuralNetwork

/// Compares a layer's `backward` with central differences of its `forward`.
///
/// The loss is a fixed random weighting of the output. Positions where the differences to the left
/// and to the right disagree stand at a kink (a rectifier's zero, a change of maximum) and are
/// passed over; at most a third may be.
enum GradientCheck {
  /// Checks the gradients of the input and of all parameters at up to `samples` positions each.
  ///
  /// `tolerance` is relative to the largest gradient of the tensor at hand. Single precision leaves
  /// about 1e-3.
  static func check(
    layer: any Layer, input: Tensor, tolerance: Float = 1e-2, step: Float = 1e-2,
    samples: Int = 24, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var generator = SeededGenerator(seed: 99)
    let phase = Phase.training(stepSeed: 7)
    layer.zeroGradients()
    let output = layer.forward(input, phase: phase)
    let weights = Tensor(
      shape: output.shape, (0..<output.count).map { _ in generator.uniform(in: -1...1) })
    let inputGradient = layer.backward(weights)
    #expect(inputGradient.shape == input.shape, sourceLocation: sourceLocation)

    func loss(_ input: Tensor) -> Double {
      let output = layer.forward(input, phase: phase)
      return (0..<output.count).reduce(0) { $0 + Double(output[$1]) * Double(weights[$1]) }
    }
    func compare(_ name: String, _ analytic: Tensor, _ perturbed: (Int, Float) -> Double) {
      let positions =
        analytic.count <= samples
        ? Array(0..<analytic.count)
        : Array(generator.shuffledIndices(analytic.count).prefix(samples))
      let scale = max(analytic.values.map { abs($0) }.max() ?? 0, 1e-3)
      let center = perturbed(0, 0)
      var kinks = 0
      for position in positions {
        let right = (perturbed(position, step) - center) / Double(step)
        let left = (center - perturbed(position, -step)) / Double(step)
        if abs(right - left) > Double(2 * tolerance * scale) {
          kinks += 1
          continue
        }
        let numeric = Float((left + right) / 2)
        #expect(
          abs(numeric - analytic[position]) <= tolerance * scale,
          "\(name)[\(position)]: numeric \(numeric), analytic \(analytic[position])",
          sourceLocation: sourceLocation)
      }
      #expect(
        kinks * 3 <= positions.count, "\(name): \(kinks) kinks", sourceLocation: sourceLocation)
    }

    compare("input", inputGradient) { position, width in
      var moved = input
      moved[position] += width
      return loss(moved)
    }
    for parameter in layer.parameters {
      compare(parameter.name, parameter.gradient) { position, width in
        let value = parameter.value
        defer { parameter.value = value }
        parameter.value[position] += width
        return loss(input)
      }
    }
  }
}
