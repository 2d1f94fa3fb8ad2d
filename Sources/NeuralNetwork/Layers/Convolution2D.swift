// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import COneDNN
import Glibc

/// A two-dimensional convolution with zero padding, `[N, H, W, in]` to `[N, H', W', out]`.
///
/// As in PyTorch the kernel is not flipped; with as many groups as channels it is a depthwise
/// convolution.
package final class Convolution2D: Layer {
  /// `[out, in / groups, kernel height, kernel width]`.
  let weight: Parameter
  /// `[out]`, absent where a normalisation follows.
  let bias: Parameter?
  /// Step between outputs in pixels.
  let stride: Int
  /// Rows and columns of zeros on each side.
  let padding: Int
  /// Number of independent groups of channels.
  let groups: Int
  /// Whether `backward` computes the input's gradient; the first layer of a network needs none and
  /// returns zeros.
  package var propagatesGradient = true

  private struct Kept {
    /// Keeps the input's memory shared, and so unchanged, where no copy was made.
    let input: Tensor
    /// The input in the format that the kernels work on, share by share.
    let sources: [TensorStorage]
    let plan: ConvolutionPlan.Key
  }
  private var kept: Kept?
  private static let plans = PrimitiveCache<ConvolutionPlan.Key, ConvolutionPlan>()

  /// A convolution with weights from the normal distribution of He et al. 2015 (variance 2 /
  /// fan-out) and no bias.
  package init(
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
  package var parameters: [Parameter] { [weight] + (bias.map { [$0] } ?? []) }

  private func plan(of input: Tensor, _ precision: ComputePrecision) -> ConvolutionPlan.Key {
    ConvolutionPlan.Key(
      geometry: ConvolutionGeometry(
        input: input.shape, weight: weight.value.shape, stride: stride, padding: padding,
        groups: groups, hasBias: bias != nil, precision: precision),
      input: input.precision, output: precision)
  }

  /// Runs `body` for each thread's share of the images, with the share's number, plan and memory
  /// offsets in bytes.
  private func forEachShare(
    _ whole: ConvolutionPlan.Key,
    _ body: (_ share: Int, ConvolutionPlan, _ inputOffset: Int, _ outputOffset: Int) -> Void
  ) {
    let shares = ThreadTeam.shares(of: whole.geometry.batch)
    let inputBytes = whole.geometry.inputShape.dropFirst().reduce(whole.input.bytes, *)
    let outputBytes = whole.geometry.outputShape.dropFirst().reduce(whole.output.bytes, *)
    ThreadTeam.run(shares.count) { share in
      var part = whole
      part.geometry.batch = shares[share].count
      let plan = Self.plans.plan(part) { ConvolutionPlan(part) }
      let first = shares[share].lowerBound
      body(share, plan, first * inputBytes, first * outputBytes)
    }
  }

  /// Convolves, and keeps the input when training.
  package func forward(_ input: Tensor, phase: Phase) -> Tensor {
    let precision = phase.isTraining ? ComputePrecision.current : .float32
    let plan = plan(of: input, precision)
    let output = Tensor(
      uninitializedShape: plan.geometry.outputShape, precision: plan.output)
    var sources = ThreadTeam.shares(of: plan.geometry.batch).map { _ in input.memory }
    sources.withUnsafeMutableBufferPointer { sources in
      forEachShare(plan) { share, plan, inputOffset, outputOffset in
        let source = plan.forward.prepared(
          DNNL_ARG_SRC, TensorStorage(partOf: input.memory, offset: inputOffset))
        var inputs = [(index: DNNL_ARG_WEIGHTS, storage: weight.value.storage)]
        if let bias { inputs.append((DNNL_ARG_BIAS, bias.value.storage)) }
        plan.forward.run(
          inputs: inputs, ready: [(DNNL_ARG_SRC, source)],
          outputs: [(DNNL_ARG_DST, TensorStorage(partOf: output.memory, offset: outputOffset))])
        sources[share] = source
      }
    }
    kept =
      phase.isTraining ? Kept(input: input, sources: sources, plan: plan) : nil
    return output
  }

  /// Adds the gradients of weight and bias; returns that of the input, or zeros without
  /// `propagatesGradient`.
  package func backward(_ outputGradient: Tensor) -> Tensor {
    guard let kept else { preconditionFailure("backward of \(weight.name) without forward") }
    self.kept = nil
    let geometry = kept.plan.geometry
    let outputGradient = outputGradient.converted(to: kept.plan.output)
    precondition(
      outputGradient.shape == geometry.outputShape,
      "gradient \(outputGradient.shape) for an output of \(geometry.outputShape)")
    precondition(
      kept.sources.count == ThreadTeam.shares(of: geometry.batch).count,
      "backward runs with as many threads as forward did")
    let inputGradient =
      propagatesGradient
      ? Tensor(uninitializedShape: geometry.inputShape, precision: kept.plan.input)
      : Tensor(shape: geometry.inputShape)
    let isTurned = propagatesGradient && geometry.turned != nil
    let kernels = isTurned ? weight.value.turnedKernels() : weight.value
    let weightGradients = kept.sources.map { _ in Tensor(uninitializedShape: weight.value.shape) }
    let biasGradients = kept.sources.map { _ in Tensor(uninitializedShape: [weight.value.shape[0]])
    }
    forEachShare(kept.plan) { share, plan, inputOffset, outputOffset in
      // Both operations take the gradient in the same format, so one conversion serves both.
      let gradient = plan.backwardWeights.prepared(
        DNNL_ARG_DIFF_DST, TensorStorage(partOf: outputGradient.memory, offset: outputOffset))
      var outputs = [(index: DNNL_ARG_DIFF_WEIGHTS, storage: weightGradients[share].storage)]
      if bias != nil { outputs.append((DNNL_ARG_DIFF_BIAS, biasGradients[share].storage)) }
      plan.backwardWeights.run(
        inputs: [],
        ready: [(DNNL_ARG_SRC, kept.sources[share]), (DNNL_ARG_DIFF_DST, gradient)],
        outputs: outputs)
      guard propagatesGradient else { return }
      plan.inputGradient.run(
        gradient, kernels: kernels.storage,
        to: TensorStorage(partOf: inputGradient.memory, offset: inputOffset))
    }
    // Joined in the order of the shares, so that the sum is the same at every run.
    for gradient in weightGradients { weight.gradient.add(gradient) }
    if let bias { for gradient in biasGradients { bias.gradient.add(gradient) } }
    return inputGradient
  }
}
