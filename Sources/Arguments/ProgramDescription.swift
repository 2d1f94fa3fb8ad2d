// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A program as data: parsing, help, usage errors and completions all follow from it.
package struct ProgramDescription: Sendable {
  /// What is typed to start it.
  package let name: String
  /// nil for a program that does not tell its version.
  package let version: String?
  /// What the program does: one sentence without a full stop.
  package let summary: String
  /// How the program may end, for the help text.
  package let exitCodes: [ExitCode]
  /// The commands, in the order of the help text; none when the program is a single one.
  package let commands: [Command]
  /// What the program does when it has no commands.
  let onlyCommand: Command?

  /// A program whose first argument says what it is to do.
  package init(
    name: String, version: String? = nil, summary: String, exitCodes: [ExitCode],
    commands: [Command]
  ) {
    precondition(!commands.isEmpty, "\(name) has no commands")
    self.name = name
    self.version = version
    self.summary = summary
    self.exitCodes = exitCodes
    self.commands = commands
    onlyCommand = nil
  }

  /// A program that does one thing; the command bears the program's name.
  package init(version: String? = nil, exitCodes: [ExitCode], command: Command) {
    name = command.name
    self.version = version
    summary = command.summary
    self.exitCodes = exitCodes
    commands = []
    onlyCommand = command
  }
}

/// A number with which a program ends.
package struct ExitCode: Sendable, Equatable {
  package let rawValue: Int32
  /// What the number means, for the help text.
  package let meaning: String

  /// An exit code and its meaning.
  package init(_ rawValue: Int32, _ meaning: String) {
    self.rawValue = rawValue
    self.meaning = meaning
  }
}

/// One thing that a program can do.
package struct Command: Sendable {
  /// What stands after the options.
  package struct Operands: Sendable {
    /// What may stand there.
    package enum Kind: Sendable {
      case files
      case words([String])
    }

    /// The name in the help text.
    let name: String
    let summary: String
    let kind: Kind
    /// How many there may be.
    let count: ClosedRange<Int>

    /// Operands of a kind, and how many of them there may be.
    package init(_ name: String, _ summary: String, _ kind: Kind, count: ClosedRange<Int>) {
      self.name = name
      self.summary = summary
      self.kind = kind
      self.count = count
    }
  }

  package let name: String
  /// The word that stands first behind the command, such as `list` of `emonet dataset list`; nil for none.
  let verb: String?
  /// What it does: one sentence without a full stop.
  package let summary: String
  /// nil for a command that takes none.
  let operands: Operands?
  /// The command's own options and `--help`, which every command has.
  let options: [OptionDescription]
  /// Paragraphs that stand below the options in the help text.
  let discussion: [String]
  /// Lines that a user may type.
  let examples: [String]
  /// Does the command's work.
  package let run: @Sendable (ParsedArguments) throws -> ExitCode

  /// The option that every command has.
  static let help = Flag("help", "Show this help and exit")

  /// A command from its parts.
  package init(
    name: String, verb: String? = nil, summary: String, operands: Operands? = nil,
    options: [any AnyOption] = [], discussion: [String] = [], examples: [String] = [],
    run: @escaping @Sendable (ParsedArguments) throws -> ExitCode
  ) {
    precondition(verb == nil || operands != nil, "\(name) \(verb ?? "") takes nothing")
    self.name = name
    self.verb = verb
    self.summary = summary
    self.operands = operands
    self.options = options.map(\.description) + [Self.help.description]
    self.discussion = discussion
    self.examples = examples
    self.run = run
  }
}

/// What a command line asks for.
package enum Request: Sendable {
  /// A text for standard output: help or version.
  case text(String)
  case command(Command, ParsedArguments)
}

extension ProgramDescription {
  /// What the words behind the program's name ask for; throws `UsageError`.
  package func request(_ words: [String]) throws(UsageError) -> Request {
    if let version, words.first == "--version" { return .text("\(name) \(version)\n") }
    if let onlyCommand { return try request(onlyCommand, words[...]) }
    guard let first = words.first else {
      throw UsageError("no command; there are \(commandNames.joined(separator: ", "))", topic(nil))
    }
    if first == "--help" || first == "-h" { return .text(help) }
    if let command = commands.first(where: { $0.name == first }) {
      return try request(command, words.dropFirst())
    }
    let isOption = first.hasPrefix("-")
    let known = isOption ? ownOptions.map(\.name) : commandNames
    throw UsageError(
      "unknown \(isOption ? "option" : "command") '\(first)'"
        + Suggestion.phrase(for: first, among: known), topic(nil))
  }

  private func request(_ command: Command, _ words: ArraySlice<String>) throws(UsageError)
    -> Request
  {
    let arguments = try parse(Array(words), for: command)
    return arguments[Command.help] ? .text(help(on: command)) : .command(command, arguments)
  }

  /// The arguments of one command; throws `UsageError` when they do not fit it.
  ///
  /// With `--help` among them, what stands behind it is not looked at.
  package func parse(_ words: [String], for command: Command) throws(UsageError) -> ParsedArguments
  {
    try ArgumentParser.parse(
      words, for: command, helpTopic: topic(onlyCommand == nil ? command.name : nil))
  }

  /// The names of the commands.
  package var commandNames: [String] { commands.map(\.name) }

  /// The options that stand in place of a command, with what they do.
  var ownOptions: [(name: String, summary: String)] {
    let help = (Command.help.description.flag, Command.help.description.summary)
    return version == nil ? [help] : [help, ("--version", "Show the version and exit")]
  }

  /// What to type for help on the command of that name, or on the program.
  func topic(_ command: String?) -> String {
    let subject = command.map { " \($0)" } ?? ""
    return commandNames.contains("help") ? "\(name) help\(subject)" : "\(name)\(subject) --help"
  }
}
