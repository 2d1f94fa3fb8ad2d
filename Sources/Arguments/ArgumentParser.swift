// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A command line that fits its command: every value has been checked against its option.
package struct ParsedArguments: Sendable, Equatable {
  /// The texts behind the options that are there, by main name; an empty one for a flag.
  var texts: [String: [String]] = [:]
  /// What stands after the options, in order.
  package var operands: [String] = []
  /// What to type for help on the command.
  let helpTopic: String

  /// An option's value; the option must be one of the command's.
  package subscript<Value>(option: Option<Value>) -> Value {
    do {
      return try option.read(texts[option.description.name] ?? [])
    } catch {
      preconditionFailure("\(option.description.flag) \(error.reason): not of this command?")
    }
  }

  /// Whether an option is there.
  package func has(_ option: any AnyOption) -> Bool { texts[option.description.name] != nil }

  /// The text behind the option of this name, where it is there.
  package func value(of name: String) -> String? { texts[name]?.last }

  /// Every other text of the command line: values of options, of which some may be several between
  /// commas, and operands.
  package func others(than names: [String]) -> [String] {
    texts.filter { !names.contains($0.key) }.values.flatMap { $0 }
      .flatMap { [$0] + $0.split(separator: ",").map(String.init) } + operands
  }

  /// An error that says why these arguments cannot be, though each by itself could.
  package func refused(_ reason: String) -> UsageError { UsageError(reason, helpTopic) }
}

/// A command line that cannot be understood.
package struct UsageError: Error, Equatable {
  /// What is wrong, without the program's name.
  package let reason: String
  /// What to type for help.
  package let helpTopic: String

  init(_ reason: String, _ helpTopic: String) {
    self.reason = reason
    self.helpTopic = helpTopic
  }

  /// Two lines for people, the first to stand after the program's name.
  package var message: String { "\(reason)\nTry '\(helpTopic)'." }
}

/// Reads a command's arguments.
///
/// Options may stand anywhere before `--`, as `--name value` or `--name=value`; a lone `-` is an
/// operand.
struct ArgumentParser {
  private let command: Command
  private var arguments: ParsedArguments

  /// Arguments that fit the command; throws `UsageError` for others.
  static func parse(
    _ words: [String], for command: Command, helpTopic: String
  ) throws(UsageError) -> ParsedArguments {
    var parser = ArgumentParser(
      command: command, arguments: ParsedArguments(helpTopic: helpTopic))
    try parser.read(words)
    return parser.arguments
  }

  private mutating func read(_ words: [String]) throws(UsageError) {
    var rest = words[...]
    var onlyOperands = false
    while let word = rest.popFirst() {
      if onlyOperands || word == "-" || !word.hasPrefix("-") {
        arguments.operands.append(word)
      } else if word == "--" {
        onlyOperands = true
      } else {
        try readOption(word, &rest)
      }
      if arguments[Command.help] { return }
    }
    try takeVerb()
    try checkOptions()
    try checkOperands()
  }

  /// Takes the command's own word off the operands.
  private mutating func takeVerb() throws(UsageError) {
    guard let verb = command.verb else { return }
    guard let first = arguments.operands.first else {
      throw arguments.refused("'\(command.name)' is followed by '\(verb)'")
    }
    guard first == verb else {
      throw arguments.refused("'\(command.name)' is followed by '\(verb)', not by '\(first)'")
    }
    arguments.operands.removeFirst()
  }

  private mutating func readOption(
    _ word: String, _ rest: inout ArraySlice<String>
  ) throws(UsageError) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let flag = word == "-h" ? Command.help.description.flag : String(parts[0])
    guard let option = command.options.first(where: { $0.flags.contains(flag) }) else {
      throw arguments.refused("unknown option '\(flag)'" + suggestion(for: flag))
    }
    if !option.isRepeatable, arguments.texts[option.name] != nil {
      throw arguments.refused("option '\(flag)' is there twice")
    }
    var text = parts.count > 1 ? String(parts[1]) : nil
    if let value = option.value {
      if text == nil { text = rest.popFirst() }
      guard let text else {
        throw arguments.refused("option '\(flag)' needs a value: \(value.name)")
      }
      if let objection = value.objection(text) {
        throw arguments.refused("option '\(flag)' \(objection)")
      }
    } else if text != nil {
      throw arguments.refused("option '\(flag)' takes no value")
    }
    arguments.texts[option.name, default: []].append(text ?? "")
  }

  /// Aliases are known too, but the main name is what is named.
  private func suggestion(for flag: String) -> String {
    let known = command.options.flatMap(\.flags)
    guard let closest = Suggestion.closest(to: flag, among: known),
      let option = command.options.first(where: { $0.flags.contains(closest) })
    else { return "" }
    return Suggestion.phrase(option.flag)
  }

  private func checkOptions() throws(UsageError) {
    for option in command.options where option.isRequired && arguments.texts[option.name] == nil {
      throw arguments.refused("option '\(option.form)' is required")
    }
  }

  private func checkOperands() throws(UsageError) {
    let given = arguments.operands
    guard let operands = command.operands else {
      guard let first = given.first else { return }
      throw arguments.refused("'\(command.name)' takes no '\(first)'")
    }
    if given.count < operands.count.lowerBound {
      throw arguments.refused("\(operands.name) is missing")
    }
    if given.count > operands.count.upperBound {
      throw arguments.refused("one argument too many: '\(given[operands.count.upperBound])'")
    }
    guard case .words(let words) = operands.kind else { return }
    for operand in given where !words.contains(operand) {
      throw arguments.refused(
        "unknown \(operands.name.lowercased()) '\(operand)'"
          + Suggestion.phrase(for: operand, among: words))
    }
  }
}
