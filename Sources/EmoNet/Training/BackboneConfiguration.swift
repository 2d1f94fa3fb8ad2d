// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// How the face backbone is trained (stage 1).
public struct BackboneConfiguration: Codable, Sendable, Equatable {
  /// Folder with `train.npy`, `train.csv`, `validation.npy` and `validation.csv`.
  ///
  /// Relative to the configuration file.
  public var faces: String
  /// Weights of a ResNet-20 on colour pictures to start from; absent for a random start.
  public var initialWeights: String?
  /// Passes over the training faces.
  public var epochs: Int
  /// What the convolutions multiply and hand on; `f32` when absent. Learnt weights, their gradients, and
  /// sums are 32-bit floats in either.
  public var precision: Precision?
  /// Faces in a step.
  public var batchSize: Int
  /// Highest learning rate of the one-cycle schedule.
  public var peakLearningRate: Float
  /// Share of the steps in which the learning rate rises.
  public var warmUpFraction: Float
  /// Momentum of stochastic gradient descent (Nesterov's).
  public var momentum: Float
  /// Weight decay of the convolutions and dense layers.
  public var weightDecay: Float
  /// FER+ votes below this count as noise and are dropped.
  public var minimumVotes: Int
  /// Weight of the loss on FER2013's own labels beside the loss on the votes.
  public var originalLabelWeight: Float
  /// How each face is varied.
  public var augmentation: FaceAugmentation
}
