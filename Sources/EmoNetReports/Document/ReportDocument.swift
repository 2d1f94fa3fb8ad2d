// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A report as its parts, before it is written as a page, as Markdown or as LaTeX.
package struct ReportDocument: Sendable, Equatable {
  /// The heading of the whole.
  package var title: String
  /// What the report is of, in a sentence or two.
  package var summary: String
  /// The parts, in order.
  package var sections: [ReportSection]

  /// A document from its parts.
  package init(title: String, summary: String, sections: [ReportSection]) {
    self.title = title
    self.summary = summary
    self.sections = sections
  }

  /// All tables, in order.
  package var tables: [ReportTable] { sections.flatMap { $0.exhibits.compactMap(\.table) } }
}

/// A part of a report under a heading.
package struct ReportSection: Sendable, Equatable {
  /// The heading.
  package var title: String
  /// What is to be known of the numbers, a paragraph each.
  package var paragraphs: [String]
  /// Figures and tables.
  package var exhibits: [ReportExhibit]
  /// Pictures of what a table before names, each with its caption.
  package var gallery: [ReportFigure] = []

  /// A part from its heading, text and exhibits.
  package init(_ title: String, _ paragraphs: [String] = [], _ exhibits: [ReportExhibit] = []) {
    self.title = title
    self.paragraphs = paragraphs
    self.exhibits = exhibits
  }

  /// The name that a link leads to: the heading's letters in lower case, hyphens between words.
  var anchor: String {
    title.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
  }
}

/// A picture with the table of its numbers, or a table alone.
package struct ReportExhibit: Sendable, Equatable {
  /// The picture; nil for a table alone.
  package var figure: ReportFigure?
  /// The numbers, which say what the picture shows.
  package var table: ReportTable?

  /// A picture and its numbers.
  package init(_ figure: ReportFigure, _ table: ReportTable) {
    self.figure = figure
    self.table = table
  }

  /// A table alone.
  package init(_ table: ReportTable) { self.table = table }
}

/// A picture as SVG, and its caption.
package struct ReportFigure: Sendable, Equatable {
  /// What stands below the picture.
  package let caption: String
  /// The element `svg`, to be put into a page.
  package let svg: String
}

/// A table whose first column names the rows.
package struct ReportTable: Sendable, Equatable {
  /// One field.
  package enum Cell: Sendable, Equatable {
    /// Text, at the left.
    case text(String)
    /// A number with three decimals, at the right; nil where there is none.
    case number(Double?)
    /// A difference with its sign and three decimals.
    case difference(Double)
    /// How many.
    case count(Int)
    /// A range of two numbers; nil where there is none.
    case range(Double, Double)
    /// Nothing to say.
    case none

    /// Whether it stands at the right of its column.
    var isNumber: Bool {
      if case .text = self { return false }
      return true
    }
  }

  /// What the table holds.
  package let caption: String
  /// The names of the columns.
  package let columns: [String]
  /// The rows, each as wide as `columns`.
  package let rows: [[Cell]]

  /// A table from its parts; every row is as wide as the header.
  package init(_ caption: String, columns: [String], rows: [[Cell]]) {
    precondition(
      rows.allSatisfy { $0.count == columns.count },
      "\(caption): rows of \(rows.map(\.count)) cells under \(columns.count) columns")
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }

  /// Whether a column holds numbers, as its first field with something in it says.
  func isNumeric(_ column: Int) -> Bool {
    rows.lazy.map { $0[column] }.first { $0 != .none }?.isNumber ?? false
  }
}
