// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Glibc
import NeuralNetwork

/// The detection network: a small convolutional network with outputs at three strides.
///
/// Peng, Yu and others, "YuNet: A Tiny Millisecond-level Face Detector", 2023, with the weights of
/// March 2023. The four heads of a stride (class, object, box, landmarks) are joined into one pair
/// of convolutions; the sums are the same.
struct YuNet: Sendable {
  /// Pixels between neighbouring cells of each output.
  static let strides = [8, 16, 32]
  /// Values of a cell: class and object before their sigmoid, box 4, landmarks 10.
  static let cellSize = 16

  /// A 1x1 convolution and a depthwise 3x3 one.
  private struct Unit: Sendable {
    let point: FoldedConvolution
    let depth: FoldedConvolution

    init(_ file: WeightFile, _ name: String, from inputs: Int, to outputs: Int) throws {
      point = FoldedConvolution(
        weight: try file.tensor("\(name).point.weight", shape: [outputs, inputs, 1, 1]),
        bias: try file.tensor("\(name).point.bias", shape: [outputs]))
      depth = FoldedConvolution(
        weight: try file.tensor("\(name).depth.weight", shape: [outputs, 1, 3, 3]),
        bias: try file.tensor("\(name).depth.bias", shape: [outputs]),
        padding: 1, groups: outputs, activation: .relu)
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
      point = FoldedConvolution(
        weight: try joined("point.weight") { [$0, 64, 1, 1] },
        bias: try joined("point.bias") { [$0] })
      depth = FoldedConvolution(
        weight: try joined("depth.weight") { [$0, 1, 3, 3] },
        bias: try joined("depth.bias") { [$0] },
        padding: 1, groups: YuNet.cellSize)
    }

    func apply(
      to input: inout NetworkSteps.Value, keeping: Bool = false, in steps: inout NetworkSteps
    ) -> NetworkSteps.Value {
      var inner = steps.convolution(point, of: &input, keeping: keeping)
      return steps.convolution(depth, of: &inner)
    }
  }

  private let network: FusedNetwork

  /// The network with the weights of `file`; throws where a tensor is missing or has another shape.
  init(_ file: WeightFile) throws {
    let stem = FoldedConvolution(
      weight: try file.tensor("backbone.0.stem.weight", shape: [16, 3, 3, 3]),
      bias: try file.tensor("backbone.0.stem.bias", shape: [16]),
      stride: 2, padding: 1, activation: .relu)
    let widths = [(16, 16, 32), (32, 32, 64), (64, 64, 64), (64, 64, 64), (64, 64, 64)]
    let stages =
      [[try Unit(file, "backbone.0.unit", from: 16, to: 16)]]
      + (try widths.enumerated().map { index, width in
        [
          try Unit(file, "backbone.\(index + 1).unit0", from: width.0, to: width.1),
          try Unit(file, "backbone.\(index + 1).unit1", from: width.1, to: width.2),
        ]
      })
    let neck = try Self.strides.map { try Unit(file, "neck.stride\($0)", from: 64, to: 64) }
    let heads = try Self.strides.map { try Unit(headsOf: file, stride: $0) }
    network = FusedNetwork { steps, picture in
      func run(_ stage: Int, _ input: inout NetworkSteps.Value) -> NetworkSteps.Value {
        var features = input
        for unit in stages[stage] { features = unit.apply(to: &features, in: &steps) }
        return features
      }
      var picture = picture
      var features = steps.convolution(stem, of: &picture)
      features = run(0, &features)
      features = steps.maxPooling(of: &features, size: 2, stride: 2, keeping: false)
      features = run(1, &features)
      features = run(2, &features)
      features = steps.maxPooling(of: &features, size: 2, stride: 2, keeping: false)
      var stride8 = run(3, &features)
      features = steps.maxPooling(of: &stride8, size: 2, stride: 2, keeping: true)
      var stride16 = run(4, &features)
      features = steps.maxPooling(of: &stride16, size: 2, stride: 2, keeping: true)
      features = run(5, &features)

      var coarse = neck[2].apply(to: &features, in: &steps)
      var middle = steps.upsampling2x(of: &coarse, keeping: true, addedTo: stride16)
      middle = neck[1].apply(to: &middle, in: &steps)
      var fine = steps.upsampling2x(of: &middle, keeping: true, addedTo: stride8)
      fine = neck[0].apply(to: &fine, in: &steps)
      return [
        heads[0].apply(to: &fine, in: &steps), heads[1].apply(to: &middle, in: &steps),
        heads[2].apply(to: &coarse, in: &steps),
      ]
    }
  }

