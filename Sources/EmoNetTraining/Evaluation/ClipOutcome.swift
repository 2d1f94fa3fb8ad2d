// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import EmoNet

/// What became of one row of a labelled list.
public struct ClipOutcome: Sendable {
  /// The row.
  public let entry: ClipListEntry
  /// The answer, or why there is none.
  public let result: Result<Prediction, ClipFailure>

  /// An outcome from its parts.
  public init(entry: ClipListEntry, result: Result<Prediction, ClipFailure>) {
    self.entry = entry
    self.result = result
  }

  /// A clip that was classified.
  public init(entry: ClipListEntry, prediction: Prediction) {
    self.init(entry: entry, result: .success(prediction))
  }

  /// A clip that could not be classified.
  public init(entry: ClipListEntry, failure reason: String) {
    self.init(entry: entry, result: .failure(ClipFailure(reason: reason)))
  }
}

/// Why a clip could not be classified.
public struct ClipFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// One line for people.
  public let reason: String

  /// A failure with its reason.
  public init(reason: String) {
    self.reason = reason
  }

  /// The reason.
  public var description: String { reason }
}
