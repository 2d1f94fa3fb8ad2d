// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN

/// The compiled operations of one maximum pooling.
final class PoolingPlan: Sendable {
  struct Key: Hashable, Sendable {
    /// `[batch, height, width, channels]`.
    var input: [Int]
    var size: Int
    var stride: Int
    var isTraining: Bool

    /// Windows lie wholly inside the image: a rest at the right and at the bottom is left out.
    var outputShape: [Int] {
      [input[0], (input[1] - size) / stride + 1, (input[2] - size) / stride + 1, input[3]]
    }
  }

  let forward: Primitive
  /// nil for inference.
  let backward: Primitive?
  /// Size of the noted positions of the maxima; zero for inference.
  let workspaceBytes: Int

  init(_ key: Key) {
    precondition(
      key.input.count == 4 && key.input[1] >= key.size && key.input[2] >= key.size,
      "no window of \(key.size)x\(key.size) fits into \(key.input)")
    var source = MemoryFormat.image(key.input)
    var target = MemoryFormat.image(key.outputShape)
    forward = Primitive("\(key)", key.forwardDescriptor(from: source, to: target))
    workspaceBytes = key.isTraining ? forward.format(of: DNNL_ARG_WORKSPACE).bytes : 0
    guard key.isTraining else {
      backward = nil
      return
    }
    var descriptor = dnnl_pooling_desc_t()
    OneDNN.check(
      dnnl_pooling_backward_desc_init(
        &descriptor, dnnl_pooling_max, &source.raw, &target.raw, key.strides, key.kernel,
        key.padding, key.padding), "gradient of \(key)")
    backward = Primitive("gradient of \(key)", descriptor, hint: forward)
  }

  static let all = PrimitiveCache<Key, PoolingPlan>()
}

extension PoolingPlan.Key {
  fileprivate var kernel: [dnnl_dim_t] { [dnnl_dim_t(size), dnnl_dim_t(size)] }
  fileprivate var strides: [dnnl_dim_t] { [dnnl_dim_t(stride), dnnl_dim_t(stride)] }
  fileprivate var padding: [dnnl_dim_t] { [0, 0] }

  /// Of the maxima of an image that lies as `source` says; `target` may leave its layout to the library.
  func forwardDescriptor(from source: MemoryFormat, to target: MemoryFormat) -> dnnl_pooling_desc_t
  {
    var source = source
    var target = target
    var descriptor = dnnl_pooling_desc_t()
    OneDNN.check(
      dnnl_pooling_forward_desc_init(
        &descriptor, isTraining ? dnnl_forward_training : dnnl_forward_inference,
        dnnl_pooling_max, &source.raw, &target.raw, strides, kernel, padding, padding), "\(self)")
    return descriptor
  }
}
