// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork

@testable import EmoNetTraining

/// Small configurations and material for tests of the training.
enum TrainingFixtures {
  static let augmentation = FaceAugmentation(
    rotation: 10, logScale: 0.1, logAspect: 0.1, shift: 0.1, logGamma: 0.2, noise: 4, erasing: 0.3,
    mirrors: true)
  static let noAugmentation = FaceAugmentation(
    rotation: 0, logScale: 0, logAspect: 0, shift: 0, logGamma: 0, noise: 0, erasing: 0,
    mirrors: false)

  static func branches(epochs: Int = 2) -> BranchesConfiguration {
    BranchesConfiguration(
      discriminants: LinearDiscriminantOptions(), crossFittingFolds: 2, recodings: [],
      recodingWeight: 0, members: 2, epochs: epochs,
      stepsPerEpoch: 4, batchSize: 14, peakLearningRate: 0.01, warmUpFraction: 0.2,
      weightDecay: 0.01, gradientNorm: 1, labelSmoothing: 0, soundDropout: 0.1, fusionDropout: 0.1,
      recurrentDropout: 0,
      averagingDecay: 0.9, pairShare: 0.5, soundShare: 0.25, stillShare: 0.3, stillsPerEmotion: 2,
      variants: 1, frames: .init(minimum: 2, maximum: 6), faceFeatureNoise: 0.1,
      faceOffsetNoise: 0.1,
      discriminantNoise: 0.1, augmentation: augmentation)
  }

  /// The same with all that looks for what travels: attention, the faces' own scores, doubt, onsets.
  static func travelling(epochs: Int = 2) -> BranchesConfiguration {
    var configuration = branches(epochs: epochs)
    configuration.stepPooling = .attention
    configuration.faceScoreSharpness = 1
    configuration.joinsSoundScores = true
    configuration.doubtShare = 0.5
    configuration.onsetShare = 0.5
    configuration.corpusWeights = ["corpus 1": 0.5]
    configuration.balancesClasses = true
    configuration.discriminants.between = .meansWithinGroups
    return configuration
  }

  static let backbone = BackboneConfiguration(
    faces: "faces", initialWeights: nil, epochs: 1, batchSize: 4, peakLearningRate: 0.1,
    warmUpFraction: 0.2, momentum: 0.9, weightDecay: 0.0005, minimumVotes: 2,
    originalLabelWeight: 0.3, augmentation: augmentation)

  static let configuration = TrainingConfiguration(
    name: "test", seed: 7, backbone: backbone, branches: branches())

  /// Sequences and sounds whose emotion can be read off one feature, and material made of them.
  static func material(
    discriminants: Int, configuration: BranchesConfiguration
  ) throws -> TrainingMaterial {
    var generator = SeededGenerator(seed: 3)
    var pictures: [VideoMaterial] = []
    var sounds: [AudioMaterial] = []
    for emotion in Emotion.allCases {
      for item in 0..<3 {
        var faces = Tensor(shape: [8, FaceBackboneLayers.featureCount])
        for index in 0..<faces.count { faces[index] = 0.1 * generator.normal() }
        for frame in 0..<8 { faces[frame * FaceBackboneLayers.featureCount + emotion.index] += 2 }
        pictures.append(
          VideoMaterial(
            variations: [
              FaceRows(features: faces, logits: Tensor(shape: [8, Emotion.count]))
            ], label: emotion, isStill: item == 0))
        var values = (0..<discriminants).map { _ in 0.1 * generator.normal() }
        values[emotion.index % discriminants] += 2
        sounds.append(
          AudioMaterial(
            variations: [
              AudioReading.Sound(
                discriminants: values, scores: [Float](repeating: 0, count: Emotion.count),
                familiarity: 1)
            ], label: emotion, corpus: "corpus \(item % 2)"))
      }
    }
    return try TrainingMaterial(
      configuration: configuration, pictures: pictures, sounds: sounds,
      discriminants: discriminants)
  }
}
