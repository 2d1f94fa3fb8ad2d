// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A convolution's weights for inference, with the normalisation behind it multiplied in.
package struct FoldedConvolution: Sendable {
  /// `[out, in / groups, kernel height, kernel width]`.
  let weight: Tensor
  /// `[out]`.
  let bias: Tensor?
  /// Step between outputs in pixels.
  let stride: Int
  /// Rows and columns of zeros on each side.
  let padding: Int
  /// Number of independent groups of channels.
  let groups: Int
  /// Computed on the way out.
  let activation: Activation

  /// A convolution of `[N, H, W, in]` with `weight` `[out, in / groups, kH, kW]` and `bias`
  /// `[out]`.
  package init(
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

  /// The same convolution as a layer for training, frozen.
  package init(_ convolution: Convolution2D, activation: Activation = .none) {
    self.init(
      weight: convolution.weight.value, bias: convolution.bias?.value, stride: convolution.stride,
      padding: convolution.padding, groups: convolution.groups, activation: activation)
  }

  /// Folds a normalisation with its running statistics into the convolution before it.
  ///
  /// A rectifier of the normalisation counts as activation.
  package init(
    _ convolution: Convolution2D, _ normalization: BatchNormalization,
    activation: Activation = .none
  ) {
    let plain = FoldedConvolution(
      convolution, activation: normalization.rectifies ? .relu : activation)
    self = plain.scaled(by: RunningStatistics(normalization))
  }

  /// Reads a convolution without bias and its normalisation, both under the names of the layers for
  /// training.
  ///
  /// - Parameters:
  ///   - name: the convolution's; its tensor is `name.weight`.
  ///   - normalization: the normalisation's; its tensors are `weight`, `bias`, `running_mean` and
  ///     `running_var`.
  ///   - shape: of the weights, `[out, in / groups, kernel height, kernel width]`.
  /// - Throws: `FileError` where a tensor is missing or has another shape.
  package init(
    from file: WeightFile, name: String, normalization: String, shape: [Int], stride: Int = 1,
    padding: Int = 0, activation: Activation = .none
  ) throws {
    let plain = FoldedConvolution(
      weight: try file.tensor("\(name).weight", shape: shape), bias: nil, stride: stride,
      padding: padding, activation: activation)
    self = plain.scaled(
      by: try RunningStatistics(from: file, name: normalization, channels: shape[0]))
  }

  /// The same convolution, whose activation somebody else computes.
  var withoutActivation: FoldedConvolution {
    FoldedConvolution(
      weight: weight, bias: bias, stride: stride, padding: padding, groups: groups)
  }

  /// W' = s W, b' = bias + s (b - running mean), with s = weight / sqrt(running variance +
  /// epsilon).
  private func scaled(by statistics: RunningStatistics) -> FoldedConvolution {
    let outputs = weight.shape[0]
    precondition(
      statistics.mean.count == outputs,
      "\(outputs) channels meet a normalisation of \(statistics.mean.count)")
    var scaledWeight = weight
    var scaledBias = Tensor(shape: [outputs])
    let length = weight.count / outputs
    scaledWeight.withUnsafeMutableBuffer { values in
      for output in 0..<outputs {
        let scale =
          statistics.weight[output]
          / (statistics.variance[output] + statistics.epsilon).squareRoot()
        for index in output * length..<(output + 1) * length { values[index] *= scale }
        let own = bias?[output] ?? 0
        scaledBias[output] = statistics.bias[output] + scale * (own - statistics.mean[output])
      }
    }
    return FoldedConvolution(
      weight: scaledWeight, bias: scaledBias, stride: stride, padding: padding, groups: groups,
      activation: activation)
  }
}

/// What a normalisation does to a channel in inference, each `[channels]`.
private struct RunningStatistics {
  let weight: Tensor
  let bias: Tensor
  let mean: Tensor
  let variance: Tensor
  let epsilon: Float

  init(_ normalization: BatchNormalization) {
    weight = normalization.weight.value
    bias = normalization.bias.value
    mean = normalization.runningMean.value
    variance = normalization.runningVariance.value
    epsilon = normalization.epsilon
  }

  init(from file: WeightFile, name: String, channels: Int) throws {
    weight = try file.tensor("\(name).weight", shape: [channels])
    bias = try file.tensor("\(name).bias", shape: [channels])
    mean = try file.tensor("\(name).running_mean", shape: [channels])
    variance = try file.tensor("\(name).running_var", shape: [channels])
    epsilon = BatchNormalization.usualEpsilon
  }
}

extension ConvolutionGeometry {
  /// The geometry of applying `layer` to `input`.
  init(_ layer: FoldedConvolution, input: [Int], precision: ComputePrecision = .float32) {
    self.init(
      input: input, weight: layer.weight.shape, stride: layer.stride, padding: layer.padding,
      groups: layer.groups, hasBias: layer.bias != nil, precision: precision)
  }
}
