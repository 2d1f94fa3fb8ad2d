// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import AudioFeatures
internal import EmoNet

/// The options of `emonet extract` that say how cepstral coefficients are computed.
enum CepstrumArguments {
  private static let defaults = CepstrumOptions()

  static let coefficients = OptionDescription(
    "mfcc-coefficients",
    "Coefficients from the zeroth (default: \(defaults.coefficientCount))",
    .integer(valueName: "N", range: 1...512))
  static let window = OptionDescription(
    "mfcc-window", "Length of a frame, 1 to 1000 ms (default: 25)",
    .number(valueName: "MS", range: 1...1000))
  static let hop = OptionDescription(
    "mfcc-hop", "From one frame's start to the next, 1 to 1000 ms (default: 10)",
    .number(valueName: "MS", range: 1...1000))
  static let bands = OptionDescription(
    "mfcc-bands", "Mel bands (default: \(defaults.bandCount))",
    .integer(valueName: "N", range: 1...512))
  static let lowest = OptionDescription(
    "mfcc-low", "Lower edge of the mel bands (default: 20 Hz)",
    .number(valueName: "HZ", range: 0...200_000))
  static let highest = OptionDescription(
    "mfcc-high",
    "Upper edge of the mel bands (default: 8000 Hz); half the sample rate where that is less",
    .number(valueName: "HZ", range: 1...200_000))
  static let preEmphasis = OptionDescription(
    "mfcc-pre-emphasis",
    "Share of the previous sample that is taken off (default: \(defaults.preEmphasis))",
    .number(valueName: "X", range: 0...1))
  static let lifter = OptionDescription(
    "mfcc-lifter", "Parameter of the lifter, 0 for none (default: 22)",
    .number(valueName: "L", range: 0...1000))

  static let options = [
    coefficients, window, hop, bands, lowest, highest, preEmphasis, lifter,
  ]

  /// What the arguments ask for; throws `UsageError` when it cannot be or nothing uses it.
  static func read(
    _ arguments: Arguments, for features: [FeatureKind]
  ) throws(UsageError) -> CepstrumOptions {
    func refused(_ reason: String) -> UsageError {
      UsageError(reason: reason, command: "extract")
    }
    if !features.contains(.mfcc), let given = options.first(where: arguments.has) {
      throw refused("option '\(given.flag)' is for the feature mfcc")
    }
    let cepstrum = CepstrumOptions(
      coefficientCount: arguments.integer(coefficients) ?? defaults.coefficientCount,
      windowLength: arguments.number(window).map { $0 / 1000 } ?? defaults.windowLength,
      hopLength: arguments.number(hop).map { $0 / 1000 } ?? defaults.hopLength,
      bandCount: arguments.integer(bands) ?? defaults.bandCount,
      lowestFrequency: arguments.number(lowest) ?? defaults.lowestFrequency,
      highestFrequency: arguments.number(highest) ?? defaults.highestFrequency,
      preEmphasis: arguments.number(preEmphasis) ?? defaults.preEmphasis,
      lifter: arguments.number(lifter) ?? defaults.lifter)
    if let objection = cepstrum.objection { throw refused(objection) }
    return cepstrum
  }
}
