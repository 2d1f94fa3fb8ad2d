// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Faces
package import NeuralNetwork

/// The network that turns one grey face into 64 features.
public enum BackboneNetwork: String, Sendable, Codable, CaseIterable {
  /// The network of He et al. 2015 for CIFAR-10 with one input channel, 0.27 M parameters.
  ///
  /// A 3x3 convolution, three stages of three residual blocks (16, 32, 64 channels; the stride is 2
  /// where a stage begins; shortcuts are strided identities with zero-padded channels), then the
  /// mean over the picture.
  case resnet20
  /// The network of dlib's face recognition (King 2017) with one input channel, 5.6 M parameters.
  ///
  /// A 7x7 convolution with a stride of 2, maxima over 3x3, fourteen residual blocks (32, 64, 128, 256
  /// and 256 channels; shortcuts are means over 2x2 where a stage halves), the mean over the picture,
  /// and a linear map of these 256 values to the features.
  case resnet29
}

/// Which face backbone a model has.
public struct BackboneArchitecture: Sendable, Equatable {
  /// The network.
  public let network: BackboneNetwork
  /// Side in pixels to which crops of 48x48 are enlarged, bilinearly, before the network sees them.
  public let inputSide: Int

  /// The one of `emonet-2`: ResNet-20 on crops as they are.
  public init() {
    network = .resnet20
    inputSide = FaceCrop.side
  }

  /// A network and its input; nil where the side is none of `inputSides`.
  public init?(_ network: BackboneNetwork, inputSide: Int) {
    guard Self.inputSides(of: network).contains(inputSide) else { return nil }
    self.network = network
    self.inputSide = inputSide
  }

  /// Sides that a network can take: below the least nothing would be left for its last block.
  public static func inputSides(of network: BackboneNetwork) -> ClosedRange<Int> {
    switch network {
    case .resnet20: FaceCrop.side...512
    case .resnet29: 103...512
    }
  }
}

extension BackboneArchitecture: Codable {
  private enum CodingKeys: String, CodingKey {
    case network, inputSide
  }

  /// Reads a network and its side.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let network = try container.decode(BackboneNetwork.self, forKey: .network)
    let side = try container.decode(Int.self, forKey: .inputSide)
    guard let known = BackboneArchitecture(network, inputSide: side) else {
      let sides = Self.inputSides(of: network)
      throw DecodingError.dataCorruptedError(
        forKey: .inputSide, in: container,
        debugDescription: "a side of \(network) is from \(sides.lowerBound) to "
          + "\(sides.upperBound), not \(side)")
    }
    self = known
  }
}

/// Layers of a face backbone.
///
/// Tensor names are those of the usual PyTorch definition of a residual network.
package struct FaceBackboneLayers: Sendable {
  /// A residual block's name and shape.
  package struct Block: Sendable {
    package let name: String
    package let inputs: Int
    package let outputs: Int
    package let stride: Int
    /// Zeros round the first convolution's input.
    package let padding: Int
  }

  /// Length of the feature vector of one face.
  package static let featureCount = 64
  package static let stemName = "conv1"
  package static let stemNormalizationName = "bn1"
  /// The linear map from the mean over the picture to the features, where there is one.
  package static let reductionName = "features"
  /// Scores the seven emotions from the features.
  package static let emotionHeadName = "emotion"

  /// Shape of the first convolution's weights.
  package let stemShape: [Int]
  package let stemStride: Int
  package let stemPadding: Int
  /// Windows whose maxima go on from the stem to the blocks; nil where all values do.
  package let pooling: (size: Int, stride: Int)?
  /// The residual blocks, first to last.
  package let blocks: [Block]
  /// What leads round a block's convolutions where stride or channels change.
  package let shortcut: ResidualBlock.Shortcut
  /// What enlarges the crops; nil where the network sees them as they are.
  package let enlargement: BilinearEnlargement?

  /// The layers of a backbone.
  package init(_ architecture: BackboneArchitecture) {
    switch architecture.network {
    case .resnet20:
      stemShape = [16, 1, 3, 3]
      (stemStride, stemPadding, pooling) = (1, 1, nil)
      shortcut = .padded
      blocks = Self.stages([(16, 3), (32, 3), (64, 3)], from: 16, padsHalving: true)
    case .resnet29:
      stemShape = [32, 1, 7, 7]
      (stemStride, stemPadding, pooling) = (2, 0, (3, 2))
      shortcut = .averaged
      blocks = Self.stages(
        [(32, 3), (64, 4), (128, 3), (256, 3), (256, 1)], from: 32, padsHalving: false)
    }
    enlargement =
      architecture.inputSide == FaceCrop.side
      ? nil : BilinearEnlargement(side: architecture.inputSide)
  }

  /// Blocks of stages, of which all but the first begin with a stride of 2.
  private static func stages(
    _ stages: [(channels: Int, blocks: Int)], from stem: Int, padsHalving: Bool
  ) -> [Block] {
    var inputs = stem
    var blocks: [Block] = []
    for (stage, (channels, count)) in stages.enumerated() {
      for block in 0..<count {
        let halves = stage > 0 && block == 0
        blocks.append(
          Block(
            name: "layer\(stage + 1).\(block)", inputs: inputs, outputs: channels,
            stride: halves ? 2 : 1, padding: halves && !padsHalving ? 0 : 1))
        inputs = channels
      }
    }
    return blocks
  }

  /// Values of the mean over the picture.
  package var channels: Int { blocks.last?.outputs ?? stemShape[0] }

  /// Whether the mean over the picture is reduced to the features; it is the features otherwise.
  package var isReduced: Bool { channels != Self.featureCount }
}
