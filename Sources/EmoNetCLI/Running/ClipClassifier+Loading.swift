// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet
internal import Foundation

extension ClipClassifier {
  /// The model that is asked for; without a path, the one that is found.
  @Sendable
  static func load(_ choice: ModelChoice) throws -> ClipClassifier {
    let path = try locate(choice.weights)
    try requireReadable(path)
    let times = StageTimes()
    times.add(StageTimes.processTime, to: .start)
    let classifier: Classifier
    do {
      classifier = try times.measure(.load) {
        try Classifier(weights: path, precision: choice.precision)
      }
    } catch let error as WeightsNotFound {
      throw Failure(.noInput, "\(error)")
    } catch {
      throw Failure(.badData, "\(error)")
    }
    return ClipClassifier(
      modelName: classifier.modelName, weightsChecksum: { classifier.weightsChecksum },
      precision: classifier.precision, bf16: classifier.card.bf16,
      trainingSpeakers: classifier.trainingSpeakers, times: times,
      classify: { try classifier.classify($0, threads: $1, times: times) },
      judge: { try classifier.classify($0, extracted: $1) })
  }

  /// The path given, or where the model's weights are found when none is.
  @Sendable
  static func locate(_ path: String?) throws -> String {
    if let path, !FileManager.default.fileExists(atPath: path) { try requireReadable(path) }
    do {
      return try WeightsLocator.locate(flag: path)
    } catch {
      throw Failure(.noInput, "\(error)")
    }
  }

  private static func requireReadable(_ path: String) throws(Failure) {
    if let file = UnusableClip.unreadable(path) { throw Failure(file.exitCode, file.line) }
  }
}
