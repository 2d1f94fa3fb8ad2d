// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork
import Testing

@Suite("Gradient clipping")
struct GradientClippingTests {
  @Test("Norm and clipped gradients are PyTorch's")
  func golden() throws {
    let parameters = try ["first", "second"].map { name in
      let gradient = try GoldenRecurrent.tensor("clip.\(name)")
      let parameter = Parameter(name: name, value: Tensor(shape: gradient.shape))
      parameter.gradient = gradient
      return parameter
    }
    let norm = GradientClipping.clipGlobalNorm(parameters, to: 1.5)
    #expect(abs(norm - (try GoldenRecurrent.tensor("clip.norm"))[0]) < 1e-5)
    for parameter in parameters {
      let expected = try GoldenRecurrent.tensor("clip.\(parameter.name)_clipped")
      #expect(relativeDifference(parameter.gradient, expected) < 1e-6)
    }
  }

  @Test("Small gradients and gradients that are not finite stay as they are")
  func untouched() {
    let parameter = Parameter(name: "a", value: Tensor(shape: [2]))
    parameter.gradient = Tensor(shape: [2], [0.3, 0.4])
    #expect(abs(GradientClipping.clipGlobalNorm([parameter], to: 1) - 0.5) < 1e-6)
    #expect(parameter.gradient.values == [0.3, 0.4])
    parameter.gradient = Tensor(shape: [2], [.infinity, 4])
    #expect(GradientClipping.clipGlobalNorm([parameter], to: 1) == .infinity)
    #expect(parameter.gradient.values == [.infinity, 4])
  }
}
