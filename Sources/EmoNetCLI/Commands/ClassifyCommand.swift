// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import EmoNet
import Files

/// `emonet classify`: says what clips express.
enum ClassifyCommand {
  static let format = Option.optional(
    "format", "How to write the results (default: text)", .choice(),
    default: PredictionFormat.text)
  static let top = Option.optional(
    "top", "Show the N highest scores, highest first; json and csv name them in 'top' besides",
    .integer("N", in: 1...Emotion.count))
  static let timings = Flag("timings", "Say on standard error where the time went, by stage")

  /// The command; `load` gives the model that is asked for.
  static func command(
    load: @escaping @Sendable (ModelChoice) throws -> ClipClassifier
  ) -> Command {
    Command(
      name: "classify", summary: "Say which of the seven emotions clips express",
      operands: Command.Operands(
        "CLIP",
        "A video, a sound file or a picture; a folder, which is searched; a list of "
          + "paths (.csv with a column 'path', .txt with one a line); - for paths on standard "
          + "input",
        .files, count: 1...Int.max),
      options: [
        format, top, SharedOptions.minimumConfidence, SharedOptions.keepGoing, timings,
        SharedOptions.audioTrack, SharedOptions.videoTrack, SharedOptions.threads,
        SharedOptions.weights, SharedOptions.precision, SharedOptions.sound, SharedOptions.output,
      ],
      discussion: [
        "Results come in the order of the clips. A clip without picture, face or sound is "
          + "judged by what is there, and the result says so.",
        "The first clip that fails ends the run with the exit code of its failure, after the "
          + "results of the clips before it. With --keep-going the others are classified, the "
          + "failed ones are listed on standard error, and the exit code is 1.",
        "A clip of more than 60 s is judged in windows of 10 s, of which its scores are the mean; "
          + "text and json show the windows too. Memory does not grow with a clip's length.",
        "json writes one object a line, csv a header and one row a clip.",
        "With --minimum-confidence the answer for a clip whose highest score is lower is "
          + "'uncertain'; its scores are written all the same. 'evaluate' says what such a bound "
          + "costs and gains.",
        SharedOptions.limits,
      ],
      examples: [
        "emonet classify clip.avi",
        "emonet classify --format csv --output results.csv --keep-going clips/",
        "find clips -name '*.mp4' | emonet classify --format json -",
      ],
      run: { try run($0, load: load) })
  }

  private static func run(
    _ arguments: ParsedArguments, load: (ModelChoice) throws -> ClipClassifier
  ) throws -> ExitCode {
    let stopwatch = Stopwatch()
    let keepsGoing = arguments[SharedOptions.keepGoing]
    let format = arguments[Self.format]
    let tracks = try SharedOptions.tracks(arguments)
    var others: [String] = []
    let inputs = ClipInput.expand(arguments.operands) { others += $0 }
    if !keepsGoing, let failure = ClipInput.firstUnusable(inputs) { throw Failure(failure) }
    if let note = ClipInput.note(leftOut: others) { Terminal.shared.note(note) }
    if let output = arguments[SharedOptions.output] {
      try InputFiles.refuse([output], among: ClipInput.paths(inputs))
    }
    let writer = try ResultWriter(path: arguments[SharedOptions.output])
    let classifier = try load(SharedOptions.model(arguments))
    let (top, least) = (arguments[Self.top], arguments[SharedOptions.minimumConfidence])
    let threads = arguments[SharedOptions.threads]
    var failures: [UnusableClip] = []
    do {
      try writer.write(format.header(top: top, branches: classifier.branches))
      try classifier.run(inputs, tracks: tracks, threads: threads) { outcome in
        switch outcome {
        case .success(let prediction):
          try writer.write(format.result(prediction, top: top, least: least))
        case .failure(let failure) where keepsGoing: failures.append(failure)
        case .failure(let failure): throw Failure(failure)
        }
      }
      try writer.finish()
    } catch {
      if let text = writer.leaveBehind() { Terminal.shared.note(text) }
      throw error
    }
    if arguments[timings] {
      Terminal.shared.printDiagnostic(
        TimingsText.table(classifier.times, passed: stopwatch.seconds, threads: threads))
    }
    guard !failures.isEmpty else { return .success }
    Terminal.shared.printDiagnostic(UnusableClip.table(failures, of: inputs.count))
    return .incomplete
  }
}
