// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet

/// The options that name features extracted before, to be used in place of the clips.
enum ExtractedOptions {
  static let features = OptionDescription(
    "features",
    "Take the sound from this table of audio-model or openSMILE's 1582 values (.arff, .csv, "
      + ".npz; a folder of them; several between commas)", .file(valueName: "TABLE"))
  static let frames = OptionDescription(
    "frames",
    "Take the picture from the tables in this folder, written by 'extract --features frames'",
    .folder(valueName: "FOLDER"))

  /// What the options say, for the help text.
  static let discussion =
    "With --features and --frames, sound and picture come from features that were extracted "
    + "before; what they lack is read from the clip, where there is one. A row of a table belongs "
    + "to the clip of the same path, else of the same file name, with or without its ending. An "
    + "ARFF table with classes may itself be the list."

  /// The features that the arguments name for rows of `list`; nil without any.
  ///
  /// Throws `Failure` when a table cannot be used or has nothing of any row.
  static func read(
    _ arguments: Arguments, list: String, entries: [ClipListEntry]
  ) throws -> ExtractedFeatures? {
    var tables = (arguments.text(features) ?? "").split(separator: ",").map(String.init)
    let frames = arguments.text(frames)
    if tables.isEmpty, TableFormat(path: list) == .arff { tables = [list] }
    guard !tables.isEmpty || frames != nil else { return nil }
    let extracted: ExtractedFeatures
    do {
      extracted = try ExtractedFeatures(tables: tables, frames: frames)
    } catch let error as TableError {
      throw Failure(error.isUnreadable ? .noInput : .badData, "\(error)")
    }
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
