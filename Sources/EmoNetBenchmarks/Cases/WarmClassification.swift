// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet

/// The whole sample clip with a model that is loaded: what one clip of many costs.
enum WarmClassification {
  static let benchmark = Benchmark(
    suite: .classifyBatch, name: "clip-warm",
    summary: "the whole sample clip, model loaded before", prepare: prepare)

  private static func prepare(_ context: BenchmarkContext) throws -> PreparedBenchmark {
    let clip = try context.sampleClip
    let classifier = try Classifier(weights: context.weights())
    let prediction = try classifier.classify(clip)
    return PreparedBenchmark(
      work: Work(amount: 1, unit: "clips"), threads: 1, run: { _ = try classifier.classify(clip) },
      references: [RealTimeReference(duration: prediction.duration)],
      checks: Check.prediction(prediction) + [
        Check("the same scores again", try classifier.classify(clip) == prediction)
      ])
  }
}
