// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork

/// The face backbone in inference, written as loops, from its tensors by PyTorch's names.
struct PlainBackbone {
  private struct Block {
    let first: PlainConvolution
    let second: PlainConvolution
    let stride: Int
  }

  private let stem: PlainConvolution
  private let blocks: [Block]

  /// Takes the backbone's tensors; throws `WeightError` when one is missing or does not fit.
  init(_ file: WeightFile, epsilon: Float = 1e-5) throws {
    func convolution(
      _ name: String, _ normalization: String, inputs: Int, outputs: Int, stride: Int = 1
    ) throws -> PlainConvolution {
      func vector(_ part: String) throws -> Tensor {
        try file.tensor("\(normalization).\(part)", shape: [outputs])
      }
      return PlainConvolution(
        weight: try file.tensor("\(name).weight", shape: [outputs, inputs, 3, 3]),
        gamma: try vector("weight"), beta: try vector("bias"), mean: try vector("running_mean"),
        variance: try vector("running_var"), epsilon: epsilon, stride: stride)
    }
    stem = try convolution("conv1", "bn1", inputs: 1, outputs: 16)
    var blocks: [Block] = []
    var inputs = 16
    for (stage, outputs) in [16, 32, 64].enumerated() {
      for index in 0..<3 {
        let name = "layer\(stage + 1).\(index)"
        let stride = stage > 0 && index == 0 ? 2 : 1
        blocks.append(
          Block(
            first: try convolution(
              "\(name).conv1", "\(name).bn1", inputs: inputs, outputs: outputs, stride: stride),
            second: try convolution(
              "\(name).conv2", "\(name).bn2", inputs: outputs, outputs: outputs), stride: stride))
        inputs = outputs
      }
    }
    self.blocks = blocks
  }

  /// Features `[faces, 64]` of normalised faces `[faces, 48, 48, 1]`, row-major.
  func features(_ faces: Tensor) -> [Float] {
    var map = PlainMap(
      batch: faces.shape[0], height: faces.shape[1], width: faces.shape[2],
      channels: faces.shape[3], values: faces.values)
    map = stem(map)
    Self.rectify(&map)
    for block in blocks {
      var inner = block.first(map)
      Self.rectify(&inner)
      var outer = block.second(inner)
      Self.addShortcut(map, stride: block.stride, to: &outer)
      Self.rectify(&outer)
      map = outer
    }
    return Self.means(map)
  }

  private static func rectify(_ map: inout PlainMap) {
    for index in map.values.indices { map.values[index] = max(map.values[index], 0) }
  }

  /// Adds every `stride`-th position; the old channels stand in the middle of the new ones.
  private static func addShortcut(_ from: PlainMap, stride: Int, to map: inout PlainMap) {
    let offset = (map.channels - from.channels) / 2
    for image in 0..<map.batch {
      for row in 0..<map.height {
        for column in 0..<map.width {
          let source =
            ((image * from.height + row * stride) * from.width + column * stride) * from.channels
          let target = ((image * map.height + row) * map.width + column) * map.channels + offset
          for channel in 0..<from.channels {
            map.values[target + channel] += from.values[source + channel]
          }
        }
      }
    }
  }

  private static func means(_ map: PlainMap) -> [Float] {
    let positions = map.height * map.width
    var means = [Float](repeating: 0, count: map.batch * map.channels)
    for image in 0..<map.batch {
      for position in 0..<positions {
        for channel in 0..<map.channels {
          means[image * map.channels + channel] +=
            map.values[(image * positions + position) * map.channels + channel]
        }
      }
    }
    return means.map { $0 / Float(positions) }
  }
}
