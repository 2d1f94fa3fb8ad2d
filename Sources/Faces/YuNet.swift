// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import NeuralNetwork

/// The detection network: a small convolutional network with outputs at three strides.
///
/// Peng, Yu and others, "YuNet: A Tiny Millisecond-level Face Detector", 2023, with the weights of March 2023. The four
/// heads of a stride (class, object, box, landmarks) are joined into one pair of convolutions; the sums are the same.
struct YuNet: Sendable {
  /// Pixels between neighbouring cells of each output.
  static let strides = [8, 16, 32]
  /// Values of a cell: class and object before their sigmoid, box 4, landmarks 10.
  static let cellSize = 16

  /// A 1x1 convolution and a depthwise 3x3 one.
  private struct Unit: Sendable {
    let point: FusedConvolution
    let depth: FusedConvolution

    init(_ file: WeightFile, _ name: String, from inputs: Int, to outputs: Int) throws {
      point = FusedConvolution(
        FoldedConvolution(
          weight: try file.tensor("\(name).point.weight", shape: [outputs, inputs, 1, 1]),
          bias: try file.tensor("\(name).point.bias", shape: [outputs])))
      depth = FusedConvolution(
        FoldedConvolution(
          weight: try file.tensor("\(name).depth.weight", shape: [outputs, 1, 3, 3]),
          bias: try file.tensor("\(name).depth.bias", shape: [outputs]),
          padding: 1, groups: outputs, activation: .relu))
    }

    /// The joined heads of one stride.
    init(headsOf file: WeightFile, stride: Int) throws {
      let parts = [("class", 1), ("object", 1), ("box", 4), ("landmarks", 10)]
      func joined(_ kind: String, _ shape: (Int) -> [Int]) throws -> Tensor {
        let tensors = try parts.map { part, count in
          try file.tensor("head.\(part).stride\(stride).\(kind)", shape: shape(count))
        }
        return Tensor.concatenated(tensors, axis: .first)
      }
      point = FusedConvolution(
        FoldedConvolution(
          weight: try joined("point.weight") { [$0, 64, 1, 1] },
          bias: try joined("point.bias") { [$0] }))
      depth = FusedConvolution(
        FoldedConvolution(
          weight: try joined("depth.weight") { [$0, 1, 3, 3] },
          bias: try joined("depth.bias") { [$0] },
          padding: 1, groups: YuNet.cellSize))
    }

    func callAsFunction(_ input: Tensor) -> Tensor { depth(point(input)) }
  }

  private let stem: FusedConvolution
  private let stages: [[Unit]]
  private let neck: [Unit]
  private let heads: [Unit]

  /// The network with the weights of `file`; throws where a tensor is missing or has another shape.
  init(_ file: WeightFile) throws {
    stem = FusedConvolution(
      FoldedConvolution(
        weight: try file.tensor("backbone.0.stem.weight", shape: [16, 3, 3, 3]),
        bias: try file.tensor("backbone.0.stem.bias", shape: [16]),
        stride: 2, padding: 1, activation: .relu))
    let widths = [(16, 16, 32), (32, 32, 64), (64, 64, 64), (64, 64, 64), (64, 64, 64)]
    stages =
      [[try Unit(file, "backbone.0.unit", from: 16, to: 16)]]
      + (try widths.enumerated().map { index, width in
        [
          try Unit(file, "backbone.\(index + 1).unit0", from: width.0, to: width.1),
          try Unit(file, "backbone.\(index + 1).unit1", from: width.1, to: width.2),
        ]
      })
    neck = try Self.strides.map { try Unit(file, "neck.stride\($0)", from: 64, to: 64) }
    heads = try Self.strides.map { try Unit(headsOf: file, stride: $0) }
  }

  /// Cells of the three strides, each `[1, height / stride, width / stride, 16]`.
  ///
  /// - Parameter picture: `[1, height, width, 3]`, blue green red, 0 to 255, extents multiples of 32.
  func callAsFunction(_ picture: Tensor) -> [Tensor] {
    precondition(
      picture.shape.count == 4 && picture.shape[0] == 1 && picture.shape[3] == 3
        && picture.shape[1] % 32 == 0 && picture.shape[2] % 32 == 0,
      "the picture is [1, 32 n, 32 m, 3], not \(picture.shape)")
    var features = run(0, stem(picture))
    features = Pooling.max2x2(features)
    features = run(2, run(1, features))
    let stride8 = run(3, Pooling.max2x2(features))
    let stride16 = run(4, Pooling.max2x2(stride8))
    let stride32 = run(5, Pooling.max2x2(stride16))

    let coarse = neck[2](stride32)
    let middle = neck[1](stride16 + Resizing.nearestUpsampling2x(coarse))
    let fine = neck[0](stride8 + Resizing.nearestUpsampling2x(middle))
    return [heads[0](fine), heads[1](middle), heads[2](coarse)]
  }

  private func run(_ stage: Int, _ input: Tensor) -> Tensor {
    stages[stage].reduce(input) { features, unit in unit(features) }
  }
}
