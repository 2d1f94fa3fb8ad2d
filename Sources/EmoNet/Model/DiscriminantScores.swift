// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
package import NeuralNetwork

/// What the discriminants of a sound alone say: how near they lie to those of the training's classes.
///
/// A class is an emotion in a corpus. With Gaussians of one covariance within classes, which the discriminants make
/// the identity, the share of an emotion is the mean over its classes of exp(-distance^2 / (2 softness)).
package struct DiscriminantScores: Sendable, Equatable {
  /// Means of the classes, `[classes, discriminants]`.
  package let classMeans: Tensor
  /// Deviation of each discriminant in deviations within the classes, `[discriminants]`.
  package let metric: Tensor
  /// The emotion of each class.
  package let emotions: [Emotion]

  /// By how much the covariance within classes is larger for speakers that are not known.
  private static let softness: Float = 2
  /// What no share falls below, so that the sound alone decides nothing for certain.
  private static let least: Float = 1e-3

  /// Scores from what was fitted.
  package init(classMeans: Tensor, metric: Tensor, emotions: [Emotion]) {
    precondition(
      classMeans.shape == [emotions.count, metric.count],
      "means \(classMeans.shape) of \(emotions.count) classes")
    self.classMeans = classMeans
    self.metric = metric
    self.emotions = emotions
  }

  /// Squared distances to the means of classes, in deviations within them (Mahalanobis 1936).
  private func distances(_ discriminants: [Float]) -> [Float] {
    let width = discriminants.count
    return emotions.indices.map { row in
      (0..<width).reduce(Float(0)) { sum, column in
        let gap = (discriminants[column] - classMeans[row * width + column]) * metric[column]
        return sum + gap * gap
      }
    }
  }

  /// Log-probabilities of the emotions, `[7]`, from discriminants.
  package func callAsFunction(_ discriminants: [Float]) -> [Float] {
    let distances = distances(discriminants)
    let nearest = distances.min() ?? 0
    var sums = [Float](repeating: 0, count: Emotion.count)
    var counts = [Float](repeating: 0, count: Emotion.count)
    for (emotion, distance) in zip(emotions, distances) {
      sums[emotion.index] += Foundation.exp((nearest - distance) / (2 * Self.softness))
      counts[emotion.index] += 1
    }
    let shares = zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
    let total = shares.reduce(0, +)
    return shares.map { Foundation.log(max($0 / total, Self.least)) }
  }
}

extension DiscriminantScores {
  private enum Name {
    static let classMeans = "sound.classes.means"
    static let metric = "sound.classes.metric"
    static let emotions = "sound.classes.emotions"
  }

  /// Its tensors by name.
  package var tensors: [String: Tensor] {
    [
      Name.classMeans: classMeans, Name.metric: metric,
      Name.emotions: Tensor(shape: [emotions.count], emotions.map { Float($0.index) }),
    ]
  }

  /// Takes what `tensors` gives, for so many discriminants; nil from a file of a model without it.
  ///
  /// Throws `FileError` for a tensor that is missing or does not fit.
  package init?(_ file: WeightFile, discriminants: Int) throws {
    guard let stored = file.tensors[Name.emotions] else { return nil }
    let count = max(stored.count, 1)
    let indices = try file.tensor(Name.emotions, shape: [count]).values
    guard let emotions = Self.emotions(indices) else {
      throw FileError.unfitWeights(
        file.path, tensor: Name.emotions, reason: "a class of no known emotion")
    }
    self.init(
      classMeans: try file.tensor(Name.classMeans, shape: [count, discriminants]),
      metric: try file.tensor(Name.metric, shape: [discriminants]), emotions: emotions)
  }

  private static func emotions(_ indices: [Float]) -> [Emotion]? {
    let known = indices.compactMap { value in
      Int(exactly: value).flatMap { (0..<Emotion.count).contains($0) ? Emotion(index: $0) : nil }
    }
    return known.count == indices.count ? known : nil
  }
}
