// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet

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
