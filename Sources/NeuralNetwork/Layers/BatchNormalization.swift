// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Normalises each channel (the last axis) to zero mean and unit variance over the batch, then
/// scales and shifts.
///
/// Ioffe and Szegedy 2015, with PyTorch's conventions: the batch's own variance is the biased one,
/// the running variance is updated with the unbiased one. In inference the running statistics are
/// used.
package final class BatchNormalization: Layer {
  /// Scale, `[channels]`.
  let weight: Parameter
  /// Shift, `[channels]`.
  let bias: Parameter
  /// Exponential mean of the batches' means, `[channels]`.
  let runningMean: Parameter
  /// Exponential mean of the batches' unbiased variances, `[channels]`.
  let runningVariance: Parameter
  /// Share of a new batch in the running statistics.
  let momentum: Float
  /// Added to variances before the root is taken.
  let epsilon: Float
  /// Whether max(x, 0) follows, computed in the same pass.
  let rectifies: Bool
  /// PyTorch's addition to variances, which weight files do not state.
  static let usualEpsilon: Float = 1e-5

  private struct Kept {
    let input: Tensor
    let mean: [Float]
    /// 1 / sqrt(variance + epsilon)
    let inverse: [Float]
    let factor: [Float]
    let offset: [Float]
  }
  private var kept: Kept?

  /// Scale one, shift zero, running mean zero, running variance one.
  package init(
    name: String, channels: Int, momentum: Float = 0.1, epsilon: Float = usualEpsilon,
    rectifies: Bool = false
  ) {
    func constant(_ part: String, _ value: Float) -> Parameter {
      Parameter(
        name: "\(name).\(part)", value: Tensor(shape: [channels], repeating: value), decays: false)
    }
    weight = constant("weight", 1)
    bias = constant("bias", 0)
    runningMean = constant("running_mean", 0)
    runningVariance = constant("running_var", 1)
    self.momentum = momentum
    self.epsilon = epsilon
    self.rectifies = rectifies
  }

  /// Scale and shift.
  package var parameters: [Parameter] { [weight, bias] }
  /// Running mean and variance.
  package var buffers: [Parameter] { [runningMean, runningVariance] }

  /// Normalises; in training it also updates the running statistics.
  package func forward(_ input: Tensor, phase: Phase) -> Tensor {
    forward(input, adding: nil, rectifies: rectifies, phase: phase)
  }

  /// As above, adding `residual` before the rectifier in the same pass.
  func forward(_ input: Tensor, adding residual: Tensor?, rectifies: Bool, phase: Phase) -> Tensor {
    let channels = weight.value.count
    precondition(
      input.shape.last == channels, "\(channels) channels are normalised, not \(input.shape)")
    precondition(
      residual.map { $0.shape == input.shape } ?? true, "the residual fits \(input.shape)")
    let mean: [Float]
    let inverse: [Float]
    if phase == .measuring { adoptStatistics(of: input) }
    if phase.isTraining {
      let moments = moments(of: input)
      updateRunningStatistics(moments.mean, moments.variance, rows: input.count / channels)
      mean = moments.mean.map { Float($0) }
      inverse = moments.variance.map { Float(1 / ($0 + Double(epsilon)).squareRoot()) }
    } else {
      mean = runningMean.value.values
      inverse = runningVariance.value.values.map { 1 / ($0 + epsilon).squareRoot() }
    }
    // y = (x - mean) inverse weight + bias = x factor + offset
    let factor = (0..<channels).map { weight.value[$0] * inverse[$0] }
    let offset = (0..<channels).map { bias.value[$0] - mean[$0] * factor[$0] }
    kept =
      phase.isTraining
      ? Kept(input: input, mean: mean, inverse: inverse, factor: factor, offset: offset) : nil
    return ChannelAffine.apply(
      input, factor: factor, offset: offset, adding: residual, rectifies: rectifies)
  }

  /// Mean and biased variance of each channel.
  private func moments(of input: Tensor) -> (mean: [Double], variance: [Double]) {
    let channels = weight.value.count
    let rows = input.count / channels
    precondition(rows > 0, "an empty batch")
    return switch input.precision {
    case .float32:
      input.withStored { (values: UnsafePointer<Float>) in
        ChannelSums.moments(values, rows: rows, channels: channels)
      }
    case .bfloat16:
      input.withStored { (values: UnsafePointer<BFloat16>) in
        ChannelSums.moments(values, rows: rows, channels: channels)
      }
    }
  }

  /// Makes the statistics of `input` the running ones and adapts scale and shift, so that inference
  /// computes what it did before.
  ///
  /// With s the former weight / sqrt(running variance + epsilon): weight = s sqrt(variance +
  /// epsilon), bias += s (mean - running mean).
  private func adoptStatistics(of input: Tensor) {
    let (mean, variance) = moments(of: input)
    for channel in mean.indices {
      let scale =
        Double(weight.value[channel])
        / Double(runningVariance.value[channel] + epsilon).squareRoot()
      weight.value[channel] = Float(scale * (variance[channel] + Double(epsilon)).squareRoot())
      bias.value[channel] += Float(scale * (mean[channel] - Double(runningMean.value[channel])))
      runningMean.value[channel] = Float(mean[channel])
      runningVariance.value[channel] = Float(variance[channel])
    }
  }

  private func updateRunningStatistics(_ mean: [Double], _ variance: [Double], rows: Int) {
    let unbiased = rows > 1 ? Double(rows) / Double(rows - 1) : 1
    for channel in mean.indices {
      runningMean.value[channel] +=
        momentum * (Float(mean[channel]) - runningMean.value[channel])
      runningVariance.value[channel] +=
        momentum * (Float(variance[channel] * unbiased) - runningVariance.value[channel])
    }
  }

  /// Adds the gradients of scale and shift and returns the input's, through the batch statistics.
  package func backward(_ outputGradient: Tensor) -> Tensor {
    let kept = takeKept()
    guard rectifies else { return backward(outputGradient, kept, gate: OpenGate()) }
    return kept.factor.withUnsafeBufferPointer { factor in
      kept.offset.withUnsafeBufferPointer { offset in
        guard let factor = factor.baseAddress, let offset = offset.baseAddress else {
          return outputGradient
        }
        return backward(outputGradient, kept, gate: AffineGate(factor: factor, offset: offset))
      }
    }
  }

  /// As above where a rectifier with output `output` followed after a residual sum.
  func backward(_ outputGradient: Tensor, rectifiedTo output: Tensor) -> Tensor {
    let kept = takeKept()
    switch output.precision {
    case .float32:
      return output.withStored { (output: UnsafePointer<Float>) in
        backward(outputGradient, kept, gate: OutputGate(output: output))
      }
    case .bfloat16:
      return output.withStored { (output: UnsafePointer<BFloat16>) in
        backward(outputGradient, kept, gate: OutputGate(output: output))
      }
    }
  }

  private func takeKept() -> Kept {
    guard let kept else { preconditionFailure("backward of \(weight.name) without forward") }
    self.kept = nil
    return kept
  }

  @inline(__always)
  private func backward(
    _ outputGradient: Tensor, _ kept: Kept, gate: some GradientGate
  ) -> Tensor {
    precondition(
      outputGradient.shape == kept.input.shape,
      "gradient \(outputGradient.shape) for an output of \(kept.input.shape)")
    let outputGradient = outputGradient.converted(to: kept.input.precision)
    return switch kept.input.precision {
    case .float32: backward(Float.self, outputGradient, kept, gate: gate)
    case .bfloat16: backward(BFloat16.self, outputGradient, kept, gate: gate)
    }
  }

  @inline(__always)
  private func backward<T: StoredFloat>(
    _: T.Type, _ outputGradient: Tensor, _ kept: Kept, gate: some GradientGate
  ) -> Tensor {
    let channels = kept.mean.count
    let rows = kept.input.count / channels
    return Tensor(shape: kept.input.shape) { (target: UnsafeMutablePointer<T>) in
      outputGradient.withStored { (gradient: UnsafePointer<T>) in
        kept.input.withStored { (values: UnsafePointer<T>) in
          let (sum, product) = ChannelSums.gradientSums(
            gradient, values, mean: kept.mean, rows: rows, channels: channels, gate: gate)
          // dx = factor (g - mean(g) - x^ mean(g x^)) with x^ = (x - mean) inverse,
          // written as g factor + x slope + offset.
          var slope = kept.factor
          var offset = kept.factor
          for channel in 0..<channels {
            let inverse = Double(kept.inverse[channel])
            let factor = Double(kept.factor[channel])
            let scaleGradient = product[channel] * inverse
            bias.gradient[channel] += Float(sum[channel])
            weight.gradient[channel] += Float(scaleGradient)
            let steepness = -factor * scaleGradient * inverse / Double(rows)
            slope[channel] = Float(steepness)
            offset[channel] = Float(
              -factor * sum[channel] / Double(rows) - steepness * Double(kept.mean[channel]))
          }
          ChannelAffine.gradient(
            gradient, values, target, rows: rows, channels: channels, factor: kept.factor,
            slope: slope, offset: offset, gate: gate)
        }
      }
    }
  }
}
