// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import NeuralNetwork

/// A step of a training as a value: what it reads, the one file that it makes, and what decides that file.
///
/// A stage takes everything from the files of earlier stages, so that it may run alone and in another process.
public struct TrainingStage {
  /// Its name, such as `faces`, `clips`, `branches`, `member-1`, `fold-2`, `model`.
  public let name: String
  /// Names of the stages whose output it reads.
  public let inputs: [String]
  /// Path of the file that it makes.
  public let output: String
  /// SHA-256 of everything that decides the output, its inputs' fingerprints among it.
  public let fingerprint: String
  /// Whether the output tells its fingerprint; a model does not, and is made each time.
  let keepsFingerprint: Bool
  /// Where the computation keeps its state, which goes once the output is there.
  let checkpoint: TrainingCheckpoint?
  /// Computes the output.
  let make: (_ report: (TrainingEvent) throws -> Void) throws -> WeightFile

  private static let key = "fingerprint"

  /// A stage from its parts; `parts` are texts that decide the output beside the inputs.
  init(
    name: String, inputs: [TrainingStage] = [], output: String, parts: [String],
    keepsFingerprint: Bool = true, checkpoint: TrainingCheckpoint? = nil,
    make: @escaping (_ report: (TrainingEvent) throws -> Void) throws -> WeightFile
  ) {
    self.name = name
    self.inputs = inputs.map(\.name)
    self.output = output
    let description = ([name] + inputs.map(\.fingerprint) + parts).joined(separator: "\n")
    fingerprint = FileChecksum.sha256(of: Array(description.utf8))
    self.keepsFingerprint = keepsFingerprint
    self.checkpoint = checkpoint
    self.make = make
  }

  /// Whether the output is there and was decided by the same.
  public var isDone: Bool {
    guard keepsFingerprint, FileManager.default.fileExists(atPath: output),
      // A damaged file is as good as none: it is made again.
      let file = try? WeightFile.read(output)
    else { return false }
    return file.metadata[Self.key] == fingerprint
  }

  /// Makes the output; throws `FileError` and what the computation throws.
  func run(_ report: (TrainingEvent) throws -> Void) throws {
    var file = try make(report)
    if keepsFingerprint { file.metadata[Self.key] = fingerprint }
    try file.write(to: output)
    try checkpoint?.remove()
  }

  /// Reads the output; throws `FileError` when it is not there or was decided by something else.
  func read() throws -> WeightFile {
    guard FileManager.default.fileExists(atPath: output) else {
      throw FileError(
        .missing, path: output, reason: "stage '\(name)' has not been run with this cache")
    }
    let file = try WeightFile.read(output)
    guard file.metadata[Self.key] == fingerprint else {
      throw FileError(
        .malformed, path: output,
        reason: "stage '\(name)' was run with other settings or data; run it again")
    }
    return file
  }
}

/// Stages in the order in which they can run.
struct TrainingSchedule {
  let stages: [TrainingStage]

  /// Runs all that are not done; without `resume` all begin anew.
  func run(resume: Bool, report: (TrainingEvent) throws -> Void) throws {
    if !resume {
      for stage in stages where stage.keepsFingerprint {
        try TrainingCheckpoint(path: stage.output).remove()
      }
    }
    for stage in stages {
      if stage.isDone {
        try report(
          TrainingEvent(stage: stage.name, message: "done by an earlier run", isEpochEnd: true))
      } else {
        try stage.run(report)
      }
    }
  }

  /// Runs one stage alone, whose inputs must be done.
  func run(stage name: String, report: (TrainingEvent) throws -> Void) throws {
    guard let stage = stages.first(where: { $0.name == name }) else {
      throw TrainingError(
        reason: "there is no stage '\(name)'; there are "
          + stages.map(\.name).joined(separator: ", "))
    }
    for input in stages where stage.inputs.contains(input.name) { _ = try input.read() }
    try stage.run(report)
  }
}
