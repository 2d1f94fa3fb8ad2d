// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A report as one page that needs nothing beside it: no script, no request, pictures in place.
package enum HTMLWriter {
  /// The page.
  package static func page(_ document: ReportDocument) -> String {
    let links = document.sections.map { section in
      "<li><a href=\"#\(section.anchor)\">\(Markup.escaped(section.title))</a></li>"
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
      <title>\(Markup.escaped(document.title))</title>
      <style>
      \(Stylesheet.text)
      </style>
      </head>
      <body>
      <header>
      <h1>\(Markup.escaped(document.title))</h1>
      <p>\(Markup.escaped(document.summary))</p>
      <nav aria-label="Sections"><ul>
      \(links.joined(separator: "\n"))
      </ul></nav>
      </header>
      <main>
      \(document.sections.map(section).joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
  }

  private static func section(_ section: ReportSection) -> String {
    let gallery =
      section.gallery.isEmpty
      ? []
      : ["<div class=\"gallery\">\n\(section.gallery.map(figure).joined())</div>"]
    let paragraphs = section.paragraphs.map { "<p>\(Markup.escaped($0))</p>" }
    return
      (["<section id=\"\(section.anchor)\">", "<h2>\(Markup.escaped(section.title))</h2>"]
      + paragraphs + section.exhibits.map(exhibit) + gallery + ["</section>"]).joined(
        separator: "\n")
  }

  private static let mostLettersBeside = 60
  private static let mostLettersOfAName = 34

  private static func figure(_ figure: ReportFigure) -> String {
    let caption = Markup.escaped(figure.caption)
    return "<figure>\n\(figure.svg)\n<figcaption>\(caption)</figcaption>\n</figure>\n"
  }

  private static func exhibit(_ exhibit: ReportExhibit) -> String {
    let figure = exhibit.figure.map(figure)
    // A table with much in its header stands below its picture also where the page is wide.
    let letters = exhibit.table?.columns.reduce(0) { $0 + $1.count } ?? 0
    let isWide = letters > Self.mostLettersBeside
    let kind =
      figure == nil || exhibit.table == nil
      ? "exhibit" : isWide ? "exhibit pair wide" : "exhibit pair"
    return "<div class=\"\(kind)\">\n\(figure ?? "")\(exhibit.table.map(table) ?? "")</div>"
  }

  /// A table in a frame that scrolls by itself, also by keyboard, where the page is narrow.
  private static func table(_ table: ReportTable) -> String {
    let caption = Markup.escaped(table.caption)
    let kinds = table.columns.indices.map { table.isNumeric($0) ? "n" : "t" }
    let header = zip(table.columns, kinds).map { name, kind in
      "<th scope=\"col\" class=\"\(kind)\">\(Markup.escaped(name))</th>"
    }
    let rows = table.rows.map { row in
      let fields = zip(row, kinds).enumerated().map { column, field in
        let text = Markup.escaped(field.0.text)
        // Names stay on their line, paths do not.
        let kind = field.1 + (text.count <= mostLettersOfAName ? " k" : "")
        return column == 0
          ? "<th scope=\"row\" class=\"\(kind)\">\(text)</th>"
          : "<td class=\"\(field.1)\">\(text)</td>"
      }
      return "<tr>\(fields.joined())</tr>"
    }
    return """
      <div class="scroll" role="region" aria-label="\(caption)" tabindex="0"><table>
      <caption>\(caption)</caption>
      <thead><tr>\(header.joined())</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table></div>

      """
  }
}
