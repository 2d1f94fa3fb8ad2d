// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import EmoNet

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

/// How the branches and the fusion are trained (stage 2).
public struct BranchesConfiguration: Codable, Sendable, Equatable {
  /// How the covariance within the classes of the sound is shrunk before discriminants are sought.
  public var discriminants: LinearDiscriminantOptions
  /// Speaker folds for the discriminants that training sees; see `SoundProjection.crossFitted`.
  public var crossFittingFolds: Int
  /// Other forms in which each clip is read too.
  public var recodings: [ClipRecoding]
  /// By how many times what recodings change is added to the covariance within the sound's classes.
  public var recodingWeight: Double
  /// Networks trained from different starts, whose scores are averaged.
  public var members: Int
  /// Epochs; an epoch is `stepsPerEpoch` drawn batches.
  public var epochs: Int
  /// Batches in an epoch.
  public var stepsPerEpoch: Int
  /// Rows in a batch.
  public var batchSize: Int
  /// Highest learning rate of the one-cycle schedule.
  public var peakLearningRate: Float
  /// Share of the steps in which the learning rate rises.
  public var warmUpFraction: Float
  /// Decoupled weight decay of AdamW.
  public var weightDecay: Float
  /// Largest norm of all gradients together.
  public var gradientNorm: Float
  /// Share of the probability that the targets give to the other emotions.
  public var labelSmoothing: Float
  /// Dropout in the dense layers of the sound.
  public var soundDropout: Float
  /// Dropout in the dense layers that join both branches.
  public var fusionDropout: Float
  /// Dropout between the layers of the LSTM.
  public var recurrentDropout: Float
  /// Share of the weights' running average that a step keeps; the average is what is used.
  public var averagingDecay: Float
  /// Share of the rows with picture and sound.
  public var pairShare: Float
  /// Share of the rows with sound alone; the rest has the picture alone.
  public var soundShare: Float
  /// Share of the pictures that are still faces, where the emotion has clips too.
  public var stillShare: Float
  /// Still faces of each emotion that are drawn from.
  public var stillsPerEmotion: Int
  /// How many varied versions of each clip's faces are drawn from, beside the unvaried one.
  public var variants: Int
  /// Fewest and most frames that a drawn piece of a clip has.
  public var frames: FrameRange
  /// Deviation of the noise on the standardised face features.
  public var faceFeatureNoise: Float
  /// Deviation of the noise that all frames of a drawn piece share, as codecs and cameras cause it.
  public var faceOffsetNoise: Float
  /// Deviation of the noise on the discriminants.
  public var discriminantNoise: Float
  /// How the faces of clips and the stills are varied.
  public var augmentation: FaceAugmentation

  /// A range of numbers of frames.
  public struct FrameRange: Codable, Sendable, Equatable {
    /// Fewest frames.
    public var minimum: Int
    /// Most frames.
    public var maximum: Int
  }
}
