// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN

/// The layouts of one convolution's operands.
struct ConvolutionFormats {
  var source: MemoryFormat
  var weight: MemoryFormat
  /// What is multiplied, in the wanted precision; the plain ones are 32-bit floats.
  var sourceFactor: MemoryFormat
  var targetFactor: MemoryFormat
  var anyWeight: MemoryFormat
  var anyWeightGradient: MemoryFormat
  var bias: MemoryFormat
  var target: MemoryFormat
  var strides: [dnnl_dim_t]
  var padding: [dnnl_dim_t]

  init(_ geometry: ConvolutionGeometry) {
    source = .image(geometry.inputShape)
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
    sourceFactor = source.with(geometry.precision)
    bias = .vector(outputs)
    target = .image(geometry.outputShape)
    targetFactor = target.with(geometry.precision)
    strides = [dnnl_dim_t(geometry.stride), dnnl_dim_t(geometry.stride)]
    padding = [dnnl_dim_t(geometry.padding), dnnl_dim_t(geometry.padding)]
  }
}
