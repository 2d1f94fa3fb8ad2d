// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import AudioFeatures
import EmoNet
import Foundation
import Media
import Tables

/// Options that several commands have.
enum SharedOptions {
  static let threads = Option.optional(
    "threads", aliases: ["jobs"],
    "How many threads compute at once, on several clips or on one (default: the number of processors)",
    .integer("N", in: 1...1024), default: Machine.threads)
  static let weights = Option.optional(
    "weights",
    "The weight file (default: EMONET_WEIGHTS, then the one beside the program, in share/emonet "
      + "or in Weights)", .file("FILE"))
  static let precision = Option.optional(
    "precision",
    "What the face network multiplies in: 32-bit floats, or 16-bit ones, which move scores by up to "
      + "0.01; auto takes those where the processor has them and the model was checked (default: auto; "
      + "extract: f32)",
    .choice(of: PrecisionChoice.self))
  static let sound = Option.optional(
    "sound",
    "How the sound is prepared for the model: speech (one level, without constant offset, from the first "
      + "to the last speech, from the channels that carry it) or raw (the mean of the channels as it "
      + "is) (default: as the model was trained)",
    .choice(of: SoundPreparation.self))
  static let output = Option.optional(
    "output", "Write the results to FILE, which appears when it is whole", .file("FILE"))
  static let minimumConfidence = Option.optional(
    "minimum-confidence", "Answer 'uncertain' where the highest score is lower than P, from 0 to 1",
    .number("P", in: 0...1))
  static let keepGoing = Flag(
    "keep-going", "Go on past clips that fail and list them at the end")

  static let audioTrack = Option.optional(
    "audio-track",
    "Hear this track of a clip with several, by number from 1 or by language, such as de or eng "
      + "(default: the one of the picture's programme that is no comment and not silent)",
    .text("N|LANGUAGE"))
  static let videoTrack = Option.optional(
    "video-track", "See this track of a clip with several, by number from 1",
    .integer("N", in: 1...1000))

  /// What clips may ask for, for the help text.
  static let limits =
    "What a clip may ask for is limited, so that a forged file cannot take the machine: "
    + "\(MediaLimits.usual). The environment variable \(MediaLimits.variable) changes limits, as "
    + "in \(MediaLimits.variable)=pixels=200000000,seconds=90000."

  /// The tracks that the arguments ask for; throws `UsageError`.
  static func tracks(_ arguments: ParsedArguments) throws(UsageError) -> TrackSelection {
    var tracks = TrackSelection(video: arguments[videoTrack])
    guard let text = arguments[audioTrack] else { return tracks }
    if let number = Int(text), number >= 1 {
      tracks.audio = .number(number)
    } else if (2...12).contains(text.count), text.allSatisfy({ $0.isLetter || "-_".contains($0) }) {
      tracks.audio = .language(text)
    } else {
      throw arguments.refused(
        "option '\(audioTrack.description.flag)' must be a number from 1 or a language, not "
          + "'\(text)'")
    }
    return tracks
  }

  /// The model that the arguments ask for.
  static func model(_ arguments: ParsedArguments) -> ModelChoice {
    ModelChoice(
      weights: arguments[weights], precision: arguments[precision] ?? .auto,
      sound: arguments[sound])
  }
}

/// The options that name features extracted before, to be used in place of the clips.
enum ExtractedOptions {
  static let features = Option.optional(
    "features",
    "Take the sound from this table of audio-model or openSMILE's 1582 values (.arff, .csv, "
      + ".npz; a folder of them; several between commas)", .file("TABLE"))
  static let frames = Option.optional(
    "frames",
    "Take the picture from the tables in this folder, written by 'extract --features frames'",
    .folder("FOLDER"))

  /// What the options say, for the help text.
  static let discussion =
    "With --features and --frames, sound and picture come from features that were extracted "
    + "before; what they lack is read from the clip, where there is one. A row of a table belongs "
    + "to the clip of the same path, else of the same file name, with or without its ending. An "
    + "ARFF table with classes may itself be the list."

  /// The features that the arguments name for rows of `list`; nil without any.
  ///
  /// Throws when a table cannot be used or has nothing of any row.
  static func read(
    _ arguments: ParsedArguments, list: String, entries: [ClipListEntry]
  ) throws -> ExtractedFeatures? {
    var tables = arguments[features]?.split(separator: ",").map(String.init) ?? []
    let frames = arguments[frames]
    if tables.isEmpty, TableFormat(path: list) == .arff { tables = [list] }
    guard !tables.isEmpty || frames != nil else { return nil }
    let extracted = try ExtractedFeatures(tables: tables, frames: frames)
    guard entries.contains(where: extracted.covers) else {
      let names = (tables + (frames.map { [$0] } ?? [])).joined(separator: ", ")
      throw Failure(
        .badData,
        "\(names): nothing of the clips in \(list), of which the first is "
          + "'\(entries.first?.path ?? "")'")
    }
    return extracted
  }
}
