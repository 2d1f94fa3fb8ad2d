// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN
internal import Glibc

/// A two-dimensional convolution with zero padding, `[N, H, W, in]` to `[N, H', W', out]`.
///
/// As in PyTorch the kernel is not flipped; with as many groups as channels it is a depthwise convolution.
public final class Convolution2D: Layer {
  /// `[out, in / groups, kernel height, kernel width]`.
  public let weight: Parameter
  /// `[out]`, absent where a normalisation follows.
  public let bias: Parameter?
  /// Step between outputs in pixels.
  public let stride: Int
  /// Rows and columns of zeros on each side.
  public let padding: Int
  /// Number of independent groups of channels.
  public let groups: Int
  /// Whether `backward` computes the input's gradient; the first layer of a network needs none and returns zeros.
  public var propagatesGradient = true

  private struct Kept {
    /// Keeps the input's memory shared, and so unchanged, where no copy was made.
    let input: Tensor?
    /// The input in the format that the kernels work on.
    let source: TensorStorage
    let shape: [Int]
    let precision: ComputePrecision
  }
  private var kept: Kept?
  private static let plans = PrimitiveCache<ConvolutionGeometry, ConvolutionPlan>()

  /// A convolution with weights from the normal distribution of He et al. 2015 (variance 2 / fan-out) and no bias.
  public init(
    name: String, inputChannels: Int, outputChannels: Int, kernelSize: Int, stride: Int = 1,
    padding: Int = 0, groups: Int = 1, hasBias: Bool = true,
    using generator: inout SeededGenerator
  ) {
    precondition(
      groups > 0 && inputChannels % groups == 0 && outputChannels % groups == 0,
      "\(groups) groups do not divide \(inputChannels) and \(outputChannels) channels")
    precondition(kernelSize > 0 && stride > 0 && padding >= 0, "kernel, stride, padding")
    self.stride = stride
    self.padding = padding
    self.groups = groups
    let deviation = (2 / Float(outputChannels / groups * kernelSize * kernelSize)).squareRoot()
    let shape = [outputChannels, inputChannels / groups, kernelSize, kernelSize]
    weight = Parameter(
      name: "\(name).weight",
      value: Tensor(shape: shape) { values in
        for index in values.indices { values[index] = deviation * generator.normal() }
      })
    bias =
      hasBias
      ? Parameter(name: "\(name).bias", value: Tensor(shape: [outputChannels]), decays: false)
      : nil
  }

  /// Weight, then bias where there is one.
  public var parameters: [Parameter] { [weight] + (bias.map { [$0] } ?? []) }

  private func plan(_ inputShape: [Int], _ precision: ComputePrecision)
    -> (ConvolutionGeometry, ConvolutionPlan)
  {
    let geometry = ConvolutionGeometry(
      input: inputShape, weight: weight.value.shape, stride: stride, padding: padding,
      groups: groups, hasBias: bias != nil, precision: precision)
    return (geometry, Self.plans.plan(geometry) { ConvolutionPlan(training: geometry) })
  }

  /// Convolves, and keeps the input when training.
  public func forward(_ input: Tensor, phase: Phase) -> Tensor {
    let precision = phase.isTraining ? ComputePrecision.current : .float32
    let (geometry, plan) = plan(input.shape, precision)
    let output = Tensor(uninitializedShape: geometry.outputShape)
    let source = plan.forward.prepared(DNNL_ARG_SRC, input.storage)
    var inputs = [(index: DNNL_ARG_WEIGHTS, storage: weight.value.storage)]
    if let bias { inputs.append((DNNL_ARG_BIAS, bias.value.storage)) }
    plan.forward.run(
      inputs: inputs, ready: [(DNNL_ARG_SRC, source)], outputs: [(DNNL_ARG_DST, output.storage)])
    kept = nil
    if phase.isTraining {
      // Whoever holds the input may write to its memory once it is the only owner; a copy in another format is ours.
      kept = Kept(
        input: source === input.storage ? input : nil, source: source, shape: input.shape,
        precision: precision)
    }
    return output
  }

  /// Adds the gradients of weight and bias; returns that of the input, or zeros without `propagatesGradient`.
  public func backward(_ outputGradient: Tensor) -> Tensor {
    guard let kept else { preconditionFailure("backward of \(weight.name) without forward") }
    self.kept = nil
    let (geometry, plan) = plan(kept.shape, kept.precision)
    precondition(
      outputGradient.shape == geometry.outputShape,
      "gradient \(outputGradient.shape) for an output of \(geometry.outputShape)")
    guard let backwardWeights = plan.backwardWeights, let backwardData = plan.backwardData else {
      preconditionFailure("a plan for training")
    }
    // Both operations take the gradient in the same format, so one conversion serves both.
    let gradient = backwardWeights.prepared(DNNL_ARG_DIFF_DST, outputGradient.storage)
    let weightGradient = Tensor(uninitializedShape: weight.value.shape)
    var outputs = [(index: DNNL_ARG_DIFF_WEIGHTS, storage: weightGradient.storage)]
    let biasGradient = bias.map { Tensor(uninitializedShape: $0.value.shape) }
    if let biasGradient { outputs.append((DNNL_ARG_DIFF_BIAS, biasGradient.storage)) }
    backwardWeights.run(
      inputs: [], ready: [(DNNL_ARG_SRC, kept.source), (DNNL_ARG_DIFF_DST, gradient)],
      outputs: outputs)
    weight.gradient.add(weightGradient)
    if let bias, let biasGradient { bias.gradient.add(biasGradient) }
    guard propagatesGradient else { return Tensor(shape: kept.shape) }
    let inputGradient = Tensor(uninitializedShape: kept.shape)
    backwardData.run(
      inputs: [(DNNL_ARG_WEIGHTS, weight.value.storage)],
      ready: [(DNNL_ARG_DIFF_DST, gradient)],
      outputs: [(DNNL_ARG_DIFF_SRC, inputGradient.storage)])
    return inputGradient
  }
}