  /// Cells of the three strides, each `[1, height / stride, width / stride, 16]`.
  ///
  /// - Parameter picture: `[1, height, width, 3]`, blue green red, 0 to 255, extents multiples of
  ///   32.
  func callAsFunction(_ picture: Tensor) -> [Tensor] {
    precondition(
      picture.shape.count == 4 && picture.shape[0] == 1 && picture.shape[3] == 3
        && picture.shape[1] % 32 == 0 && picture.shape[2] % 32 == 0,
      "the picture is [1, 32 n, 32 m, 3], not \(picture.shape)")
    return network(picture)
  }
}

extension YuNet {
  /// The faces that the cells of one stride claim, row by row, in the detection picture's pixels.
  ///
  /// With (column, row) the cell and s the stride: centre = (column + dx, row + dy) s, width =
  /// exp(dw) s, a landmark = (column + x, row + y) s, score = sqrt(class object), both through
  /// their sigmoid.
  ///
  /// - Parameters:
  ///   - cells: `[1, rows, columns, 16]` as the network gives them.
  ///   - threshold: lowest score that counts, above 0 and below 1.
  static func faces(in cells: Tensor, stride: Int, threshold: Float) -> [Face] {
    precondition(
      cells.shape.count == 4 && cells.shape[3] == cellSize,
      "cells are [1, rows, columns, \(cellSize)], not \(cells.shape)")
    precondition(threshold > 0 && threshold < 1, "a threshold of \(threshold) is not in (0, 1)")
    let (rows, columns) = (cells.shape[1], cells.shape[2])
    let size = Float(stride)
    // Neither factor of a score above t is below t squared: most cells are dismissed without an
    // exponential. The small slack keeps rounding from dismissing a score that lies on the
    // threshold.
    let least = threshold * threshold
    let leastLogit = logf(least / (1 - least)) - 1e-3
    var faces: [Face] = []
    cells.withUnsafeBuffer { values in
      for row in 0..<rows {
        for column in 0..<columns {
          let cell = (row * columns + column) * cellSize
          guard values[cell] >= leastLogit, values[cell + 1] >= leastLogit else { continue }
          let score = (sigmoid(values[cell]) * sigmoid(values[cell + 1])).squareRoot()
          guard score >= threshold else { continue }
          let origin = Point(x: Float(column), y: Float(row))
          func point(_ offset: Int) -> Point {
            (origin + Point(x: values[cell + offset], y: values[cell + offset + 1])) * size
          }
          let center = point(2)
          let width = expf(values[cell + 4]) * size
          let height = expf(values[cell + 5]) * size
          let landmarks = (0..<5).map { point(6 + 2 * $0) }
          // Far beyond any picture: nothing that a crop could be cut from.
          guard ([center, Point(x: width, y: height)] + landmarks).allSatisfy({ $0.length < 1e5 })
          else { continue }
          faces.append(
            Face(
              box: FaceBox(
                x: center.x - width / 2, y: center.y - height / 2, width: width, height: height),
              landmarks: landmarks, score: score))
        }
      }
    }
    return faces
  }

  private static func sigmoid(_ logit: Float) -> Float { 1 / (1 + expf(-logit)) }
}
