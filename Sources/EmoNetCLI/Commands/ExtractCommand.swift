// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import AudioFeatures
internal import EmoNet

/// `emonet extract`: writes features of clips into tables.
enum ExtractCommand {
  static let features = OptionDescription(
    "features", "What to extract, between commas; see below",
    .choices(valueName: "NAME,...", FeatureKind.allCases.map(\.rawValue)), isRequired: true)
  static let format = OptionDescription(
    "format", "How to write the tables (default: by the name of the output, else csv)",
    .choice(TableFormat.allCases.map(\.rawValue)))
  static let output = OptionDescription(
    "output",
    "The table, when PATH ends in .csv, .npz or .arff; else the folder of the tables (default: "
      + "standard output for a single table of text)", .file(valueName: "PATH"))
  static let jobs = OptionDescription(
    "jobs", "How many clips to work on at once (default: the number of processors)",
    .integer(valueName: "N", range: 1...1024))
  static let resume = OptionDescription(
    "resume", "Leave out what an earlier run into the same output has done")
  static let sampleRate = OptionDescription(
    "sample-rate",
    "Analyse the sound at 16 kHz (canonical, the default) or at the rate of the file; both as mono",
    .choice(ExtractionSettings.SampleRate.allCases.map(\.rawValue)))
  static let faces = OptionDescription(
    "faces", "Whose faces stand in the table of faces (default: main)",
    .choice(ExtractionSettings.FaceChoice.allCases.map(\.rawValue)))

  static let command = Command(
    name: "extract", summary: "Write features of clips into tables",
    operands: Command.Operands(
      valueName: "CLIP",
      summary: "A video, a sound file or a picture; a folder, which is searched; a list of "
        + "paths (.csv with a column 'path' and perhaps 'label', .txt with one a line); - for a "
        + "list on standard input",
      kind: .files, count: 1...Int.max),
    options: [
      features, format, output, jobs, ClassifyCommand.keepGoing, resume, sampleRate, faces,
      SharedOptions.weights, SharedOptions.precision,
    ] + CepstrumArguments.options,
    discussion: [
      "With a row a clip, all clips in one table: audio-is10 and audio-emobase2010 (1582 "
        + "functionals of the sound, two variants), audio-model (the latter averaged over four "
        + "starts of the analysis, as the models take them), video (the model's summary of the faces), clip "
        + "(its last hidden layer).",
      "With a row a frame, a table for each clip: audio-contours (38 contours of the sound and "
        + "their deltas, every 10 ms), mfcc, faces (box, landmarks and track), frames (64 features "
        + "of the main face). They begin with frame, timestamp, confidence, success; every frame "
        + "has a row. They are written as csv or npz.",
      "A table in a folder is called after its feature: FOLDER/audio-is10.csv, and "
        + "FOLDER/mfcc/CLIP.csv for the clip CLIP. Each says which extractor, settings and sources "
        + "made it: as a comment in arff, as the array 'metadata' in npz, in PATH.json beside csv.",
      "Features of the model are computed in 32-bit floats unless --precision says otherwise, so that "
        + "they are the same on every processor.",
      "The tables do not depend on --jobs. The rows of an unfinished table wait in a file that "
        + "ends in .journal; --resume goes on from there. What is not of the same extractor, "
        + "settings and file content is done again.",
      "The first clip that fails ends the run. With --keep-going it is left out of the tables, "
        + "listed at the end, and the exit code is 1. A clip without sound fails for features of "
        + "the sound alone.",
    ],
    examples: [
      "emonet extract --features audio-is10 --output sound.csv list.csv",
      "emonet extract --features faces,frames,clip --format npz --output features/ clips/",
      "emonet extract --features mfcc --mfcc-coefficients 20 voice.wav",
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws -> ExitCode {
    let keepsGoing = arguments.has(ClassifyCommand.keepGoing)
    var settings = ExtractionSettings(features: arguments.choices(features))
    settings.sampleRate = arguments.choice(sampleRate) ?? settings.sampleRate
    settings.faces = arguments.choice(faces) ?? settings.faces
    settings.cepstrum = try CepstrumArguments.read(arguments, for: settings.features)
    let target = try ExtractionTarget(arguments, settings)
    let input = ExtractionInput(arguments.operands)
    if !keepsGoing, let failure = input.unusable.first {
      throw Failure(failure.exitCode, failure.line)
    }
    let batch = ExtractionBatch(input: input, keepsGoing: keepsGoing)
    return try batch.run(
      settings, weights: arguments.text(SharedOptions.weights),
      precision: arguments.choice(SharedOptions.precision) ?? .f32,
      place: target.place(clips: input.clips.count),
      resume: arguments.has(resume), jobs: arguments.integer(jobs) ?? SharedOptions.processors)
  }
}
