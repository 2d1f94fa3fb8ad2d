// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import AudioFeatures
import EmoNet
import Tables

/// Where the tables of `emonet extract` go, as far as the command line says it.
struct ExtractionTarget {
  private let arguments: ParsedArguments
  private let path: String?
  private let features: [FeatureKind]
  private let format: TableFormat

  /// Checks format and output against the features; throws `UsageError`.
  init(_ arguments: ParsedArguments, _ settings: ExtractionSettings) throws(UsageError) {
    self.arguments = arguments
    path = arguments[ExtractCommand.output]
    features = settings.features
    let named = path.flatMap { TableFormat(path: $0) }
    let asked = arguments[ExtractCommand.format]
    format = asked ?? named ?? .csv
    if let path, let named, let asked, named != asked {
      throw arguments.refused("the output '\(path)' is not named as \(asked.rawValue)")
    }
    if format == .arff, let feature = features.first(where: \.isPerFrame) {
      throw arguments.refused(
        "\(feature.rawValue) has a row a frame, which is written as csv or npz; arff is for "
          + "features with a row a clip")
    }
    if path == nil, format == .npz {
      throw arguments.refused("npz needs '\(ExtractCommand.output.description.form)'")
    }
    if path == nil || named != nil, features.count > 1 { throw severalTables() }
  }

  /// The place for the tables of so many clips; throws `UsageError` when they do not fit there.
  func place(clips: Int) throws(UsageError) -> ExtractionBatch.Place {
    if path == nil || path.flatMap({ TableFormat(path: $0) }) != nil, clips > 1,
      features.contains(where: \.isPerFrame)
    {
      throw severalTables()
    }
    guard let path else { return .standardOutput(format) }
    let isFile = TableFormat(path: path) != nil
    return .output(
      ExtractionOutput(
        place: isFile ? .file(path) : .folder(Self.trimmed(path)), format: format))
  }

  private func severalTables() -> UsageError {
    guard let path else {
      return arguments.refused("several tables need '--output FOLDER'")
    }
    return arguments.refused("several tables do not fit into '\(path)'; name a folder")
  }

  private static func trimmed(_ folder: String) -> String {
    folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
  }
}

/// The options of `emonet extract` that say how cepstral coefficients are computed.
enum CepstrumArguments {
  private static let defaults = CepstrumOptions()

  static let coefficients = Option.optional(
    "mfcc-coefficients",
    "Coefficients from the zeroth (default: \(defaults.coefficientCount))",
    .integer("N", in: 1...512), default: defaults.coefficientCount)
  static let window = Option.optional(
    "mfcc-window", "Length of a frame, 1 to 1000 ms (default: 25)", .number("MS", in: 1...1000))
  static let hop = Option.optional(
    "mfcc-hop", "From one frame's start to the next, 1 to 1000 ms (default: 10)",
    .number("MS", in: 1...1000))
  static let bands = Option.optional(
    "mfcc-bands", "Mel bands (default: \(defaults.bandCount))", .integer("N", in: 1...512),
    default: defaults.bandCount)
  static let lowest = Option.optional(
    "mfcc-low", "Lower edge of the mel bands (default: 20 Hz)", .number("HZ", in: 0...200_000),
    default: defaults.lowestFrequency)
  static let highest = Option.optional(
    "mfcc-high",
    "Upper edge of the mel bands (default: 8000 Hz); half the sample rate where that is less",
    .number("HZ", in: 1...200_000), default: defaults.highestFrequency)
  static let preEmphasis = Option.optional(
    "mfcc-pre-emphasis",
    "Share of the previous sample that is taken off (default: \(defaults.preEmphasis))",
    .number("X", in: 0...1), default: defaults.preEmphasis)
  static let lifter = Option.optional(
    "mfcc-lifter", "Parameter of the lifter, 0 for none (default: 22)",
    .number("L", in: 0...1000), default: defaults.lifter)

  static let options: [any AnyOption] = [
    coefficients, window, hop, bands, lowest, highest, preEmphasis, lifter,
  ]

  /// What the arguments ask for; throws `UsageError` when it cannot be or nothing uses it.
  static func read(
    _ arguments: ParsedArguments, for features: [FeatureKind]
  ) throws(UsageError) -> CepstrumOptions {
    if !features.contains(.mfcc), let given = options.first(where: arguments.has) {
      throw arguments.refused("option '\(given.description.flag)' is for the feature mfcc")
    }
    let cepstrum = CepstrumOptions(
      coefficientCount: arguments[coefficients],
      windowLength: arguments[window].map { $0 / 1000 } ?? defaults.windowLength,
      hopLength: arguments[hop].map { $0 / 1000 } ?? defaults.hopLength,
      bandCount: arguments[bands], lowestFrequency: arguments[lowest],
      highestFrequency: arguments[highest], preEmphasis: arguments[preEmphasis],
      lifter: arguments[lifter])
    if let objection = cepstrum.objection { throw arguments.refused(objection) }
    return cepstrum
  }
}
