// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Files

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

/// A folder of clips by the program `emonet`, on all processors, model loaded once.
enum BatchClassification {
  private static let count = 24

  static let benchmark = Benchmark(
    suite: .classifyBatch, name: "classify-batch",
    summary: "emonet classify in a new process, \(count) clips of 3 s, half of them "
      + ClipForm.allCases.map(\.text).joined(separator: ", half "),
    prepare: prepare)

  private static func prepare(_ context: BenchmarkContext) throws -> PreparedBenchmark {
    guard let program = context.program else {
      throw Skipped(reason: ColdClassification.missingProgram)
    }
    guard let ffmpeg = context.ffmpeg else { throw Skipped(reason: FFmpegProgram.missing) }
    let weights = try context.weights()
    let threads = context.allThreads
    let folder = try context.folder.subfolder("clips")
    try makeClips(from: context.sampleClip, with: ffmpeg, in: folder)

    let classifier = try Classifier(weights: weights)
    let predictions = try ClipList.mediaFiles(under: folder).map { try classifier.classify($0) }
    let expected = try predictions.map { try $0.json.text() }
    func classify() throws -> [Substring] {
      try program.classify(folder, weights: weights, threads: threads).split(separator: "\n")
    }
    let found = try classify()
    return PreparedBenchmark(
      work: Work(amount: Double(count), unit: "clips"), threads: threads,
      run: { _ = try classify() },
      references: [RealTimeReference(duration: predictions.reduce(0) { $0 + $1.duration })],
      checks: [
        Check("\(count) objects", found.count == count),
        Check("no two clips judged alike", Set(predictions.map { "\($0.scores)" }).count == count),
        Check("each what the library gives for the clip alone", found.map(String.init) == expected),
      ])
  }

  /// Clips that differ in brightness, so that answers in a wrong order show.
  private static func makeClips(
    from sample: String, with ffmpeg: FFmpegProgram, in folder: String
  ) throws {
    let forms = ClipForm.allCases
    for index in 0..<count {
      let form = forms[index % forms.count]
      // Names of one length, so that every order of names is the order of numbers.
      try ffmpeg.convert(
        sample, turns: 2, to: "\(folder)/clip\(100 + index).\(form.suffix)",
        form.encoding(brightness: 0.01 * Double(index - count / 2)))
    }
  }
}

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
