// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// How a table of features is written.
public enum TableFormat: String, Sendable, Codable, CaseIterable {
  /// Comma-separated values with a header; the provenance stands beside it, in `<name>.json`.
  case csv
  /// NumPy's archive of arrays; the provenance is the array `metadata`.
  case npz
  /// Weka's attribute-relation format, for tables of one row a clip; the provenance is a comment.
  case arff

  /// The file name's ending, with its dot.
  public var suffix: String { ".\(rawValue)" }

  /// The format that a path's ending names; nil for any other ending.
  public init?(path: String) {
    guard let format = Self.allCases.first(where: { path.lowercased().hasSuffix($0.suffix) })
    else { return nil }
    self = format
  }
}
