// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// What stands after an option: its name in the help text, what it stands for and what a shell offers.
package struct ValueForm<Value: Sendable>: Sendable {
  /// What the help text shows in its place.
  let name: String
  let completion: ValueCompletion
  /// What a text stands for; the reason of an objection follows on the option's name.
  let value: @Sendable (String) throws(Objection) -> Value

  /// Why a text cannot be the value; nil when it can.
  func objection(to text: String) -> String? {
    do {
      _ = try value(text)
      return nil
    } catch {
      return error.reason
    }
  }
}

/// What a shell offers in the place of a value.
enum ValueCompletion: Sendable {
  case nothing
  /// One of a few words.
  case words([String])
  /// Some of a few words, between commas.
  case list(of: [String])
  case files
  case folders
}

/// Why a text cannot be a value: `must be ...`.
struct Objection: Error, Equatable {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}

extension ValueForm<Int> {
  /// A whole number within a range.
  package static func integer(_ name: String, in range: ClosedRange<Int>) -> ValueForm {
    ValueForm(name: name, completion: .nothing) { text throws(Objection) in
      if let number = Int(text), range.contains(number) { return number }
      throw Objection(
        range.upperBound == .max
          ? "must be a whole number of at least \(range.lowerBound), not '\(text)'"
          : "must be a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
    }
  }
}

extension ValueForm<Double> {
  /// A number within a range.
  package static func number(_ name: String, in range: ClosedRange<Double>) -> ValueForm {
    ValueForm(name: name, completion: .nothing) { text throws(Objection) in
      if let number = Double(text), range.contains(number) { return number }
      throw Objection(
        "must be a number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
    }
  }
}

extension ValueForm<String> {
  /// Any text but the empty one.
  package static func text(_ name: String) -> ValueForm { text(name, .nothing) }

  /// A path to a file.
  package static func file(_ name: String) -> ValueForm { text(name, .files) }

  /// A path to a folder.
  package static func folder(_ name: String) -> ValueForm { text(name, .folders) }

  private static func text(_ name: String, _ completion: ValueCompletion) -> ValueForm {
    ValueForm(name: name, completion: completion) { text throws(Objection) in
      if text.isEmpty { throw Objection("must not be empty") }
      return text
    }
  }
}

extension ValueForm where Value: RawRepresentable<String> & CaseIterable {
  /// One of an enumeration's words; the help text shows them all unless there is a name.
  package static func choice(of type: Value.Type = Value.self, named name: String? = nil)
    -> ValueForm
  {
    let words = type.allCases.map(\.rawValue)
    return ValueForm(name: name ?? words.joined(separator: "|"), completion: .words(words)) {
      text throws(Objection) in
      if let value = Value(rawValue: text) { return value }
      throw Objection(
        "must be \(words.joined(separator: ", ")), not '\(text)'"
          + Suggestion.phrase(for: text, among: words))
    }
  }
}

extension ValueForm {
  /// Some of an enumeration's words, each once, between commas.
  package static func choices<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, of type: Choice.Type = Choice.self
  ) -> ValueForm where Value == [Choice] {
    let words = type.allCases.map(\.rawValue)
    return ValueForm(name: name, completion: .list(of: words)) { text throws(Objection) in
      var chosen: [Choice] = []
      let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      for part in parts {
        guard let choice = Choice(rawValue: part) else {
          throw Objection(
            "must be some of \(words.joined(separator: ", ")), not '\(part)'"
              + Suggestion.phrase(for: part, among: words))
        }
        chosen.append(choice)
      }
      if let twice = parts.first(where: { part in parts.count { $0 == part } > 1 }) {
        throw Objection("names '\(twice)' twice")
      }
      return chosen
    }
  }
}
