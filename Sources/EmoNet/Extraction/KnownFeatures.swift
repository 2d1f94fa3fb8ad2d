// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// What was extracted before from the clip of one row of a list.
struct KnownFeatures: Sendable {
  /// The 1582 values of the sound; nil when no table has them.
  let functionals: [Float]?
  /// The main face's features; nil without a table of them.
  let frames: ExtractedFrames?
  /// Whether something is lacking that the clip, which is there, may hold.
  let needsClip: Bool

  /// Looks a row up; throws `TableError`, also when the frames are of another model.
  init(_ extracted: ExtractedFeatures, of entry: ClipListEntry, modelChecksum: String?) throws {
    functionals = extracted.functionals(of: entry)
    frames = try modelChecksum.flatMap { try extracted.frames(of: entry, modelChecksum: $0) }
    let lacksSound = functionals == nil && entry.modality != .video
    let lacksPicture = frames == nil && entry.modality != .audio
    needsClip =
      (lacksSound || lacksPicture) && FileManager.default.fileExists(atPath: entry.resolvedPath)
  }
}
