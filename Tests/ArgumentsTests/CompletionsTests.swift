// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import TestSupport
import Testing

@testable import Arguments

@Suite struct CompletionsTests {
  private static func isInstalled(_ shell: Shell) -> Bool {
    ["/bin", "/usr/bin", "/usr/local/bin"].contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(shell)")
    }
  }

  /// What a shell command prints on both of its outputs, in a folder that has the scripts.
  private func printed(_ command: String) throws -> String {
    let scripts = Shell.allCases.map { ("baker.\($0)", $0.script(for: MadeUpProgram.baker)) }
    let folder = try TemporaryFolder(Dictionary(uniqueKeysWithValues: scripts))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }

  @Test(arguments: Shell.allCases.filter(isInstalled))
  func aShellReadsItsScriptWithoutComplaint(_ shell: Shell) throws {
    #expect(try printed("\(shell) -n baker.\(shell)") == "")
  }

  @Test(arguments: [
    (["b"], "bake"), (["--"], "--help --version"), (["bake", "--shape", ""], "round long"),
    (["bake", "--shape", "=", "l"], "long"), (["bake", "--se"], "--seeds"),
    (["bake", "--seeds", "p"], "poppy"), (["bake", "--lo"], "--loaves"), (["bake", "--co"], ""),
    (["eat", ""], "butter cheese"), (["bake", "--loaves", ""], ""),
  ])
  func bashOffersWhatFits(_ words: [String], _ offered: String) throws {
    let quoted = (["baker"] + words).map { "'\($0)'" }.joined(separator: " ")
    let script = """
      source baker.bash
      COMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count)
      _baker; echo "${COMPREPLY[@]}"
      """
    #expect(try printed(script) == offered + "\n")
  }

  @Test(
    .enabled(if: isInstalled(.fish)),
    arguments: [
      ("baker bake --shape ", ["long", "round"]), ("baker eat c", ["cheese"]),
      ("baker bake --lo", ["--loaves"]),
    ])
  func fishOffersWhatFits(_ line: String, _ offered: [String]) throws {
    let text = try printed("fish --no-config -c \"source baker.fish; complete -C '\(line)'\"")
    let words = text.split(separator: "\n").compactMap { $0.split(separator: "\t").first }
    #expect(words.map(String.init).sorted() == offered)
  }

  @Test func zshTakesARepeatedOptionMoreThanOnce() {
    let script = Shell.zsh.script(for: MadeUpProgram.baker)
    #expect(script.contains("'*--note[What to know of it]:TEXT: '"))
    #expect(script.contains("'--tin[Where it'\\''s baked]:FOLDER:_files -/'"))
    #expect(script.contains("'--loaves[How many]:N: '"))
    #expect(!script.contains("--count"))
  }
}
