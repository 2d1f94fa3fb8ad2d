// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// How well one branch of the model does over the clips for which it spoke.
public struct BranchFigures: Sendable, Equatable, Codable {
  /// Share of its clips whose emotion it found, in [0, 1]; nil when it never spoke.
  public let accuracy: Double?
  /// Its recall averaged over the emotions that occur in its clips, in [0, 1]; nil when it never spoke.
  public let uar: Double?
  /// For how many clips it spoke.
  public let clips: Int

  init(_ confusion: ConfusionMatrix) {
    accuracy = confusion.accuracy
    uar = confusion.unweightedAverageRecall
    clips = confusion.total
  }

  var json: OrderedJSON {
    .object([
      ("accuracy", .optional(accuracy)), ("uar", .optional(uar)), ("clips", .integer(clips)),
    ])
  }
}

/// The fused answer and what each branch says alone.
public struct EvaluationBranches: Sendable, Equatable, Codable {
  /// Picture and sound together, over every clip that was classified.
  public let fused: BranchFigures
  /// The sound alone.
  public let audio: BranchFigures
  /// The picture alone.
  public let video: BranchFigures

  var json: OrderedJSON {
    .object([("fused", fused.json), ("audio", audio.json), ("video", video.json)])
  }
}
