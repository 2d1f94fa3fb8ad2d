// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Testing

@Suite struct CompletionsTests {
  private static func isInstalled(_ shell: String) -> Bool {
    ["/bin", "/usr/bin", "/usr/local/bin"].contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(shell)")
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"].filter(isInstalled))
  func aShellReadsItsScriptWithoutComplaint(_ shell: String) throws {
    let script = try EmoNetProcess.run(["completions", shell])
    #expect(script.exitCode == 0)
    #expect(script.errors == "")
    #expect(try EmoNetProcess.bash("\(shell) -n /dev/stdin", input: script.output) == Ran())
  }

  @Test(arguments: [
    (["cl"], "classify"),
    (["--v"], "--version"),
    (["classify", "--format", ""], "text json csv"),
    (["classify", "--format", "=", "c"], "csv"),
    (["classify", "--form"], "--format"),
    (["evaluate", "--modality", ""], "av a v"),
    (["extract", "--features", "mf"], "mfcc"),
    (["extract", "--mfcc-w"], "--mfcc-window"),
    (["completions", ""], "bash zsh fish"),
    (["help", "eva"], "evaluate"),
  ])
  func bashOffersWhatFits(_ words: [String], _ offered: String) throws {
    let quoted = (["emonet"] + words).map { "'\($0)'" }.joined(separator: " ")
    let script = """
      source <(emonet completions bash)
      COMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count)
      _emonet; echo "${COMPREPLY[@]}"
      """
    #expect(try EmoNetProcess.bash(script) == Ran(output: offered + "\n"))
  }

  @Test(
    .enabled(if: isInstalled("fish")),
    arguments: [
      ("emonet evaluate --format ", ["json", "text"]), ("emonet completions z", ["zsh"]),
      ("emonet classify --keep", ["--keep-going"]),
    ])
  func fishOffersWhatFits(_ line: String, _ offered: [String]) throws {
    let ran = try EmoNetProcess.bash(
      "fish --no-config -c \"source (emonet completions fish | psub); complete -C '\(line)'\"")
    let words = ran.output.split(separator: "\n").compactMap { $0.split(separator: "\t").first }
    #expect(words.map(String.init).sorted() == offered)
  }
}
