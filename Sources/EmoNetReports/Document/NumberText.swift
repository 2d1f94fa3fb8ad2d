// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// Numbers as reports write them.
enum NumberText {
  /// Three decimals.
  static func decimal(_ value: Double) -> String { String(format: "%.3f", value) }

  /// A sign and three decimals, with the typographical minus.
  static func difference(_ value: Double) -> String {
    let text = decimal(abs(value))
    // A difference that rounds to nothing has no sign.
    if text == "0.000" { return text }
    return (value < 0 ? "\u{2212}" : "+") + text
  }

  /// A small probability: three decimals, or as a power of ten below a thousandth.
  static func probability(_ value: Double) -> String {
    value >= 0.001 || value == 0 ? decimal(value) : String(format: "%.1e", value)
  }

  /// A coordinate in a picture: two decimals at most.
  static func coordinate(_ value: Double) -> String {
    let rounded = (value * 100).rounded() / 100
    return rounded == rounded.rounded() ? String(Int(rounded)) : "\(rounded)"
  }
}

extension ReportTable.Cell {
  /// The field as text; an en dash where there is nothing.
  var text: String {
    switch self {
    case .text(let text): text
    case .number(let value): value.map(NumberText.decimal) ?? "\u{2013}"
    case .difference(let value): NumberText.difference(value)
    case .count(let count): String(count)
    case .range(let lower, let upper):
      "\(Self.end(lower)) to \(Self.end(upper))"
    case .none: "\u{2013}"
    }
  }

  private static func end(_ value: Double) -> String {
    (value < 0 && NumberText.decimal(value) != "-0.000" ? "\u{2212}" : "")
      + NumberText.decimal(abs(value))
  }
}
