// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import NeuralNetwork

/// The face backbone of a model that was trained before.
struct FinishedBackbone {
  private let file: WeightFile

  /// Reads the model at `path`; throws `WeightError`.
  init(_ path: String) throws {
    file = try WeightFile.read(path)
  }

  /// SHA-256 of the model's file, 64 hexadecimal digits.
  var checksum: String {
    guard let checksum = file.checksum else { preconditionFailure("a file that was read has one") }
    return checksum.sha256
  }

  /// The backbone; throws `WeightError` when it is missing or does not fit.
  func backbone() throws -> FaceBackbone {
    var generator = SeededGenerator(seed: 0)
    let backbone = FaceBackbone(using: &generator)
    try backbone.load(from: file, prefix: EmoNetModel.backbonePrefix)
    return backbone
  }
}
