// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN

/// The maximum of each channel over square windows, `[N, H, W, C]` to `[N, H', W', C]`, without padding.
public final class MaxPooling2D: Layer {
  /// Side of a window in pixels.
  public let size: Int
  /// Step between windows in pixels.
  public let stride: Int
  private var kept: (plan: PoolingPlan, key: PoolingPlan.Key, positions: TensorStorage)?

  /// Windows of `size` x `size` pixels every `stride` pixels.
  public init(size: Int, stride: Int) {
    precondition(size > 0 && stride > 0, "size and stride are positive")
    self.size = size
    self.stride = stride
  }

  /// Takes the maxima; a rest at the right and at the bottom is left out.
  public func forward(_ input: Tensor, phase: Phase) -> Tensor {
    kept = nil
    guard phase.isTraining else { return Pooling.maximum(input, size: size, stride: stride) }
    let key = PoolingPlan.Key(input: input.shape, size: size, stride: stride, isTraining: true)
    let plan = PoolingPlan.all.plan(key) { PoolingPlan(key) }
    let output = Tensor(uninitializedShape: key.outputShape)
    let positions = TensorStorage(bytes: plan.workspaceBytes)
    plan.forward.run([
      (DNNL_ARG_SRC, input.storage), (DNNL_ARG_DST, output.storage),
      (DNNL_ARG_WORKSPACE, positions),
    ])
    kept = (plan, key, positions)
    return output
  }

  /// Sends each gradient to the position of its maximum.
  public func backward(_ outputGradient: Tensor) -> Tensor {
    guard let kept, let backward = kept.plan.backward else {
      preconditionFailure("backward of a MaxPooling2D without forward")
    }
    self.kept = nil
    precondition(
      outputGradient.shape == kept.key.outputShape,
      "gradient \(outputGradient.shape) for an output of \(kept.key.outputShape)")
    let inputGradient = Tensor(uninitializedShape: kept.key.input)
    backward.run([
      (DNNL_ARG_DIFF_DST, outputGradient.storage), (DNNL_ARG_DIFF_SRC, inputGradient.storage),
      (DNNL_ARG_WORKSPACE, kept.positions),
    ])
    return inputGradient
  }
}
