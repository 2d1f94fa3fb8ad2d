// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNetReports
import Testing

@Suite struct TableWriterTests {
  private let document = ReportDocument(
    title: "A_b", summary: "50 % | more.",
    sections: [
      ReportSection(
        "First",
        ["not in tables"],
        [
          ReportExhibit(
            ReportTable(
              "What & how", columns: ["name", "value", "range"],
              rows: [
                [.text("x_1|2"), .number(0.5), .range(-0.25, 1)],
                [.text("y"), .number(nil), .none],
                [.text("z"), .difference(-0.0001), .range(0, 0.125)],
              ]))
        ])
    ])

  @Test func markdownHasHeadingsAndTables() {
    #expect(
      MarkdownWriter.text(document) == """
        # A\\_b

        50 % \\| more.

        ## First

        What & how:

        | name | value | range |
        | --- | ---: | ---: |
        | x\\_1\\|2 | 0.500 | \u{2212}0.250 to 1.000 |
        | y | \u{2013} | \u{2013} |
        | z | 0.000 | 0.000 to 0.125 |

        """)
  }

  @Test func latexHasFloatsWithRules() {
    #expect(
      LaTeXWriter.text(document) == """
        % A\\_b. Needs \\usepackage{booktabs}.
        \\begin{table}
        \\caption{What \\& how}
        \\begin{tabular}{lrr}
        \\toprule
        name & value & range \\\\
        \\midrule
        x\\_1|2 & 0.500 & $-$0.250 to 1.000 \\\\
        y & -- & -- \\\\
        z & 0.000 & 0.000 to 0.125 \\\\
        \\bottomrule
        \\end{tabular}
        \\end{table}

        """)
  }
}
