// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// What is said of damage that did not prevent decoding.
enum DecodingWarning {
  /// One line about `errors` errors in a part of a clip, the first at `position` seconds.
  static func text(_ part: String, _ errors: Int, first: String?, at position: Double?) -> String {
    let count = errors == 1 ? "1 error" : "\(errors) errors"
    let place = position.map { " at \(seconds($0))" } ?? ""
    return "\(count) while decoding the \(part)\(place): \(first ?? "unknown")"
  }

  /// A time to hundredths, with its unit.
  static func seconds(_ value: Double) -> String { "\((value * 100).rounded() / 100) s" }
}
