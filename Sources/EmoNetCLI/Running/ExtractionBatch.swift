// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import EmoNet
import Files
import Foundation
import Tables

/// Runs `emonet extract` over its clips: several at once, with progress, failures and exit code.
struct ExtractionBatch {
  /// Where the tables go.
  enum Place {
    case output(ExtractionOutput)
    /// A single table of text.
    case standardOutput(TableFormat)
  }

  let input: ExtractionInput
  let keepsGoing: Bool

  /// Extracts and writes; gives the exit code.
  func run(
    _ settings: ExtractionSettings, weights: String?, precision: PrecisionChoice,
    place: Place, resume: Bool, threads: Int
  ) throws -> ExitCode {
    let extractor = try Self.extractor(settings, weights: weights, precision)
    switch place {
    case .output(let output):
      return try run(extractor, output, resume: resume, threads: threads)
    case .standardOutput(let format):
      let temporary = FileManager.default.temporaryDirectory.path
      // Those of runs that were killed; the process's number tells.
      LeftoverFiles.removeFolders("emonet-", in: temporary)
      let folder = "\(temporary)/emonet-\(getpid())-\(UInt32.random(in: .min ... .max))"
      try Folders.create(folder)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let path = folder + "/table\(format.suffix)"
      let code = try run(
        extractor, ExtractionOutput(place: .file(path), format: format), resume: false,
        threads: threads)
      try Self.print(path, in: folder)
      return code
    }
  }

  private func run(
    _ extractor: FeatureExtractor, _ output: ExtractionOutput, resume: Bool, threads: Int
  ) throws -> ExitCode {
    let run = try ExtractionRun(
      extractor: extractor, clips: input.clips, hasLabels: input.hasLabels, output: output,
      resume: resume)
    let failures = try extract(run, threads: threads)
    try run.finish()
    guard !failures.isEmpty else { return .success }
    Terminal.shared.printDiagnostic(
      UnusableClip.table(failures, of: input.clips.count + input.unusable.count))
    return .incomplete
  }

  /// What failed, in the order of the clips; throws the first failure unless the run keeps going.
  private func extract(_ run: ExtractionRun, threads: Int) throws -> [UnusableClip] {
    var seen: Set<ExactPath> = []
    let clips = input.clips.filter { seen.insert(ExactPath($0.path)).inserted }
    var failures = input.unusable
    var progress = ProgressReport(total: clips.count, unit: "clips")
    defer { Terminal.shared.clearProgress() }
    let work = OrderedRun(clips) { clip, _ in Result { try Self.extract(clip, run) } }
    try work.run(threads: threads, progress: { progress.show(done: $0) }) { clip, result in
      let outcome = try result.get()
      for warning in outcome.warnings { Terminal.shared.note("\(clip.path): \(warning)") }
      guard let failure = outcome.failure else { return }
      guard keepsGoing else { throw Failure(failure) }
      failures.append(failure)
    }
    return failures
  }

  /// A clip's warnings, and why it counts as failed.
  private struct Outcome: Sendable {
    var warnings: [String] = []
    var failure: UnusableClip?
  }

  private static func extract(_ clip: ExtractionClip, _ run: ExtractionRun) throws -> Outcome {
    if let failure = UnusableClip.unreadable(clip.resolvedPath) {
      run.fail(clip, reason: failure.reason)
      return Outcome(
        failure: UnusableClip(
          path: clip.path, reason: failure.reason, exitCode: failure.exitCode))
    }
    let outcome = try run.extract(clip)
    return Outcome(
      warnings: outcome.warnings,
      failure: outcome.failures.isEmpty
        ? nil
        : UnusableClip(path: clip.path, reason: reason(outcome.failures), exitCode: .badData))
  }

  /// One line for all features that are not there, in the order of the help.
  private static func reason(_ failures: [FeatureKind: String]) -> String {
    var parts: [(reason: String, features: [String])] = []
    for kind in FeatureKind.allCases {
      guard let reason = failures[kind] else { continue }
      if let place = parts.firstIndex(where: { $0.reason == reason }) {
        parts[place].features.append(kind.rawValue)
      } else {
        parts.append((reason, [kind.rawValue]))
      }
    }
    return parts.map { "\($0.features.joined(separator: ", ")): \($0.reason)" }
      .joined(separator: "; ")
  }

  private static func extractor(
    _ settings: ExtractionSettings, weights: String?, _ precision: PrecisionChoice
  ) throws -> FeatureExtractor {
    if let weights { _ = try ClipClassifier.locate(weights) }
    return try FeatureExtractor(settings: settings, weights: weights, precision: precision)
  }

  /// Copies a text file to standard output and removes its folder.
  private static func print(_ path: String, in folder: String) throws {
    let file = try ReadableFile(path)
    // Before it is copied: a reader that goes away ends the process.
    try? FileManager.default.removeItem(atPath: folder)
    while true {
      let piece = try file.read(upTo: 1 << 20)
      if piece.isEmpty { return }
      try Terminal.shared.printResult(piece)
    }
  }
}
