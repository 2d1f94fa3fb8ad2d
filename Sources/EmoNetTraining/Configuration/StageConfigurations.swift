// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import AudioFeatures
public import EmoNet
import Faces

/// How the face backbone is trained (stage 1).
///
/// Keys that may be absent are those that came later; without them a training does what it did before.
public struct BackboneConfiguration: Codable, Sendable, Equatable {
  /// Folder with `train.npy`, `train.csv`, `validation.npy` and `validation.csv`.
  ///
  /// Relative to the configuration file.
  public var faces: String
  /// The network; `resnet20` when absent.
  public var network: BackboneNetwork?
  /// Side in pixels to which crops are enlarged for the network; when absent 48, as they are, for
  /// `resnet20`, and 112 for `resnet29`.
  public var inputSide: Int?
  /// Weights to start from; absent for a random start.
  ///
  /// For `resnet20` a ResNet-20 on colour pictures, for `resnet29` what
  /// `experiments/convert-dlib-resnet` makes.
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
  /// What moves the weights; `sgd` when absent.
  public var optimizer: OptimizerChoice?
  /// Momentum of stochastic gradient descent (Nesterov's); `adam` has its own.
  public var momentum: Float
  /// Weight decay of the convolutions and dense layers.
  public var weightDecay: Float
  /// FER+ votes below this count as noise and are dropped.
  public var minimumVotes: Int
  /// Weight of FER2013's own labels.
  public var originalLabelWeight: Float
  /// How these labels are learnt; `ownHead` when absent.
  public var originalLabels: OriginalLabelUse?
  /// Share of the probability that the targets give to all emotions evenly, in [0, 1]; 0 when absent.
  public var labelSmoothing: Float?
  /// By how many times the log share of each emotion among the targets is added to its score in the loss,
  /// so that rare emotions are not answered rarely; 0 when absent.
  ///
  /// Menon et al. 2021, "Long-tail learning via logit adjustment". 1 aims at the average recall.
  public var logitAdjustment: Float?
  /// Share of the weights' running average that a step keeps, in [0, 1); the average is what is used and
  /// measured. The last weights are when absent.
  public var averagingDecay: Float?
  /// How each face is varied.
  public var augmentation: FaceAugmentation

  /// An optimiser.
  public enum OptimizerChoice: String, Codable, Sendable, CaseIterable {
    /// Stochastic gradient descent with Nesterov's momentum.
    case sgd
    /// Adam with decoupled weight decay (AdamW).
    case adam
  }

  /// What FER2013's own labels are beside the FER+ votes.
  public enum OriginalLabelUse: String, Codable, Sendable, CaseIterable {
    /// A second head learns them; its loss, `originalLabelWeight` times, is added to that on the votes.
    case ownHead
    /// A share of `originalLabelWeight` of each target; the votes are the rest.
    case mixed
  }
}

extension BackboneConfiguration {
  private static let usualLargeSide = 112

  /// The network and its input; throws `TrainingError` where they do not fit together.
  func architecture() throws -> BackboneArchitecture {
    let network = network ?? .resnet20
    let usual = network == .resnet20 ? FaceCrop.side : Self.usualLargeSide
    let side = inputSide ?? usual
    guard let architecture = BackboneArchitecture(network, inputSide: side) else {
      let sides = BackboneArchitecture.inputSides(of: network)
      throw TrainingError(
        reason: "inputSide of \(network) is from \(sides.lowerBound) to \(sides.upperBound), "
          + "not \(side)")
    }
    return architecture
  }
}

/// How the branches and the fusion are trained (stage 2).
public struct BranchesConfiguration: Codable, Sendable, Equatable {
  /// How the covariance within the classes of the sound is shrunk before discriminants are sought.
  public var discriminants: LinearDiscriminantOptions
  /// Speaker folds for the discriminants that training sees; see `SoundProjection.crossFitted`.
  public var crossFittingFolds: Int
  /// How sounds are prepared before they are measured; `raw` when absent.
  public var sound: SoundPreparation?
  /// How sounds are varied; not at all when absent. Rows of sound alone are then not recoded.
  public var soundAugmentation: SoundAugmentation?
  /// Other forms in which each clip is read too.
  public var recodings: [ClipRecoding]
  /// By how many times what recodings change is added to the covariance within the sound's classes.
  public var recodingWeight: Double
  /// Whether the classes of the sound, emotion and corpus together, count alike for its discriminants however many
  /// sounds they have; they count by their sounds when absent.
  public var balancesClasses: Bool?
  /// Networks trained from different starts, whose scores are averaged.
  public var members: Int
  /// How the steps of the LSTM become one vector; `mean` when absent.
  public var stepPooling: ModelArchitecture.StepPooling?
  /// Sharpness with which the backbone's own scores of the faces are pooled and joined to the fusion; not at all
  /// when absent.
  public var faceScoreSharpness: Float?
  /// Whether what the discriminants of the sound alone say is joined to the fusion; not when absent.
  public var joinsSoundScores: Bool?
  /// How often the sounds of a corpus are drawn within an emotion, relative to the others; 1 when absent.
  public var corpusWeights: [String: Float]?
  /// Share of the rows with sound in which a sound is said to be unfamiliar to some degree and is another emotion's
  /// as often as that; 0 when absent.
  public var doubtShare: Float?
  /// What a sound counts that is certainly of no corpus that was trained on, in [0, 1]; 0 when absent.
  public var unknownShare: Float?
  /// Share of the still faces that are drawn as an expression that comes out of a neutral face; 0 when absent.
  public var onsetShare: Float?
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

  /// The network's sizes.
  var architecture: ModelArchitecture {
    var architecture = ModelArchitecture()
    architecture.stepPooling = stepPooling ?? .mean
    architecture.faceScoreSharpness = faceScoreSharpness
    architecture.joinsSoundScores = joinsSoundScores ?? false
    return architecture
  }

  /// A range of numbers of frames.
  public struct FrameRange: Codable, Sendable, Equatable {
    /// Fewest frames.
    public var minimum: Int
    /// Most frames.
    public var maximum: Int
  }
}
