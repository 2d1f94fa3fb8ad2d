// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import EmoNet
import EmoNetTraining
import Files

/// `emonet train`: makes a weight file from labelled clips.
enum TrainCommand {
  static let list = Option.required(
    "list",
    "The labelled clips: CSV with the columns path, label, speaker, split and optionally "
      + "corpus, modality; or a folder in AFEW's layout", .file("FILE"))
  static let configuration = Option.required(
    "config", "Everything that decides the training, as JSON", .file("FILE"))
  static let output = Option.required("output", "The weight file to write", .file("WEIGHTS"))
  static let cache = Option.optional(
    "cache", "Where features and checkpoints are kept (default: WEIGHTS.cache)",
    .folder("FOLDER"))
  static let folds = Option.optional(
    "folds", "Cross-validate on split 'train' in this many parts by speaker",
    .integer("N", in: 2...100))
  static let stage = Option.optional(
    "stage", "Run one stage alone, from what earlier stages left in the cache; see below",
    .text("NAME"))
  static let resume = Flag("resume", "Go on from the checkpoints of a run that ended early")
  static let backbone = Option.optional(
    "backbone",
    "Take the face backbone of this model as it is, rather than train one; --frames needs it, and "
      + "must have been extracted with this model", .file("WEIGHTS"))

  static let command = Command(
    name: "train", summary: "Train a model on a labelled list of clips",
    options: [
      list, configuration, output, cache, folds, stage, resume, ExtractedOptions.features,
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
      "A training goes through stages, each of which leaves one file in the cache: faces, clips, branches, "
        + "member-1 and so on, model; with --folds: faces, clips, fold-1 and so on. --resume begins with the "
        + "first stage whose file is missing or was made with other settings or data. With --stage a "
        + "single one runs, for instance the members or folds on several machines that share the cache.",
      "With \"precision\": \"bf16\" under \"backbone\" of the configuration the face network multiplies "
        + "16-bit floats in training, and keeps such between its layers; learnt weights, their "
        + "gradients and sums are 32-bit floats in either case. What such floats change in use is "
        + "measured at the end and stands in the model's card.",
      ExtractedOptions.discussion,
    ],
    examples: ["emonet train --list clips.csv --config recipe.json --output model.safetensors"],
    run: run)

  private static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    if arguments.has(ExtractedOptions.frames), !arguments.has(backbone) {
      throw arguments.refused(
        "option '\(ExtractedOptions.frames.description.flag)' needs '\(backbone.description.form)'")
    }
    let clips = try ClipList.read(arguments[list])
    try refuseSharedSpeakers(clips, arguments[list])
    try InputFiles.refuse([arguments[output]], among: clips.entries.map(\.resolvedPath))
    if let warning = clips.repetitionWarning { Terminal.shared.note("warning: \(warning)") }
    let extracted = try ExtractedOptions.read(
      arguments, list: arguments[list], entries: clips.entries)
    let settings = try readConfiguration(arguments[configuration])
    let stages = Trainer.stageNames(settings, folds: arguments[folds])
    if let stage = arguments[stage], !stages.contains(stage) {
      throw arguments.refused(
        "there is no stage '\(stage)'; there are " + stages.joined(separator: ", "))
    }
    let output = arguments[Self.output]
    let log = try TrainingLog(path: output + ".log")
    defer { Terminal.shared.clearProgress() }
    let trainer = try Trainer(
      configuration: settings, clips: clips, listPath: arguments[list],
      cacheFolder: arguments[cache] ?? output + ".cache", output: output,
      threads: arguments[SharedOptions.threads], extracted: extracted,
      backboneWeights: arguments[backbone])
    if let stage = arguments[stage] {
      try trainer.run(
        stage: stage, folds: arguments[folds], resume: arguments[resume]
      ) { log.record($0) }
    } else if let count = arguments[folds] {
      let figures = try trainer.crossValidate(folds: count, resume: arguments[resume]) {
        log.record($0)
      }
      try Terminal.shared.printResult(FoldTable.text(figures))
    } else {
      try trainer.run(resume: arguments[resume]) { log.record($0) }
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
    if let file = UnusableClip.unreadable(path) { throw Failure(file) }
    return try TrainingConfiguration.read(path)
  }
}
