// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Guesses which known word a misspelled one stands for.
enum Suggestion {
  /// `; did you mean 'x'?` for a word that is close to one of the known words, or nothing.
  static func phrase(for word: String, among known: [String]) -> String {
    closest(to: word, among: known).map(phrase) ?? ""
  }

  /// The question whether a known word was meant.
  static func phrase(_ word: String) -> String { "; did you mean '\(word)'?" }

  /// The known word that begins with it, or takes the fewest edits when those are few.
  static func closest(to word: String, among known: [String]) -> String? {
    if word.count >= 3, let whole = known.first(where: { $0.hasPrefix(word) && word != "--" }) {
      return whole
    }
    let candidates = known.map { ($0, distance(word, $0)) }
    guard let best = candidates.min(by: { $0.1 < $1.1 }) else { return nil }
    return best.1 <= max(1, best.0.count / 3) ? best.0 : nil
  }

  /// Insertions, deletions, replacements and swaps of neighbours between two words (Damerau and
  /// Levenshtein, optimal string alignment).
  static func distance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left), Array(right))
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
