// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet
internal import Foundation

/// `emonet train`: makes a weight file from labelled clips.
enum TrainCommand {
  static let list = OptionDescription(
    "list",
    "The labelled clips: CSV with the columns path, label, speaker, split and optionally "
      + "corpus, modality; or a folder in AFEW's layout", .file(valueName: "FILE"),
    isRequired: true)
  static let configuration = OptionDescription(
    "config", "Everything that decides the training, as JSON", .file(valueName: "FILE"),
    isRequired: true)
  static let output = OptionDescription(
    "output", "The weight file to write", .file(valueName: "WEIGHTS"), isRequired: true)
  static let cache = OptionDescription(
    "cache", "Where features and checkpoints are kept (default: WEIGHTS.cache)",
    .folder(valueName: "FOLDER"))
  static let folds = OptionDescription(
    "folds", "Cross-validate on split 'train' in this many parts by speaker",
    .integer(valueName: "N", range: 2...100))
  static let resume = OptionDescription(
    "resume", "Go on from the checkpoints of a run that ended early")

  static let backbone = OptionDescription(
    "backbone",
    "Take the face backbone of this model as it is, rather than train one; --frames needs it, and "
      + "must have been extracted with this model", .file(valueName: "WEIGHTS"))

  static let command = Command(
    name: "train", summary: "Train a model on a labelled list of clips",
    options: [
      list, configuration, output, cache, folds, resume, ExtractedOptions.features,
      ExtractedOptions.frames, backbone, SharedOptions.threads,
    ],
    discussion: [
      "The rows of split 'train' are learnt from; figures are given for those of split "
        + "'validation', and nothing is decided by them. A speaker who stands in both is an error.",
      "With --folds, the speakers of split 'train' are divided instead, and branches and fusion "
        + "are trained once without each part and measured on it: figures to choose a "
        + "configuration by. No weight file is written.",
      "Each epoch adds a line to WEIGHTS.log. A run that was killed goes on from its checkpoints "
        + "with --resume and ends with the same weights as one that was not; without, it begins "
        + "anew. The same data, configuration, number of threads and kind of processor give the "
        + "same weights.",
      "With \"precision\": \"bf16\" under \"backbone\" of the configuration the face network multiplies "
        + "16-bit floats in training, and keeps such between its layers; learnt weights, their "
        + "gradients and sums are 32-bit floats in either case. What such floats change in use is "
        + "measured at the end and stands in the model's card.",
      ExtractedOptions.discussion,
    ],
    examples: ["emonet train --list clips.csv --config recipe.json --output model.safetensors"],
    run: run)

  private static func run(_ arguments: Arguments) throws -> ExitCode {
    if arguments.has(ExtractedOptions.frames), !arguments.has(backbone) {
      throw UsageError(
        reason: "option '\(ExtractedOptions.frames.flag)' needs '\(backbone.form)'",
        command: "train")
    }
    let listPath = arguments.text(list) ?? ""
    let clips = try ClipList.read(listPath)
    try refuseSharedSpeakers(clips, listPath)
    let extracted = try ExtractedOptions.read(arguments, list: listPath, entries: clips.entries)
    let settings = try readConfiguration(arguments.text(configuration) ?? "")
    let output = arguments.text(Self.output) ?? ""
    let cacheFolder = arguments.text(cache) ?? output + ".cache"
    let log = try TrainingLog(path: output + ".log")
    defer { Terminal.shared.clearProgress() }
    do {
      let trainer = try Trainer(
        configuration: settings, clips: clips, cacheDirectory: cacheFolder, output: output,
        threads: SharedOptions.threads(arguments), extracted: extracted,
        backboneWeights: arguments.text(backbone))
      if let count = arguments.integer(folds) {
        let figures = try trainer.crossValidate(folds: count) { log.record($0) }
        try Terminal.shared.printResult(FoldTable.text(figures))
      } else {
        try trainer.run(resume: arguments.has(resume)) { log.record($0) }
      }
    } catch let error as WeightsNotFound {
      throw Failure(.noInput, "\(error)")
    } catch {
      throw Failure(.badData, "\(error)")
    }
    try log.check()
    return .success
  }

  private static func refuseSharedSpeakers(_ clips: ClipList, _ path: String) throws {
    let shared = clips.speakersOnBothSides()
    guard let speaker = shared.first else { return }
    func line(_ split: String) -> String {
      let row = clips.entries.first { $0.speaker == speaker && $0.split == split }
      return row.map { "\($0.line)" } ?? "?"
    }
    let others = shared.dropFirst()
    throw Failure(
      .badData,
      "\(path):\(line(Trainer.validationSplit)): speaker '\(speaker)' of split "
        + "'\(Trainer.validationSplit)' stands in split '\(Trainer.trainingSplit)' too, in line "
        + line(Trainer.trainingSplit)
        + (others.isEmpty ? "" : "; likewise \(others.joined(separator: ", "))"))
  }

  private static func readConfiguration(_ path: String) throws -> TrainingConfiguration {
    if let file = UnusableClip.unreadable(path) { throw Failure(file.exitCode, file.line) }
    do {
      return try TrainingConfiguration.read(path)
    } catch {
      throw Failure(.badData, UnusableClip(path: path, error: error).line)
    }
  }
}
