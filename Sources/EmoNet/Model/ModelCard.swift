// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import AudioFeatures
public import Files
import Foundation

/// What a weight file says of itself: which model it is, what it takes, and what it was trained on.
///
/// Inference decodes what it needs and nothing else; how the model was trained is carried along as it was written, so
/// that a card with other training keys, older or newer ones, opens all the same.
public struct ModelCard: Sendable, Equatable {
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
  /// How a sound is prepared before it is measured; cards that say nothing are of models that took it raw.
  public var sound = SoundPreparation.raw
  /// How a face must be cut out and normalised.
  public var faceContract: String
  /// Sizes of the network.
  public var architecture = ModelArchitecture()
  /// The branches that the model has, in the order of its fusion.
  public var branches = Branch.standard.map(\.name)
  /// What brings the scores to the share of right answers.
  public var calibration = Calibration()
  /// Everything that decided the training, as it was written then; `configuration` in the file.
  public var recipe: JSONValue = .null
  /// Clips trained on, by corpus.
  public var trainingClips: [String: Int] = [:]
  /// Speakers trained on, as the clip list names them, sorted.
  public var trainingSpeakers: [String] = []
  /// Validation figures at the end of the training, by name.
  public var validation: [String: Double] = [:]
  /// What 16-bit floats change; nil when that was not checked, as on a processor without AVX-512.
  public var bf16: PrecisionCheck?

  /// The contract of this program's faces.
  package static let currentFaceContract =
    "grey 48x48, eyes level at 37 % from the top, side 2.5 eye distances, "
    + "zero mean and unit deviation"

  private static let metadataKey = "card"

  /// A card of a model that this program makes.
  package init(name: String, featureSet: String) {
    format = Self.currentFormat
    self.name = name
    labels = Emotion.names
    self.featureSet = featureSet
    faceContract = Self.currentFaceContract
  }

  /// The card in a weight file's metadata; throws `FileError` when there is none or this program cannot use it.
  package init(metadata: [String: String], path: String) throws {
    guard let text = metadata[Self.metadataKey] else {
      throw FileError(
        .malformed, path: path, reason: "no card in it, so it is not a model of emonet")
    }
    func refuse(_ what: String, _ found: String, _ expected: String) throws {
      guard found != expected else { return }
      throw FileError(
        .unsupported, path: path,
        reason: "its \(what) is '\(found)'; this program needs '\(expected)'")
    }
    do {
      // A card of another format may lack keys, so its format is looked at first.
      let data = Data(text.utf8)
      let version = try JSONDecoder().decode(Version.self, from: data)
      try refuse("format", version.format, Self.currentFormat)
      self = try JSONDecoder().decode(Self.self, from: data)
    } catch let error as FileError {
      throw error
    } catch {
      throw FileError(
        .malformed, path: path,
        reason:
          "its card cannot be read: \((error as? DecodingError)?.explanation ?? "it is no JSON")")
    }
    try refuse(
      "labels", labels.joined(separator: " "), Emotion.names.joined(separator: " "))
    try refuse("face contract", faceContract, Self.currentFaceContract)
  }

  private struct Version: Decodable {
    let format: String
  }

  /// The face backbone that a weight file's metadata tells of, whatever the format of its card.
  ///
  /// Files that say nothing have the one of `emonet-2`. Throws `FileError` where it is one that this
  /// program does not know.
  package static func backbone(
    inMetadata metadata: [String: String], path: String
  ) throws -> BackboneArchitecture {
    struct Part: Decodable {
      struct Architecture: Decodable {
        let backbone: BackboneArchitecture?
      }
      let architecture: Architecture?
    }
    guard let text = metadata[metadataKey] else { return BackboneArchitecture() }
    do {
      return try JSONDecoder().decode(Part.self, from: Data(text.utf8)).architecture?.backbone
        ?? BackboneArchitecture()
    } catch {
      throw FileError(
        .malformed, path: path,
        reason:
          "its card cannot be read: \((error as? DecodingError)?.explanation ?? "it is no JSON")")
    }
  }

