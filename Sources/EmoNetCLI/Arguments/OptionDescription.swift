// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// One option of a command: its name, what it takes and what it is for.
struct OptionDescription: Sendable {
  /// What stands after the option.
  enum Value: Sendable {
    /// Nothing: the option is there or it is not.
    case none
    /// A whole number within a range.
    case integer(valueName: String, range: ClosedRange<Int>)
    /// A number within a range.
    case number(valueName: String, range: ClosedRange<Double>)
    /// One of a few words.
    case choice([String])
    /// Some of a few words, each once, between commas.
    case choices(valueName: String, [String])
    /// A path to a file.
    case file(valueName: String)
    /// A path to a folder.
    case folder(valueName: String)
    /// Any text.
    case text(valueName: String)
  }

  /// The name without its two dashes.
  let name: String
  let value: Value
  /// What it is for: one sentence without a full stop.
  let summary: String
  let isRequired: Bool

  init(
    _ name: String, _ summary: String, _ value: Value = .none, isRequired: Bool = false
  ) {
    self.name = name
    self.value = value
    self.summary = summary
    self.isRequired = isRequired
  }

  /// The name as it is typed.
  var flag: String { "--\(name)" }

  /// What the help text shows in place of the value; nil when there is none.
  var valueName: String? {
    switch value {
    case .none: nil
    case .integer(let valueName, _), .number(let valueName, _), .file(let valueName),
      .folder(let valueName), .text(let valueName), .choices(let valueName, _):
      valueName
    case .choice(let words): words.joined(separator: "|")
    }
  }

  /// The option as the help text shows it: `--threads N`.
  var form: String { valueName.map { "\(flag) \($0)" } ?? flag }

  /// Why a text cannot be this option's value; nil when it can.
  func objection(to text: String) -> String? {
    switch value {
    case .none: return nil
    case .integer(_, let range):
      guard let number = Int(text), range.contains(number) else {
        return range.upperBound == .max
          ? "must be a whole number of at least \(range.lowerBound), not '\(text)'"
          : "must be a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'"
      }
      return nil
    case .number(_, let range):
      guard let number = Double(text), range.contains(number) else {
        return "must be a number from \(range.lowerBound) to \(range.upperBound), not '\(text)'"
      }
      return nil
    case .choices(_, let words):
      let chosen = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      if let unknown = chosen.first(where: { !words.contains($0) }) {
        return "must be some of \(words.joined(separator: ", ")), not '\(unknown)'"
          + Suggestion.phrase(for: unknown, among: words)
      }
      let twice = chosen.first { word in chosen.count { $0 == word } > 1 }
      return twice.map { "names '\($0)' twice" }
    case .choice(let words):
      if words.contains(text) { return nil }
      return "must be \(words.joined(separator: ", ")), not '\(text)'"
        + Suggestion.phrase(for: text, among: words)
    case .file, .folder, .text: return text.isEmpty ? "must not be empty" : nil
    }
  }
}
