// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A command line that fits its command: every value has been checked against its option.
struct Arguments: Sendable, Equatable {
  /// Values by the option's name; a flag that is there has the empty text.
  var values: [String: String] = [:]
  /// What stands after the options, in order.
  var operands: [String] = []

  /// Whether an option is there.
  func has(_ option: OptionDescription) -> Bool { values[option.name] != nil }

  /// An option's value as text; nil when the option is not there.
  func text(_ option: OptionDescription) -> String? { values[option.name] }

  /// An option's value as a number; nil when the option is not there.
  func integer(_ option: OptionDescription) -> Int? { values[option.name].flatMap { Int($0) } }

  /// An option's value as a number that need not be whole; nil when the option is not there.
  func number(_ option: OptionDescription) -> Double? { values[option.name].flatMap { Double($0) } }

  /// An option's values as some of an enumeration's raw values; empty when it is not there.
  func choices<Choice: RawRepresentable<String>>(_ option: OptionDescription) -> [Choice] {
    (values[option.name] ?? "").split(separator: ",").compactMap { Choice(rawValue: String($0)) }
  }

  /// An option's value as one of an enumeration's raw values; nil when the option is not there.
  func choice<Choice: RawRepresentable<String>>(_ option: OptionDescription) -> Choice? {
    values[option.name].flatMap(Choice.init)
  }
}
