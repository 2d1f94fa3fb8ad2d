// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// What was extracted from one clip.
public struct ClipFeatures: Sendable, Equatable {
  /// Values of the features with a row a clip, each as long as its columns.
  public var vectors: [FeatureKind: [Float]] = [:]
  /// Tables of the features with a row a frame.
  public var tables: [FeatureKind: FrameTable] = [:]
  /// Why a feature that was asked for is not there.
  public var failures: [FeatureKind: String] = [:]
  /// What was missing or damaged without preventing an answer, one line each.
  public var warnings: [String] = []
}
