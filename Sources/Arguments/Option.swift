// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Whatever option, as parser, help text and completions see it.
package protocol AnyOption: Sendable {
  /// All that is known of the option but the type of its value.
  var description: OptionDescription { get }
}

/// An option of a command, whose value is a `Value`.
///
///     static let list = Option.required("list", "The labelled clips", .file("FILE"))
///     static let split = Option.optional("split", "Only the rows of this split", .text("NAME"))
///     static let format = Option.optional("format", "How to write", .choice(), default: Format.text)
///     static let suites = Option.repeated("suite", "Only this suite", .choice(of: Suite.self))
///     static let resume = Flag("resume", "Go on from an earlier run")
///
/// `arguments[list]` is a `String`, `arguments[split]` a `String?`, `arguments[format]` a `Format`,
/// `arguments[suites]` a `[Suite]` and `arguments[resume]` a `Bool`.
package struct Option<Value: Sendable>: AnyOption {
  package let description: OptionDescription
  /// The value that the texts behind the option stand for, in order; there are none without the option.
  let read: @Sendable ([String]) throws(Objection) -> Value
}

/// An option that is there or is not.
package typealias Flag = Option<Bool>

extension Option {
  /// An option that a command line must have.
  package static func required(
    _ name: String, aliases: [String] = [], _ summary: String, _ form: ValueForm<Value>
  ) -> Option {
    Option(
      description: OptionDescription(
        name: name, aliases: aliases, summary: summary, value: .init(form), isRequired: true)
    ) { texts throws(Objection) in
      guard let text = texts.last else { throw Objection("is required") }
      return try form.value(text)
    }
  }

  /// An option whose value is nil where it is not there.
  package static func optional<Wrapped>(
    _ name: String, aliases: [String] = [], _ summary: String, _ form: ValueForm<Wrapped>
  ) -> Option where Value == Wrapped? {
    Option(
      description: OptionDescription(
        name: name, aliases: aliases, summary: summary, value: .init(form))
    ) { texts throws(Objection) in
      guard let text = texts.last else { return nil }
      return try form.value(text)
    }
  }

  /// An option with a value also where it is not there; the summary should say which.
  package static func optional(
    _ name: String, aliases: [String] = [], _ summary: String, _ form: ValueForm<Value>,
    default value: Value
  ) -> Option {
    Option(
      description: OptionDescription(
        name: name, aliases: aliases, summary: summary, value: .init(form))
    ) { texts throws(Objection) in
      guard let text = texts.last else { return value }
      return try form.value(text)
    }
  }

  /// An option that may be there any number of times; its values in the order of the command line.
  package static func repeated<Element>(
    _ name: String, aliases: [String] = [], _ summary: String, _ form: ValueForm<Element>
  ) -> Option where Value == [Element] {
    Option(
      description: OptionDescription(
        name: name, aliases: aliases, summary: summary, value: .init(form), isRepeatable: true)
    ) { texts throws(Objection) in
      var values: [Element] = []
      for text in texts { values.append(try form.value(text)) }
      return values
    }
  }
}

extension Option<Bool> {
  /// An option that takes no value.
  package init(_ name: String, aliases: [String] = [], _ summary: String) {
    self.init(
      description: OptionDescription(name: name, aliases: aliases, summary: summary, value: nil)
    ) { !$0.isEmpty }
  }
}

/// What an option is called, what it takes and what it is for.
package struct OptionDescription: Sendable {
  /// What stands after an option, but for its type.
  struct Value: Sendable {
    let name: String
    let completion: ValueCompletion
    /// Why a text cannot be the value; nil when it can.
    let objection: @Sendable (String) -> String?
  }

  /// The name without its two dashes.
  package let name: String
  /// Other names, without dashes: they mean the same and are neither shown nor offered.
  package let aliases: [String]
  /// What it is for: one sentence without a full stop.
  package let summary: String
  /// nil for a flag.
  let value: Value?
  /// Whether a command line must have it.
  var isRequired = false
  /// Whether a command line may have it more than once.
  var isRepeatable = false

  /// The name as it is typed.
  package var flag: String { "--\(name)" }

  /// All names as they are typed, the main one first.
  var flags: [String] { [flag] + aliases.map { "--\($0)" } }

  /// The option as the help text shows it: `--threads N`.
  package var form: String { value.map { "\(flag) \($0.name)" } ?? flag }
}

extension OptionDescription.Value {
  fileprivate init<Typed>(_ form: ValueForm<Typed>) {
    self.init(name: form.name, completion: form.completion, objection: form.objection)
  }
}
