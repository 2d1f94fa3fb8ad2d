// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Why a weight file could not be read, written, or fitted to a network.
public struct WeightError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was being done when it went wrong.
  public enum Operation: String, Sendable, Equatable {
    /// Reading a file.
    case read
    /// Writing a file.
    case write
    /// Giving a file's tensors to a network or an optimiser.
    case load
  }

  /// What was being done.
  public let operation: Operation
  /// The file's path; nil for a `WeightFile` made in memory.
  public let path: String?
  /// Name of the tensor at fault, where one is.
  public let tensor: String?
  /// The operating system's `errno`, where it refused.
  public let code: Int32?
  /// What is wrong, in words, with both values where two disagree.
  public let reason: String

  /// An error from its parts.
  public init(
    _ operation: Operation, path: String?, tensor: String? = nil, code: Int32? = nil,
    reason: String
  ) {
    self.operation = operation
    self.path = path
    self.tensor = tensor
    self.code = code
    self.reason = reason
  }

  /// One line: file, tensor, reason.
  public var description: String {
    var line = "cannot \(operation.rawValue) weights"
    if let path { line += " \(path)" }
    if let tensor { line += ", tensor \(tensor)" }
    return line + ": \(reason)"
  }
}
