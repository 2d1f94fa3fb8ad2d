// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Reads a command's arguments.
///
/// Options may stand anywhere before `--`, as `--name value` or `--name=value`; a lone `-` is an
/// operand.
enum ArgumentParser {
  /// Arguments that fit the command; throws `UsageError` for others.
  ///
  /// With `--help` among them nothing else is checked.
  static func parse(_ words: [String], for command: Command) throws(UsageError) -> Arguments {
    var arguments = Arguments()
    var rest = words[...]
    var onlyOperands = false
    while let word = rest.popFirst() {
      if onlyOperands || word == "-" || !word.hasPrefix("-") {
        arguments.operands.append(word)
      } else if word == "--" {
        onlyOperands = true
      } else {
        try parseOption(word, &rest, into: &arguments, command)
      }
      if arguments.has(Command.help) { return arguments }
    }
    try check(arguments, command)
    return arguments
  }

  private static func parseOption(
    _ word: String, _ rest: inout ArraySlice<String>, into arguments: inout Arguments,
    _ command: Command
  ) throws(UsageError) {
    func refused(_ reason: String) -> UsageError {
      UsageError(reason: reason, command: command.name)
    }
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let flag = word == "-h" ? Command.help.flag : String(parts[0])
    guard let option = command.allOptions.first(where: { $0.flag == flag }) else {
      let known = command.allOptions.map(\.flag)
      throw refused("unknown option '\(flag)'" + Suggestion.phrase(for: flag, among: known))
    }
    if arguments.has(option) { throw refused("option '\(flag)' is there twice") }
    var value = parts.count > 1 ? String(parts[1]) : nil
    if let valueName = option.valueName {
      if value == nil { value = rest.popFirst() }
      guard let value else { throw refused("option '\(flag)' needs a value: \(valueName)") }
      if let objection = option.objection(to: value) {
        throw refused("option '\(flag)' \(objection)")
      }
    } else if value != nil {
      throw refused("option '\(flag)' takes no value")
    }
    arguments.values[option.name] = value ?? ""
  }

  private static func check(_ arguments: Arguments, _ command: Command) throws(UsageError) {
    for option in command.options where option.isRequired && !arguments.has(option) {
      throw UsageError(reason: "option '\(option.form)' is required", command: command.name)
    }
    let count = arguments.operands.count
    guard let operands = command.operands else {
      guard let first = arguments.operands.first else { return }
      throw UsageError(
        reason: "'\(command.name)' takes no '\(first)'", command: command.name)
    }
    if count < operands.count.lowerBound {
      throw UsageError(reason: "\(operands.valueName) is missing", command: command.name)
    }
    if count > operands.count.upperBound {
      throw UsageError(
        reason: "one argument too many: '\(arguments.operands[operands.count.upperBound])'",
        command: command.name)
    }
    if case .words(let words) = operands.kind {
      for operand in arguments.operands where !words.contains(operand) {
        throw UsageError(
          reason: "unknown \(operands.valueName.lowercased()) '\(operand)'"
            + Suggestion.phrase(for: operand, among: words), command: command.name)
      }
    }
  }
}
