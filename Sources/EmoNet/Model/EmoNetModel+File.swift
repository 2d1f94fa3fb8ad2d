// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import AudioFeatures
internal import NeuralNetwork

extension EmoNetModel {
  /// Reads the model at `path` with its card and the checksum of its file.
  ///
  /// `precision` is what its face backbone shall compute in. Throws `WeightError` or `ModelError` when
  /// the file is missing, damaged or not what this program can use.
  static func read(
    _ path: String, precision: PrecisionChoice
  ) throws -> (model: EmoNetModel, card: ModelCard, checksum: DeferredChecksum) {
    let file = try WeightFile.read(path)
    guard let checksum = file.checksum else { preconditionFailure("a file that was read has one") }
    let card = try ModelCard(metadata: file.metadata, path: path)
    let featureSet = FunctionalsFeatureSet.emobase2010
    guard card.featureSet == featureSet.version else {
      throw ModelError(
        path: path,
        reason: "it was trained on feature set '\(card.featureSet)'; this program computes "
          + "'\(featureSet.version)'")
    }
    let model = try EmoNetModel(
      file, card: card, functionals: FunctionalsExtractor(featureSet: featureSet).names.count,
      precision: precision.resolved(for: card, path: path))
    return (model, card, checksum)
  }
}
