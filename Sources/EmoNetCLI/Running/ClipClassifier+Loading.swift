// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet
internal import Foundation

extension ClipClassifier {
  /// The model in the weight file at `path`, or in the one that is found when nothing is given.
  @Sendable
  static func load(weights path: String?) throws -> ClipClassifier {
    let path = try locate(path)
    try requireReadable(path)
    let times = StageTimes()
    times.add(StageTimes.processTime, to: .start)
    let classifier: Classifier
    do {
      classifier = try times.measure(.load) { try Classifier(weights: path) }
    } catch let error as WeightsNotFound {
      throw Failure(.noInput, "\(error)")
    } catch {
      throw Failure(.badData, "\(error)")
    }
    return ClipClassifier(
      modelName: classifier.modelName, weightsChecksum: { classifier.weightsChecksum },
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
