// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN

/// What is done to an operation's result before it is stored.
final class PrimitiveAttributes {
  let handle: dnnl_primitive_attr_t

  /// A following operation, applied in order.
  enum PostOperation: Hashable {
    /// Adds what the output's memory holds.
    case sum
    /// max(x, 0)
    case relu
    /// 1 / (1 + exp(-x))
    case sigmoid
  }

  init(_ operations: [PostOperation] = []) {
    var attributes: dnnl_primitive_attr_t?
    OneDNN.check(dnnl_primitive_attr_create(&attributes), "attributes")
    guard let attributes else { preconditionFailure("oneDNN gave no attributes") }
    handle = attributes
    OneDNN.check(
      dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user),
      "a scratchpad of the caller's")
    guard !operations.isEmpty else { return }
    var list: dnnl_post_ops_t?
    OneDNN.check(dnnl_post_ops_create(&list), "post-operations")
    defer { dnnl_post_ops_destroy(list) }
    for operation in operations {
      let status =
        switch operation {
        case .sum: dnnl_post_ops_append_sum(list, 1)
        case .relu: dnnl_post_ops_append_eltwise(list, 1, dnnl_eltwise_relu, 0, 0)
        case .sigmoid: dnnl_post_ops_append_eltwise(list, 1, dnnl_eltwise_logistic, 0, 0)
        }
      OneDNN.check(status, "post-operation \(operation)")
    }
    OneDNN.check(dnnl_primitive_attr_set_post_ops(attributes, list), "post-operations")
  }

  deinit { dnnl_primitive_attr_destroy(handle) }
}
