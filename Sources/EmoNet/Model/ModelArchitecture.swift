// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Sizes of the network; those that a card does not state are the ones of `emonet-2`.
public struct ModelArchitecture: Sendable, Equatable {
  /// The network of the face, and the size in which it sees faces.
  public var backbone = BackboneArchitecture()
  /// Values of each layer of the LSTM over the face's features.
  public var recurrentSize = 128
  /// Layers of that LSTM.
  public var recurrentLayers = 3
  /// How the steps of that LSTM become one vector.
  public var stepPooling = StepPooling.mean
  /// Sharpness with which the backbone's own scores of the faces are pooled beside the LSTM; nil without them.
  public var faceScoreSharpness: Float?
  /// Values of the sound's two hidden layers.
  public var audioHiddenSize = 128
  /// Values of the sound's vector.
  public var audioSize = 64
  /// Whether what the sound's discriminants alone say is joined to the fusion.
  public var joinsSoundScores = false
  /// Values of the layers that join the branches, first to last.
  public var fusionHiddenSizes = [128, 64]

  /// The sizes of `emonet-2`.
  public init() {}

  /// How steps become one vector.
  public enum StepPooling: String, Sendable, Codable, CaseIterable {
    /// Their mean.
    case mean
    /// Their mean, each weighed by how much it tells.
    case attention
  }

  /// Values of the picture's vector.
  package var videoSize: Int { recurrentSize + (faceScoreSharpness == nil ? 0 : Emotion.count) }

  /// Values of the sound's vector with what its discriminants alone say.
  package var soundSize: Int { audioSize + (joinsSoundScores ? Emotion.count : 0) }

  /// Where scores stand in the vectors of picture and sound side by side that are added to the answer.
  package var directScores: [Range<Int>] {
    (faceScoreSharpness == nil ? [] : [recurrentSize..<videoSize])
      + (joinsSoundScores ? [videoSize + audioSize..<videoSize + soundSize] : [])
  }

  /// Widths of the sound's layers from its discriminants to its vector.
  package func audioWidths(discriminants: Int) -> [Int] {
    [discriminants, audioHiddenSize, audioHiddenSize, audioSize]
  }

  /// Widths of what joins the branches, from their vectors, `inputs` values together, to the emotions.
  package func fusionWidths(inputs: Int) -> [Int] { [inputs] + fusionHiddenSizes + [Emotion.count] }
}

extension ModelArchitecture: Codable {
  private enum CodingKeys: String, CodingKey {
    case backbone, recurrentSize, recurrentLayers, stepPooling, faceScoreSharpness, audioHiddenSize,
      audioSize, joinsSoundScores, fusionHiddenSizes
  }

  /// Reads sizes; those that are missing are the ones of `emonet-2`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func size(_ key: CodingKeys, or standard: Int) throws -> Int {
      try container.decodeIfPresent(Int.self, forKey: key) ?? standard
    }
    self.init()
    backbone =
      try container.decodeIfPresent(BackboneArchitecture.self, forKey: .backbone) ?? backbone
    recurrentSize = try size(.recurrentSize, or: recurrentSize)
    recurrentLayers = try size(.recurrentLayers, or: recurrentLayers)
    stepPooling =
      try container.decodeIfPresent(StepPooling.self, forKey: .stepPooling) ?? stepPooling
    faceScoreSharpness = try container.decodeIfPresent(Float.self, forKey: .faceScoreSharpness)
    if let sharpness = faceScoreSharpness, !(sharpness > 0 && sharpness <= 100) {
      throw DecodingError.dataCorruptedError(
        forKey: .faceScoreSharpness, in: container,
        debugDescription: "a sharpness is from 0 to 100, not \(sharpness)")
    }
    audioHiddenSize = try size(.audioHiddenSize, or: audioHiddenSize)
    audioSize = try size(.audioSize, or: audioSize)
    joinsSoundScores =
      try container.decodeIfPresent(Bool.self, forKey: .joinsSoundScores) ?? joinsSoundScores
    fusionHiddenSizes =
      try container.decodeIfPresent([Int].self, forKey: .fusionHiddenSizes) ?? fusionHiddenSizes
    let sizes = [recurrentSize, recurrentLayers, audioHiddenSize, audioSize] + fusionHiddenSizes
    let limit = 1...4096
    if let wrong = sizes.first(where: { !limit.contains($0) }) {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription:
            "a size is from \(limit.lowerBound) to \(limit.upperBound), not \(wrong)"))
    }
  }

  /// Writes sizes; the backbone is left out where it is the one of `emonet-2`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(
      backbone == BackboneArchitecture() ? nil : backbone, forKey: .backbone)
    try container.encode(recurrentSize, forKey: .recurrentSize)
    try container.encode(recurrentLayers, forKey: .recurrentLayers)
    try container.encodeIfPresent(
      stepPooling == .mean ? nil : stepPooling, forKey: .stepPooling)
    try container.encodeIfPresent(faceScoreSharpness, forKey: .faceScoreSharpness)
    try container.encode(audioHiddenSize, forKey: .audioHiddenSize)
    try container.encode(audioSize, forKey: .audioSize)
    try container.encodeIfPresent(joinsSoundScores ? true : nil, forKey: .joinsSoundScores)
    try container.encode(fusionHiddenSizes, forKey: .fusionHiddenSizes)
  }
}
