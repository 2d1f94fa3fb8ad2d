// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
package import NeuralNetwork

/// How much a sound is like those of the rooms, microphones and speakers that the model knows.
///
/// Acted speech from a studio tells little of speech from anywhere else, and a network that was trained on one is as
/// sure of the other. Discriminants that tell the training corpora apart show whether a sound lies where one of them
/// lies; how often a sound at such a distance belongs to a known corpus was learnt from corpora, and from speakers of
/// known corpora, that were left out (`AudioFamiliarityFit`).
package struct AudioFamiliarity: Sendable, Equatable {
  /// Directions that tell the corpora apart, in deviations within them.
  package let rooms: LinearDiscriminantAnalysis
  /// Where the corpora lie there, `[corpora, directions]`.
  package let roomMeans: Tensor
  /// Logistic regression: bias, then a weight for each statistic.
  package let weights: [Float]
  /// What a sound counts that is certainly of no known corpus, in [0, 1].
  package let unknownShare: Float

  /// Statistics of a sound.
  package static let statisticCount = 2

  /// A familiarity from what was fitted.
  package init(
    rooms: LinearDiscriminantAnalysis, roomMeans: Tensor, weights: [Float], unknownShare: Float
  ) {
    precondition(weights.count == Self.statisticCount + 1, "\(weights.count) weights")
    precondition((0...1).contains(unknownShare), "a share of \(unknownShare)")
    self.rooms = rooms
    self.roomMeans = roomMeans
    self.weights = weights
    self.unknownShare = unknownShare
  }

  /// How far a sound lies from the nearest corpus, and how far its values scatter, both as logarithms, for each row of
  /// values on the common scale, `[sounds, 1582]`, cut at its limits.
  package static func statistics(
    _ standardized: Tensor, rooms: LinearDiscriminantAnalysis, roomMeans: Tensor
  ) -> [[Float]] {
    let places = rooms.transform(standardized)
    let (count, width, inputs) = (roomMeans.shape[0], roomMeans.shape[1], standardized.shape[1])
    return (0..<standardized.shape[0]).map { row in
      let nearest =
        (0..<count).map { room in
          (0..<width).reduce(Float(0)) { sum, column in
            let gap = places[row * width + column] - roomMeans[room * width + column]
            return sum + gap * gap
          }
        }.min() ?? 0
      let spread = (0..<inputs).reduce(Float(0)) { sum, column in
        let value = standardized[row * inputs + column]
        return sum + value * value
      }
      return [
        0.5 * Foundation.log(nearest / Float(width) + 0.01),
        Foundation.log(spread / Float(inputs) + 0.01),
      ]
    }
  }

  /// How likely a sound with these statistics is of a known corpus.
  package func knownShare(_ statistics: [Float]) -> Float {
    let sum = zip(statistics, weights.dropFirst()).reduce(weights[0]) { $0 + $1.0 * $1.1 }
    return 1 / (1 + Foundation.exp(-sum))
  }

  /// How familiar a sound with these statistics is, in [0, 1].
  package func callAsFunction(_ statistics: [Float]) -> Float {
    let known = knownShare(statistics)
    return known + (1 - known) * unknownShare
  }

  /// How familiar each row of values on the common scale is, `[sounds, 1582]`.
  package func familiarity(of standardized: Tensor) -> [Float] {
    Self.statistics(standardized, rooms: rooms, roomMeans: roomMeans).map { self($0) }
  }
}

extension AudioFamiliarity {
  private enum Name {
    static let rooms = "sound.rooms"
    static let roomMeans = "sound.rooms.places"
    static let weights = "sound.familiarity"
  }

  /// Its tensors by name; `sound.familiarity` holds the weights and the unknown share.
  package var tensors: [String: Tensor] {
    rooms.tensors(name: Name.rooms).merging([
      Name.roomMeans: roomMeans,
      Name.weights: Tensor(shape: [weights.count + 1], weights + [unknownShare]),
    ]) { _, new in new }
  }

  /// Takes what `tensors` gives, for `inputs` values; nil from a file of a model without it.
  ///
  /// Throws `FileError` for a tensor that does not fit.
  package init?(_ file: WeightFile, inputs: Int) throws {
    guard file.tensors[Name.weights] != nil else { return nil }
    let count = Self.statisticCount + 1
    let stored = try file.tensor(Name.weights, shape: [count + 1]).values
    guard (0...1).contains(stored[count]) else {
      throw FileError.unfitWeights(
        file.path, tensor: Name.weights, reason: "\(stored[count]) is no share")
    }
    let rooms = try LinearDiscriminantAnalysis(from: file, name: Name.rooms, inputs: inputs)
    let corpora = max(file.tensors[Name.roomMeans]?.shape.first ?? 1, 1)
    self.init(
      rooms: rooms,
      roomMeans: try file.tensor(Name.roomMeans, shape: [corpora, rooms.componentCount]),
      weights: Array(stored[..<count]), unknownShare: stored[count])
  }
}
