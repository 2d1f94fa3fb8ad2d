// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation
internal import NeuralNetwork

/// The state of one training stage on disk, so that a run which was killed goes on where it was.
///
/// The file holds the weights, the optimiser's state and the number of finished epochs.
struct TrainingCheckpoint {
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
      throw TrainingError(reason: "\(path) is not a checkpoint; remove it")
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
