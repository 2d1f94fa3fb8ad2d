// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// How the program ends; the numbers are those of sysexits.h where one fits.
enum ExitCode: Int32, CaseIterable, Sendable {
  /// Everything asked for was done.
  case success = 0
  /// Some clips failed and the rest was done, or `doctor` found something missing.
  case incomplete = 1
  /// The command line is wrong.
  case usage = 64
  /// The input was read, and something in it is wrong or damaged.
  case badData = 65
  /// The input is missing or cannot be opened.
  case noInput = 66
  /// A mistake in emonet itself.
  case internalError = 70
  /// The output cannot be written.
  case ioError = 74

  /// What the number means, for the help text.
  var meaning: String {
    switch self {
    case .success: "everything was done"
    case .incomplete: "some clips failed, the others were done; or doctor found something missing"
    case .usage: "the command line is wrong"
    case .badData: "an input is damaged or says something wrong: clip, list, weights, configuration"
    case .noInput: "an input is missing or cannot be opened"
    case .internalError: "a mistake in emonet itself"
    case .ioError: "the output cannot be written"
    }
  }
}
