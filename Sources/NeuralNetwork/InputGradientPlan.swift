// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN

/// The compiled operation that gives the gradient of a convolution's input.
///
/// Where images keep their size and are wide, that is a convolution too: of the output's gradient, with kernels turned by
/// half a circle and the roles of their channels exchanged (Dumoulin and Visin 2016, chapter 4). oneDNN's forward
/// kernels are ahead of its backward ones there (experiments/input-gradients).
final class InputGradientPlan: Sendable {
  private let primitive: AdaptedPrimitive
  private let gradient: Int32
  private let result: Int32

  init(_ key: ConvolutionPlan.Key, hint: Primitive) {
    if let turned = key.geometry.turned {
      let key = ConvolutionPlan.Key(geometry: turned, input: key.output, output: key.input)
      primitive = ConvolutionPlan.makeForward(key)
      (gradient, result) = (DNNL_ARG_SRC, DNNL_ARG_DST)
    } else {
      primitive = ConvolutionPlan.makeBackwardData(key, hint: hint)
      (gradient, result) = (DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_SRC)
    }
  }

  /// Computes it from the output's gradient, as the operation on the weights wants it, and from the kernels, which are
  /// turned if the geometry says so.
  func run(_ gradient: TensorStorage, kernels: TensorStorage, to result: TensorStorage) {
    primitive.run(
      inputs: [(DNNL_ARG_WEIGHTS, kernels)], ready: [(self.gradient, gradient)],
      outputs: [(self.result, result)])
  }
}

extension ConvolutionGeometry {
  /// The convolution that takes the output's gradient to the input's; nil where the operation made for that is better.
  var turned: ConvolutionGeometry? {
    let isWide = min(inputChannels, outputChannels) >= 32
    let keepsSize = stride == 1 && outputHeight == height && outputWidth == width
    guard groups == 1, isWide, keepsSize else { return nil }
    var turned = self
    turned.inputChannels = outputChannels
    turned.outputChannels = inputChannels
    turned.hasBias = false
    return turned
  }
}

extension Tensor {
  /// Kernels `[out, in, height, width]` as `[in, out, height, width]`, each turned by half a circle.
  func turnedKernels() -> Tensor {
    let (outputs, inputs, taps) = (shape[0], shape[1], shape[2] * shape[3])
    return withStored { (kernels: UnsafePointer<Float>) in
      Tensor(shape: [inputs, outputs, shape[2], shape[3]]) {
        (turned: UnsafeMutablePointer<Float>) in
        for output in 0..<outputs {
          for input in 0..<inputs {
            let from = kernels + (output * inputs + input) * taps
            let to = turned + (input * outputs + output) * taps
            for tap in 0..<taps { to[tap] = from[taps - 1 - tap] }
          }
        }
      }
    }
  }
}
