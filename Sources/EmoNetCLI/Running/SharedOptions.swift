// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet
internal import Foundation

/// Options that several commands have.
enum SharedOptions {
  static let threads = OptionDescription(
    "threads",
    "How many threads compute at once, on several clips or on one (default: the number of processors)",
    .integer(valueName: "N", range: 1...1024))
  static let weights = OptionDescription(
    "weights",
    "The weight file (default: EMONET_WEIGHTS, then the one beside the program, in share/emonet "
      + "or in Weights)", .file(valueName: "FILE"))
  static let precision = OptionDescription(
    "precision",
    "What the face network multiplies in: 32-bit floats, or 16-bit ones, which move scores by up to "
      + "0.01; auto takes those where the processor has them and the model was checked (default: auto; "
      + "extract: f32)",
    .choice(PrecisionChoice.allCases.map(\.rawValue)))
  static let output = OptionDescription(
    "output", "Write the results to FILE, which appears when it is whole",
    .file(valueName: "FILE"))

  /// The model that the arguments ask for.
  static func model(_ arguments: Arguments) -> ModelChoice {
    ModelChoice(weights: arguments.text(weights), precision: arguments.choice(precision) ?? .auto)
  }

  /// The number of threads that the arguments ask for.
  static func threads(_ arguments: Arguments) -> Int {
    arguments.integer(threads) ?? processors
  }

  /// Processors that this process may use.
  static var processors: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }
}
