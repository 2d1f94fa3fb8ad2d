// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import NeuralNetwork

/// The state of one training stage on disk, so that a run which was killed goes on where it was.
///
/// The file holds the weights, the optimiser's state and the number of finished epochs.
struct TrainingCheckpoint {
  /// What the names of checkpoints end with.
  static let suffix = ".epochs"

  let path: String

  private static let epochsKey = "finishedEpochs"
  private static let weightPrefix = "weights."
  private static let optimizerPrefix = "optimizer."

  /// Keeps the state after `finishedEpochs` epochs.
  func save(finishedEpochs: Int, optimizer: any Optimizer, weights: [String: Tensor]) throws {
    var tensors: [String: Tensor] = [:]
    for (name, tensor) in weights { tensors[Self.weightPrefix + name] = tensor }
    for (name, tensor) in optimizer.state { tensors[Self.optimizerPrefix + name] = tensor }
    try WeightFile(
      tensors: tensors,
      metadata: [Self.epochsKey: String(finishedEpochs)]
    ).write(to: path)
  }

  /// Takes up the kept state, if there is one, and gives the number of finished epochs.
  func restore(optimizer: any Optimizer, weights load: (WeightFile) throws -> Void) throws -> Int {
    guard FileManager.default.fileExists(atPath: path) else { return 0 }
    let file = try WeightFile.read(path)
    guard let finished = file.metadata[Self.epochsKey].flatMap(Int.init) else {
      throw FileError(.malformed, path: path, reason: "is not a checkpoint; remove it")
    }
    try load(WeightFile(tensors: part(file, Self.weightPrefix), metadata: [:]))
    try optimizer.restore(part(file, Self.optimizerPrefix))
    return finished
  }

  /// Removes the kept state.
  func remove() throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    try FileManager.default.removeItem(atPath: path)
  }

  private func part(_ file: WeightFile, _ prefix: String) -> [String: Tensor] {
    file.tensors.reduce(into: [:]) { result, entry in
      guard entry.key.hasPrefix(prefix) else { return }
      result[String(entry.key.dropFirst(prefix.count))] = entry.value
    }
  }
}

/// The figures that a stage found, in its file.
enum StageFigures {
  private static let key = "figures"

  private struct Figure: Codable {
    let name: String
    let value: Double
  }

  /// Figures as a file's metadata; they read back as the same numbers.
  static func metadata(_ figures: [TrainingEvent.Metric]) throws -> [String: String] {
    [key: try CanonicalJSON.text(figures.map { Figure(name: $0.name, value: $0.value) })]
  }

  /// Figures of a stage's file; throws `FileError`.
  static func read(_ file: WeightFile) throws -> [TrainingEvent.Metric] {
    guard let text = file.metadata[key],
      let figures = try? JSONDecoder().decode([Figure].self, from: Data(text.utf8))
    else { throw FileError(.malformed, path: file.path ?? "", reason: "it holds no figures") }
    return figures.map { .init(name: $0.name, value: $0.value) }
  }
}
