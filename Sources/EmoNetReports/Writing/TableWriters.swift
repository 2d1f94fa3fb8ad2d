// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The tables of a report in Markdown.
package enum MarkdownWriter {
  /// Headings and tables, without pictures.
  package static func text(_ document: ReportDocument) -> String {
    var parts = ["# \(Markup.markdown(document.title))", Markup.markdown(document.summary)]
    for section in document.sections {
      parts.append("## \(Markup.markdown(section.title))")
      for table in section.exhibits.compactMap(\.table) {
        parts += [Markup.markdown(table.caption) + ":", self.table(table)]
      }
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func table(_ table: ReportTable) -> String {
    func line(_ fields: [String]) -> String { "| \(fields.joined(separator: " | ")) |" }
    let rules = table.columns.indices.map { table.isNumeric($0) ? "---:" : "---" }
    return
      ([line(table.columns.map(Markup.markdown)), line(rules)]
      + table.rows.map { line($0.map { Markup.markdown($0.text) }) }).joined(separator: "\n")
  }
}

/// The tables of a report in LaTeX, with the rules of the package `booktabs`.
package enum LaTeXWriter {
  /// Tables, each a float with its caption, to be put into a paper.
  package static func text(_ document: ReportDocument) -> String {
    let head = "% \(Markup.latex(document.title)). Needs \\usepackage{booktabs}.\n"
    return head + document.tables.map(table).joined(separator: "\n")
  }

  private static func table(_ table: ReportTable) -> String {
    func line(_ fields: [String]) -> String {
      fields.map(Markup.latex).joined(separator: " & ") + " \\\\"
    }
    let columns = table.columns.indices.map { table.isNumeric($0) ? "r" : "l" }.joined()
    let rows = table.rows.map { line($0.map(\.text)) }
    return """
      \\begin{table}
      \\caption{\(Markup.latex(table.caption))}
      \\begin{tabular}{\(columns)}
      \\toprule
      \(line(table.columns))
      \\midrule
      \(rows.joined(separator: "\n"))
      \\bottomrule
      \\end{tabular}
      \\end{table}

      """
  }
}
