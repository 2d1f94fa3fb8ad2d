// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Data on which no discriminant analysis can be fitted.
public struct LinearDiscriminantError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The library routine that gave up; nil when the data were refused before it was called.
  public let operation: String?
  /// That routine's code.
  public let code: Int32?
  /// What is wrong.
  public let reason: String

  /// One line for people.
  public var description: String {
    guard let operation, let code else { return "discriminant analysis: \(reason)" }
    return "discriminant analysis: \(reason) (\(operation) gave \(code))"
  }
}
