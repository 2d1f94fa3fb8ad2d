// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet

/// One clip by the program `emonet` in a new process, which loads the model.
enum ColdClassification {
  /// What a benchmark says that needs the program.
  static let missingProgram =
    "the program emonet is not beside this one: swift build -c release builds both"

  /// A clip of that form: the sample clip itself, or three seconds made from it.
  static func benchmark(_ form: ClipForm) -> Benchmark {
    Benchmark(
      suite: .classifyCold, name: "classify-cold-\(form.rawValue)",
      summary: "emonet classify in a new process, one clip, \(form.text)"
    ) { try prepare(form, in: $0) }
  }

  private static func prepare(
    _ form: ClipForm, in context: BenchmarkContext
  ) throws -> PreparedBenchmark {
    guard let program = context.program else { throw Skipped(reason: missingProgram) }
    let weights = try context.weights()
    let threads = context.options.threads
    let clip = try clip(form, in: context)
    let prediction = try Classifier(weights: weights).classify(clip)
    let expected = try prediction.json.text() + "\n"
    func classify() throws -> String {
      try program.classify(clip, weights: weights, threads: threads)
    }
    return PreparedBenchmark(
      work: Work(amount: 1, unit: "clips"), threads: context.allThreads,
      run: { _ = try classify() },
      references: [RealTimeReference(duration: prediction.duration)],
      checks: Check.prediction(prediction) + [
        Check("the program writes what the library gives", try classify() == expected)
      ])
  }

  private static func clip(_ form: ClipForm, in context: BenchmarkContext) throws -> String {
    let sample = try context.sampleClip
    if form == .avi720x576 { return sample }
    guard let ffmpeg = context.ffmpeg else { throw Skipped(reason: FFmpegProgram.missing) }
    let made = context.folder.path(of: "clip.\(form.suffix)")
    try ffmpeg.convert(sample, turns: 2, to: made, form.encoding(brightness: 0))
    return made
  }
}
