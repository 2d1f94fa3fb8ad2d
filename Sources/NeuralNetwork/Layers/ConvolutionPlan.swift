// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import COneDNN

/// The shape of a convolution, from which its plan is made.
struct ConvolutionGeometry: Hashable, Sendable {
  var batch: Int
  var height: Int
  var width: Int
  var inputChannels: Int
  var outputChannels: Int
  var kernelHeight: Int
  var kernelWidth: Int
  var stride: Int
  var padding: Int
  var groups: Int
  var hasBias: Bool
  /// Format of weights and images inside the operation; products are summed in 32 bits.
  var precision: ComputePrecision

  /// The geometry of applying `weight` `[out, in / groups, kernel height, kernel width]` to
  /// `input`.
  init(
    input: [Int], weight: [Int], stride: Int, padding: Int, groups: Int, hasBias: Bool,
    precision: ComputePrecision = .float32
  ) {
    precondition(input.count == 4, "images are [batch, height, width, channels], not \(input)")
    precondition(
      input[3] == weight[1] * groups,
      "the convolution takes \(weight[1] * groups) channels, not \(input[3])")
    batch = input[0]
    height = input[1]
    width = input[2]
    inputChannels = input[3]
    outputChannels = weight[0]
    kernelHeight = weight[2]
    kernelWidth = weight[3]
    self.stride = stride
    self.padding = padding
    self.groups = groups
    self.hasBias = hasBias
    // The 16-bit kernels work on blocks of 16 channels; narrower layers lose more by conversion
    // than they gain.
    let isWide = groups == 1 && input[3] % 16 == 0 && weight[0] % 16 == 0
    self.precision = isWide ? precision : .float32
    precondition(
      outputHeight > 0 && outputWidth > 0,
      "a \(width)x\(height) image is too small for a kernel of \(kernelWidth)x\(kernelHeight)")
  }

  var outputHeight: Int { (height + 2 * padding - kernelHeight) / stride + 1 }
  var outputWidth: Int { (width + 2 * padding - kernelWidth) / stride + 1 }
  var inputShape: [Int] { [batch, height, width, inputChannels] }
  var outputShape: [Int] { [batch, outputHeight, outputWidth, outputChannels] }
}

/// The layouts of one convolution's operands.
struct ConvolutionFormats {
  /// Images as they are multiplied, in the convolution's precision.
  var source: MemoryFormat
  var target: MemoryFormat
  var weight: MemoryFormat
  /// The weight as it is multiplied; the others of a weight are 32-bit floats.
  var anyWeight: MemoryFormat
  var anyWeightGradient: MemoryFormat
  var bias: MemoryFormat
  var strides: [dnnl_dim_t]
  var padding: [dnnl_dim_t]

  init(_ geometry: ConvolutionGeometry) {
    source = MemoryFormat.image(geometry.inputShape).with(geometry.precision)
    target = MemoryFormat.image(geometry.outputShape).with(geometry.precision)
    let kernel = [geometry.kernelHeight, geometry.kernelWidth]
    let groups = geometry.groups
    let outputs = geometry.outputChannels
    let inputs = geometry.inputChannels
    weight =
      groups == 1
      ? MemoryFormat([outputs, inputs] + kernel, dnnl_abcd)
      : MemoryFormat([groups, outputs / groups, inputs / groups] + kernel, dnnl_abcde)
    anyWeight = weight.with(geometry.precision).withAnyLayout
    anyWeightGradient = weight.withAnyLayout
    bias = .vector(outputs)
    strides = [dnnl_dim_t(geometry.stride), dnnl_dim_t(geometry.stride)]
    padding = [dnnl_dim_t(geometry.padding), dnnl_dim_t(geometry.padding)]
  }
}

/// The compiled operations of training one convolution shape, on dense
/// `[batch, height, width, channels]` images.
final class ConvolutionPlan: Sendable {
  struct Key: Hashable, Sendable {
    var geometry: ConvolutionGeometry
    /// How the images are kept before and after; a narrow convolution does not compute in 16 bits
    /// itself.
    var input: ComputePrecision
    var output: ComputePrecision

    var source: MemoryFormat { .image(geometry.inputShape).with(input) }
    var target: MemoryFormat { .image(geometry.outputShape).with(output) }
  }