  /// The card as a weight file's metadata.
  package func metadata() throws -> [String: String] {
    [Self.metadataKey: try CanonicalJSON.text(self)]
  }

  /// Whether the scores were found to stay within the tolerance in 16-bit floats.
  public var staysInBF16: Bool {
    bf16.map { $0.greatestScoreDifference <= PrecisionCheck.tolerance } ?? false
  }
}

extension ModelCard: Codable {
  private enum CodingKeys: String, CodingKey {
    case format, name, labels, featureSet, sound, faceContract, architecture, branches, calibration
    case recipe = "configuration"
    case trainingClips, trainingSpeakers, validation, bf16
  }

  /// Reads a card; what it does not say is as in a card of this program's defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func value<T: Decodable>(_ key: CodingKeys, or standard: T) throws -> T {
      try container.decodeIfPresent(T.self, forKey: key) ?? standard
    }
    self.init(
      name: try container.decode(String.self, forKey: .name),
      featureSet: try container.decode(String.self, forKey: .featureSet))
    format = try container.decode(String.self, forKey: .format)
    labels = try container.decode([String].self, forKey: .labels)
    faceContract = try container.decode(String.self, forKey: .faceContract)
    sound = try value(.sound, or: sound)
    architecture = try value(.architecture, or: architecture)
    branches = try value(.branches, or: branches)
    guard !branches.isEmpty, Set(branches).count == branches.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .branches, in: container,
        debugDescription: "a model has each branch once and at least one, not \(branches)")
    }
    calibration = try value(.calibration, or: calibration)
    recipe = try value(.recipe, or: .null)
    trainingClips = try value(.trainingClips, or: [:])
    trainingSpeakers = try value(.trainingSpeakers, or: [])
    validation = try value(.validation, or: [:])
    bf16 = try container.decodeIfPresent(PrecisionCheck.self, forKey: .bf16)
  }

  /// Writes a card; what is as in this program's defaults is left out where a reader need not know it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let standard = ModelCard(name: name, featureSet: featureSet)
    func differing<T: Equatable>(_ key: KeyPath<ModelCard, T>) -> T? {
      self[keyPath: key] == standard[keyPath: key] ? nil : self[keyPath: key]
    }
    try container.encode(format, forKey: .format)
    try container.encode(name, forKey: .name)
    try container.encode(labels, forKey: .labels)
    try container.encode(featureSet, forKey: .featureSet)
    try container.encodeIfPresent(differing(\.sound), forKey: .sound)
    try container.encode(faceContract, forKey: .faceContract)
    try container.encodeIfPresent(differing(\.architecture), forKey: .architecture)
    try container.encodeIfPresent(differing(\.branches), forKey: .branches)
    try container.encodeIfPresent(differing(\.calibration), forKey: .calibration)
    try container.encode(recipe, forKey: .recipe)
    try container.encode(trainingClips, forKey: .trainingClips)
    try container.encode(trainingSpeakers, forKey: .trainingSpeakers)
    try container.encode(validation, forKey: .validation)
    try container.encodeIfPresent(bf16, forKey: .bf16)
  }
}

/// By what scores before the softmax are divided, so that they come to the share of right answers.
///
/// Guo et al. 2017, "On Calibration of Modern Neural Networks". 1 changes nothing.
public struct Calibration: Sendable, Equatable {
  /// Temperature of the fused scores, positive.
  public var fused: Float = 1
  /// Temperatures of the branches alone, positive; a branch that is not there has 1.
  public var branches: [String: Float] = [:]

  /// No change.
  public init() {}

  /// Temperature of a branch alone.
  func temperature(of branch: Branch) -> Float { branches[branch.name] ?? 1 }
}

extension Calibration: Codable {
  /// Reads temperatures; those that are missing are 1.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    fused = try container.decodeIfPresent(Float.self, forKey: .fused) ?? fused
    branches = try container.decodeIfPresent([String: Float].self, forKey: .branches) ?? branches
    // Scores are divided by them.
    if let wrong = ([fused] + branches.values).first(where: { !($0.isNormal && $0 > 0) }) {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "a temperature is a positive number, not \(wrong)"))
    }
  }
}
