// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN

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