  let forward: AdaptedPrimitive
  let inputGradient: InputGradientPlan
  /// Gives the gradients of weight and bias.
  let backwardWeights: AdaptedPrimitive

  init(_ key: Key) {
    forward = Self.makeForward(key)
    inputGradient = InputGradientPlan(key, hint: forward.primitive)
    backwardWeights = Self.makeBackwardWeights(key, hint: forward.primitive)
  }

  static func makeForward(_ key: Key) -> AdaptedPrimitive {
    var descriptor = dnnl_convolution_desc_t()
    let geometry = key.geometry
    var formats = ConvolutionFormats(geometry)
    let status = withUnsafeMutablePointer(to: &formats.bias.raw) { bias in
      dnnl_convolution_forward_desc_init(
        &descriptor, dnnl_forward_training, dnnl_convolution_direct, &formats.source.raw,
        &formats.anyWeight.raw,
        geometry.hasBias ? bias : nil, &formats.target.raw, formats.strides, formats.padding,
        formats.padding)
    }
    OneDNN.check(status, "\(geometry)")
    return AdaptedPrimitive(
      Primitive("\(geometry)", descriptor),
      inputs: [DNNL_ARG_SRC: key.source, DNNL_ARG_WEIGHTS: formats.weight],
      outputs: [DNNL_ARG_DST: key.target])
  }

  static func makeBackwardData(
    _ key: Key, hint: Primitive
  ) -> AdaptedPrimitive {
    var descriptor = dnnl_convolution_desc_t()
    let geometry = key.geometry
    var formats = ConvolutionFormats(geometry)
    OneDNN.check(
      dnnl_convolution_backward_data_desc_init(
        &descriptor, dnnl_convolution_direct, &formats.source.raw, &formats.anyWeight.raw,
        &formats.target.raw, formats.strides, formats.padding, formats.padding),
      "input gradient of \(geometry)")
    return AdaptedPrimitive(
      Primitive("input gradient of \(geometry)", descriptor, hint: hint),
      inputs: [DNNL_ARG_DIFF_DST: key.target, DNNL_ARG_WEIGHTS: formats.weight],
      outputs: [DNNL_ARG_DIFF_SRC: key.source])
  }

  private static func makeBackwardWeights(
    _ key: Key, hint: Primitive
  ) -> AdaptedPrimitive {
    var descriptor = dnnl_convolution_desc_t()
    let geometry = key.geometry
    var formats = ConvolutionFormats(geometry)
    let status = withUnsafeMutablePointer(to: &formats.bias.raw) { bias in
      dnnl_convolution_backward_weights_desc_init(
        &descriptor, dnnl_convolution_direct, &formats.source.raw,
        &formats.anyWeightGradient.raw,
        geometry.hasBias ? bias : nil, &formats.target.raw, formats.strides, formats.padding,
        formats.padding)
    }
    OneDNN.check(status, "weight gradient of \(geometry)")
    return AdaptedPrimitive(
      Primitive("weight gradient of \(geometry)", descriptor, hint: hint),
      inputs: [DNNL_ARG_SRC: key.source, DNNL_ARG_DIFF_DST: key.target],
      outputs: [DNNL_ARG_DIFF_WEIGHTS: formats.weight])
  }
}

/// The compiled operation that gives the gradient of a convolution's input.
///
/// Where images keep their size and are wide, that is a convolution too: of the output's gradient,
/// with kernels turned by half a circle and the roles of their channels exchanged (Dumoulin and
/// Visin 2016, chapter 4). oneDNN's forward kernels are ahead of its backward ones there
/// (experiments/input-gradients).
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

  /// Computes it from the output's gradient, as the operation on the weights wants it, and from the
  /// kernels, which are turned if the geometry says so.
  func run(_ gradient: TensorStorage, kernels: TensorStorage, to result: TensorStorage) {
    primitive.run(
      inputs: [(DNNL_ARG_WEIGHTS, kernels)], ready: [(self.gradient, gradient)],
      outputs: [(self.result, result)])
  }
}

extension ConvolutionGeometry {
  /// The convolution that takes the output's gradient to the input's; nil where the operation made
  /// for that is better.
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
  /// Kernels `[out, in, height, width]` as `[in, out, height, width]`, each turned by half a
  /// circle.
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
