// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN

/// The compiled operations of training one convolution shape, on dense `[batch, height, width, channels]` images.
final class ConvolutionPlan: Sendable {
  struct Key: Hashable, Sendable {
    var geometry: ConvolutionGeometry
    /// How the images are kept before and after; a narrow convolution does not compute in 16 bits itself.
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
