// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// What a weight file says of itself: which model it is, what it takes, and what it was trained on.
public struct ModelCard: Codable, Sendable, Equatable {
  /// Version of the layout of tensors and card that this program writes and reads.
  public static let currentFormat = "emonet-model/2"

  /// Layout of tensors and card.
  public var format: String
  /// Name of the model.
  public var name: String
  /// Emotions in the order of the scores.
  public var labels: [String]
  /// Version of the sound's feature set that the model was trained on.
  public var featureSet: String
  /// How a face must be cut out and normalised.
  public var faceContract: String
  /// Everything that decided the training.
  public var configuration: TrainingConfiguration
  /// Clips trained on, by corpus.
  public var trainingClips: [String: Int]
  /// Speakers trained on, as the clip list names them, sorted.
  public var trainingSpeakers: [String]
  /// Validation figures at the end of the training, by name.
  public var validation: [String: Double]
  /// What 16-bit floats change; nil when that was not checked, as on a processor without AVX-512.
  public var bf16: PrecisionCheck?

  /// The contract of this program's faces.
  static let currentFaceContract =
    "grey 48x48, eyes level at 37 % from the top, side 2.5 eye distances, "
    + "zero mean and unit deviation"

  private static let metadataKey = "card"

  /// The card in a weight file's metadata; throws when there is none or this program cannot use it.
  init(metadata: [String: String], path: String) throws {
    guard let text = metadata[Self.metadataKey] else {
      throw ModelError(path: path, reason: "no card in it, so it is not a model of emonet")
    }
    func refuse(_ what: String, _ found: String, _ expected: String) throws {
      guard found != expected else { return }
      throw ModelError(
        path: path, reason: "its \(what) is '\(found)'; this program needs '\(expected)'")
    }
    do {
      // A card of another format may lack keys, so its format is looked at first.
      let data = Data(text.utf8)
      let version = try JSONDecoder().decode(Version.self, from: data)
      try refuse("format", version.format, Self.currentFormat)
      self = try JSONDecoder().decode(Self.self, from: data)
    } catch let error as ModelError {
      throw error
    } catch {
      throw ModelError(path: path, reason: "its card cannot be read: \(error)")
    }
    let mine = Emotion.allCases.map(\.rawValue)
    try refuse("labels", labels.joined(separator: " "), mine.joined(separator: " "))
    try refuse("face contract", faceContract, Self.currentFaceContract)
  }

  private struct Version: Decodable {
    let format: String
  }

  /// The card as a weight file's metadata.
  func metadata() throws -> [String: String] {
    [Self.metadataKey: try CanonicalJSON.text(self)]
  }
}

extension ModelCard {
  /// A card for a model that this program just trained.
  init(
    configuration: TrainingConfiguration, featureSet: String, trainingClips: [String: Int],
    trainingSpeakers: [String], validation: [String: Double], bf16: PrecisionCheck? = nil
  ) {
    format = Self.currentFormat
    name = configuration.name
    labels = Emotion.allCases.map(\.rawValue)
    self.featureSet = featureSet
    faceContract = Self.currentFaceContract
    self.configuration = configuration
    self.trainingClips = trainingClips
    self.trainingSpeakers = trainingSpeakers
    self.validation = validation
    self.bf16 = bf16
  }
}
