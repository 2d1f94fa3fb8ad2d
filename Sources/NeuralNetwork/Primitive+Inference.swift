// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN

/// Operations for inference whose results lie as the library likes best.
extension Primitive {
  /// A convolution.
  convenience init(
    inference geometry: ConvolutionGeometry,
    followedBy operations: [PrimitiveAttributes.PostOperation]
  ) {
    var descriptor = dnnl_convolution_desc_t()
    var formats = ConvolutionFormats(geometry)
    var source = formats.source.withAnyLayout
    var target = formats.target.withAnyLayout
    let status = withUnsafeMutablePointer(to: &formats.bias.raw) { bias in
      dnnl_convolution_forward_desc_init(
        &descriptor, dnnl_forward_inference, dnnl_convolution_direct, &source.raw,
        &formats.anyWeight.raw, geometry.hasBias ? bias : nil, &target.raw, formats.strides,
        formats.padding, formats.padding)
    }
    OneDNN.check(status, "\(geometry)")
    self.init("\(geometry)", descriptor, attributes: PrimitiveAttributes(operations))
  }

  /// A maximum pooling of an image that lies as `source` says.
  convenience init(maximum key: PoolingPlan.Key, of source: MemoryFormat) {
    var target = MemoryFormat.image(key.outputShape).withAnyLayout
    target.raw.data_type = source.raw.data_type
    self.init("\(key)", key.forwardDescriptor(from: source, to: target))
  }

  /// Each pixel twice in both directions, added to what the target holds.
  convenience init(doubling source: MemoryFormat, addedTo target: MemoryFormat) {
    var source = source
    var target = target
    var descriptor = dnnl_resampling_desc_t()
    OneDNN.check(
      dnnl_resampling_forward_desc_init(
        &descriptor, dnnl_forward_inference, dnnl_resampling_nearest, nil, &source.raw,
        &target.raw), "upsampling")
    self.init("upsampling", descriptor, attributes: PrimitiveAttributes([.sum]))
  }
}
