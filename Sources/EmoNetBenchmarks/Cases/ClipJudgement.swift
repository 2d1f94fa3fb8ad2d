// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet
internal import Foundation

/// The whole sample clip into an emotion: warm, and from the start of a process.
enum ClipJudgement {
  static let warm = Benchmark(
    name: "clip-warm", summary: "the whole sample clip, model loaded before", prepare: prepareWarm)
  static let cold = Benchmark(
    name: "clip-cold", summary: "the whole sample clip in a new process, model loaded in it",
    prepare: prepareCold)

  /// Judges one clip with a model that is loaded for it; what the new processes do.
  static func once(clip: String, weights: String?) throws -> String {
    let classifier = try Classifier(weights: WeightsLocator.locate(flag: weights))
    return text(try classifier.classify(clip))
  }

  private static func prepareWarm(_ context: BenchmarkContext) throws -> PreparedBenchmark {
    let clip = try context.sampleClip
    let classifier = try Classifier(weights: weights(context))
    let prediction = try classifier.classify(clip)
    return PreparedBenchmark(
      work: Work(amount: 1, unit: "clips"), threads: 1, run: { _ = try classifier.classify(clip) },
      references: [RealTimeReference(duration: prediction.duration)],
      checks: checks(prediction) + [
        Check("the same scores again", try classifier.classify(clip) == prediction)
      ])
  }

  private static func prepareCold(_ context: BenchmarkContext) throws -> PreparedBenchmark {
    let clip = try context.sampleClip
    let weights = try weights(context)
    let prediction = try Classifier(weights: weights).classify(clip)
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")

    func start() throws -> String {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = ["--judge-once", clip, "--weights", weights]
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let data = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else {
        throw BenchmarkError("a new process ended with \(process.terminationStatus)")
      }
      return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    return PreparedBenchmark(
      work: Work(amount: 1, unit: "clips"), threads: 1, run: { _ = try start() },
      references: [RealTimeReference(duration: prediction.duration)],
      checks: checks(prediction) + [
        Check("the same scores from a new process", try start() == text(prediction))
      ])
  }

  private static func weights(_ context: BenchmarkContext) throws -> String {
    do {
      return try WeightsLocator.locate(flag: context.options.weights)
    } catch let error as WeightsNotFound where context.options.weights == nil {
      throw Skipped(reason: "no \(error.name) is there")
    }
  }

  private static func checks(_ prediction: Prediction) -> [Check] {
    let scores = Emotion.allCases.map { prediction.scores[$0] }
    return [
      .finite(scores, "scores"),
      .close([scores.reduce(0, +)], to: [1], within: 1e-5, "sum of the scores"),
      Check(
        "judged from picture and sound",
        prediction.modalities.video.used && prediction.modalities.audio.used),
    ]
  }

  /// Label and scores with all their digits.
  private static func text(_ prediction: Prediction) -> String {
    ([prediction.label.rawValue] + Emotion.allCases.map { "\(prediction.scores[$0])" })
      .joined(separator: " ")
  }
}
