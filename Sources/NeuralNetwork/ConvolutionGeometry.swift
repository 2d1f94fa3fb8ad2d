// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The shape of a convolution, from which its plan is made.
struct ConvolutionGeometry: Hashable, Sendable {
  var batch: Int
  var height: Int
  var width: Int
  var inputChannels: Int
  var outputChannels: Int
  var kernelHeight: Int
  var kernelWidth: Int
  var stride: Int
  var padding: Int
  var groups: Int
  var hasBias: Bool
  /// Format of weights and images inside the operation; products are summed in 32 bits.
  var precision: ComputePrecision

  /// The geometry of applying `weight` `[out, in / groups, kernel height, kernel width]` to `input`.
  init(
    input: [Int], weight: [Int], stride: Int, padding: Int, groups: Int, hasBias: Bool,
    precision: ComputePrecision = .float32
  ) {
    precondition(input.count == 4, "images are [batch, height, width, channels], not \(input)")
    precondition(
      input[3] == weight[1] * groups,
      "the convolution takes \(weight[1] * groups) channels, not \(input[3])")
    batch = input[0]
    height = input[1]
    width = input[2]
    inputChannels = input[3]
    outputChannels = weight[0]
    kernelHeight = weight[2]
    kernelWidth = weight[3]
    self.stride = stride
    self.padding = padding
    self.groups = groups
    self.hasBias = hasBias
    // The 16-bit kernels work on blocks of 16 channels; narrower layers lose more by conversion than they gain.
    let isWide = groups == 1 && input[3] % 16 == 0 && weight[0] % 16 == 0
    self.precision = isWide ? precision : .float32
    precondition(
      outputHeight > 0 && outputWidth > 0,
      "a \(width)x\(height) image is too small for a kernel of \(kernelWidth)x\(kernelHeight)")
  }

  /// The geometry of applying `layer` to `input`.
  init(_ layer: FoldedConvolution, input: [Int], precision: ComputePrecision = .float32) {
    self.init(
      input: input, weight: layer.weight.shape, stride: layer.stride, padding: layer.padding,
      groups: layer.groups, hasBias: layer.bias != nil, precision: precision)
  }

  var outputHeight: Int { (height + 2 * padding - kernelHeight) / stride + 1 }
  var outputWidth: Int { (width + 2 * padding - kernelWidth) / stride + 1 }
  var inputShape: [Int] { [batch, height, width, inputChannels] }
  var outputShape: [Int] { [batch, outputHeight, outputWidth, outputChannels] }
}
