// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The shells that emonet writes completions for.
enum Shell: String, CaseIterable, Sendable {
  case bash, zsh, fish

  /// The whole script that makes the shell complete `emonet`.
  func script(for commands: [Command]) -> String {
    switch self {
    case .bash: BashCompletion.script(for: commands)
    case .zsh: ZshCompletion.script(for: commands)
    case .fish: FishCompletion.script(for: commands)
    }
  }
}
