// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN
internal import Synchronization

/// A convolution for inference, with normalisation folded into its weights and the activation computed on the way out.
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

  /// `[out, in / groups, kernel height, kernel width]`.
  private let weight: Tensor
  private let bias: Tensor?
  private let stride: Int
  private let padding: Int
  private let groups: Int
  private let activation: Activation
  /// The weights in the layouts that the kernels asked for so far.
  private let packed = Mutex<[Packed]>([])
  private static let plans = PrimitiveCache<Key, ConvolutionPlan>()

  /// A convolution of `[N, H, W, in]` with `weight` `[out, in / groups, kH, kW]` and `bias` `[out]`.
  public init(
    weight: Tensor, bias: Tensor?, stride: Int = 1, padding: Int = 0, groups: Int = 1,
    activation: Activation = .none
  ) {
    precondition(
      weight.shape.count == 4 && weight.shape[0] % groups == 0,
      "weights are [out, in / groups, height, width], not \(weight.shape) in \(groups) groups")
    precondition(
      bias.map { $0.shape == [weight.shape[0]] } ?? true,
      "a bias for each of \(weight.shape[0]) outputs")
    self.weight = weight
    self.bias = bias
    self.stride = stride
    self.padding = padding
    self.groups = groups
    self.activation = activation
  }

  /// Folds a normalisation with its running statistics into the convolution before it.
  ///
  /// With s = weight / sqrt(running variance + epsilon): W' = s W, b' = bias + s (b - running mean). A rectifier of the
  /// normalisation counts as activation.
  public convenience init(
    _ convolution: Convolution2D, _ normalization: BatchNormalization,
    activation: Activation = .none
  ) {
    let outputs = convolution.weight.value.shape[0]
    precondition(
      normalization.weight.value.count == outputs,
      "\(outputs) channels meet a normalisation of \(normalization.weight.value.count)")
    precondition(
      !normalization.rectifies || activation != .sigmoid, "a rectifier before a sigmoid")
    var weight = convolution.weight.value
    var bias = Tensor(shape: [outputs])
    let length = weight.count / outputs
    for output in 0..<outputs {
      let scale =
        normalization.weight.value[output]
        / (normalization.runningVariance.value[output] + normalization.epsilon).squareRoot()
      for index in output * length..<(output + 1) * length { weight[index] *= scale }
      let own = convolution.bias?.value[output] ?? 0
      bias[output] =
        normalization.bias.value[output]
        + scale * (own - normalization.runningMean.value[output])
    }
    self.init(
      weight: weight, bias: bias, stride: convolution.stride, padding: convolution.padding,
      groups: convolution.groups, activation: normalization.rectifies ? .relu : activation)
  }

  /// The same convolution as a layer for training, frozen.
  public convenience init(_ convolution: Convolution2D, activation: Activation = .none) {
    self.init(
      weight: convolution.weight.value, bias: convolution.bias?.value, stride: convolution.stride,
      padding: convolution.padding, groups: convolution.groups, activation: activation)
  }

  /// `[N, H, W, in]` to `[N, H', W', out]`; `residual`, of the output's shape, is added before the activation.
  public func callAsFunction(_ input: Tensor, adding residual: Tensor? = nil) -> Tensor {
    let geometry = ConvolutionGeometry(
      input: input.shape, weight: weight.shape, stride: stride, padding: padding, groups: groups,
      hasBias: bias != nil)
    let key = Key(
      geometry: geometry,
      operations: (residual == nil ? [] : [.sum]) + activation.postOperations)
    let plan = Self.plans.plan(key) {
      ConvolutionPlan(geometry, followedBy: key.operations)
    }
    let output: Tensor
    if let residual {
      precondition(
        residual.shape == geometry.outputShape,
        "a residual of \(residual.shape) for an output of \(geometry.outputShape)")
      output = residual.copied()
    } else {
      output = Tensor(uninitializedShape: geometry.outputShape)
    }
    var ready = [(index: DNNL_ARG_WEIGHTS, storage: packedWeight(for: plan.forward))]
    if let bias { ready.append((DNNL_ARG_BIAS, bias.storage)) }
    plan.forward.run(
      inputs: [(DNNL_ARG_SRC, input.storage)], ready: ready,
      outputs: [(DNNL_ARG_DST, output.storage)])
    return output
  }

  private func packedWeight(for operation: AdaptedPrimitive) -> TensorStorage {
    let format = operation.primitive.format(of: DNNL_ARG_WEIGHTS)
    return packed.withLock { packed in
      if let known = packed.first(where: { $0.format.matches(format) }) { return known.storage }
      let storage = operation.prepared(DNNL_ARG_WEIGHTS, weight.storage)
      packed.append(Packed(format: format, storage: storage))
      return storage
    }
  }
}
