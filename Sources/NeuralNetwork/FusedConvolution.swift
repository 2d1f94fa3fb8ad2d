// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN
internal import Synchronization

/// A convolution for inference, the activation computed on the way out.
///
/// Immutable and safe to call from several threads at once. A call uses one thread unless `ComputeThreads` says
/// otherwise for the caller, and its result does not depend on who calls.
public final class FusedConvolution: Sendable {
  private struct Key: Hashable, Sendable {
    let geometry: ConvolutionGeometry
    let operations: [PrimitiveAttributes.PostOperation]
  }

  private struct Packed: Sendable {
    let format: MemoryFormat
    let storage: TensorStorage
  }

  private let layer: FoldedConvolution
  /// The weights in the layouts that the kernels asked for so far.
  private let packed = Mutex<[Packed]>([])
  private static let plans = PrimitiveCache<Key, ConvolutionPlan>()

  /// The convolution that `layer` describes.
  public init(_ layer: FoldedConvolution) {
    self.layer = layer
  }

  /// `[N, H, W, in]` to `[N, H', W', out]`.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    let key = Key(
      geometry: ConvolutionGeometry(layer, input: input.shape),
      operations: layer.activation.postOperations)
    let plan = Self.plans.plan(key) {
      ConvolutionPlan(key.geometry, followedBy: key.operations)
    }
    let output = Tensor(uninitializedShape: key.geometry.outputShape)
    var ready = [(index: DNNL_ARG_WEIGHTS, storage: packedWeight(for: plan.forward))]
    if let bias = layer.bias { ready.append((DNNL_ARG_BIAS, bias.storage)) }
    plan.forward.run(
      inputs: [(DNNL_ARG_SRC, input.storage)], ready: ready,
      outputs: [(DNNL_ARG_DST, output.storage)])
    return output
  }

  private func packedWeight(for operation: AdaptedPrimitive) -> TensorStorage {
    let format = operation.primitive.format(of: DNNL_ARG_WEIGHTS)
    return packed.withLock { packed in
      if let known = packed.first(where: { $0.format.matches(format) }) { return known.storage }
      let storage = operation.prepared(DNNL_ARG_WEIGHTS, layer.weight.storage)
      packed.append(Packed(format: format, storage: storage))
      return storage
    }
  }
}
