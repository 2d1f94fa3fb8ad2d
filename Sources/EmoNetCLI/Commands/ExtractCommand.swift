// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import EmoNet
import Tables

/// `emonet extract`: writes features of clips into tables.
enum ExtractCommand {
  static let features = Option.required(
    "features", "What to extract, between commas; see below",
    .choices("NAME,...", of: FeatureKind.self))
  static let format = Option.optional(
    "format", "How to write the tables (default: by the name of the output, else csv)",
    .choice(of: TableFormat.self))
  static let output = Option.optional(
    "output",
    "The table, when PATH ends in .csv, .npz or .arff; else the folder of the tables (default: "
      + "standard output for a single table of text)", .file("PATH"))
  static let resume = Flag(
    "resume", "Leave out what an earlier run into the same output has done")
  static let sampleRate = Option.optional(
    "sample-rate",
    "Analyse the sound at 16 kHz (canonical, the default) or at the rate of the file; both as mono",
    .choice(of: ExtractionSettings.SampleRate.self))
  static let faces = Option.optional(
    "faces", "Whose faces stand in the table of faces (default: main)",
    .choice(of: ExtractionSettings.FaceChoice.self))

  static let command = Command(
    name: "extract", summary: "Write features of clips into tables",
    operands: Command.Operands(
      "CLIP",
      "A video, a sound file or a picture; a folder, which is searched; a list of "
        + "paths (.csv with a column 'path' and perhaps 'label', .txt with one a line); - for a "
        + "list on standard input",
      .files, count: 1...Int.max),
    options: [
      features, format, output, SharedOptions.threads, SharedOptions.keepGoing, resume, sampleRate,
      faces, SharedOptions.audioTrack, SharedOptions.videoTrack, SharedOptions.weights,
      SharedOptions.precision, SharedOptions.sound,
    ] + CepstrumArguments.options,
    discussion: [
      "With a row a clip, all clips in one table: audio-is10 and audio-emobase2010 (1582 "
        + "functionals of the sound, two variants), audio-model (the latter of the prepared sound, see "
        + "--sound, averaged over four starts of the analysis, as the models take them), video (the model's summary of the faces), clip "
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
      "The tables do not depend on --threads. The rows of an unfinished table wait in a file that "
        + "ends in .journal; --resume goes on from there. What is not of the same extractor, "
        + "settings and file content is done again.",
      "The first clip that fails ends the run. With --keep-going it is left out of the tables, "
        + "listed at the end, and the exit code is 1. A clip without sound fails for features of "
        + "the sound alone.", SharedOptions.limits,
    ],
    examples: [
      "emonet extract --features audio-is10 --output sound.csv list.csv",
      "emonet extract --features faces,frames,clip --format npz --output features/ clips/",
      "emonet extract --features mfcc --mfcc-coefficients 20 voice.wav",
    ],
    run: run)

  private static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let keepsGoing = arguments[SharedOptions.keepGoing]
    var settings = ExtractionSettings(features: arguments[features])
    settings.sampleRate = arguments[sampleRate] ?? settings.sampleRate
    settings.faces = arguments[faces] ?? settings.faces
    settings.sound = arguments[SharedOptions.sound]
    settings.tracks = try SharedOptions.tracks(arguments)
    settings.cepstrum = try CepstrumArguments.read(arguments, for: settings.features)
    let target = try ExtractionTarget(arguments, settings)
    let input = ExtractionInput(arguments.operands)
    if !keepsGoing, let failure = input.unusable.first { throw Failure(failure) }
    if let note = ClipInput.note(leftOut: input.others) { Terminal.shared.note(note) }
    return try ExtractionBatch(input: input, keepsGoing: keepsGoing).run(
      settings, weights: arguments[SharedOptions.weights],
      precision: arguments[SharedOptions.precision] ?? .f32,
      place: target.place(clips: input.clips.count), resume: arguments[resume],
      threads: arguments[SharedOptions.threads])
  }
}
