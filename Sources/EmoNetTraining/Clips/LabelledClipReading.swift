// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet

/// Reads the clips of a split for the training: decoded, from the cache, or from features extracted before.
struct LabelledClipReading {
  let cache: ClipCache
  let extracted: ExtractedFeatures?
  /// SHA-256 of the model with whose backbone frames must have been extracted.
  let backboneChecksum: String?
  /// Other forms in which clips are read too.
  let recodings: [ClipRecoding]
  /// Seed of the variations of sounds; nil for none.
  let soundSeed: UInt64?
  let threads: Int

  private static let clipsBetweenReports = 32

  /// The clips of rows in their order; `report` hears how far it is.
  func read(
    _ entries: [ClipListEntry], split: String, report: (TrainingEvent) throws -> Void
  ) throws -> [LabelledClip] {
    let clock = ProgressClock(total: entries.count)
    var contents: [(original: TrainingClip, recoded: [TrainingClip])] = []
    while contents.count < entries.count {
      let next = entries[contents.count...].prefix(Self.clipsBetweenReports)
      contents += try clips(Array(next))
      try report(
        TrainingEvent(
          stage: "features", step: contents.count, steps: entries.count,
          secondsRemaining: clock.remaining(done: contents.count)))
    }
    try report(
      TrainingEvent(
        stage: "features",
        message: "split '\(split)': \(contents.count) clips read, "
          + "\(contents.count { !$0.original.hasFace }) without a face, "
          + "\(contents.count { $0.original.functionals == nil }) without sound",
        isEpochEnd: true))
    return zip(entries, contents).map { LabelledClip($0, $1.original, recoded: $1.recoded) }
  }

  /// Rows with their other forms: recodings, and where sounds are varied, versions of the sound.
  ///
  /// Rows of sound alone are then not recoded: what codecs do to a sound is little beside what rooms do.
  private func originals(
    _ entries: [ClipListEntry]
  ) throws -> [(original: TrainingClip, recoded: [TrainingClip])] {
    guard let soundSeed, (cache.soundAugmentation?.variants ?? 0) > 0 else {
      return try cache.clips(entries.map(\.resolvedPath), recodings: recodings, threads: threads)
    }
    let sounds = entries.indices.filter { entries[$0].modality == .audio }
    let others = entries.indices.filter { entries[$0].modality != .audio }
    var clips: [(original: TrainingClip, recoded: [TrainingClip])?] = entries.map { _ in nil }
    for (rows, forms) in [(sounds, []), (others, recodings)] {
      let read = try cache.clips(
        rows.map { entries[$0].resolvedPath }, recodings: forms, threads: threads)
      for (row, clip) in zip(rows, read) { clips[row] = clip }
    }
    let varied = try cache.variedSounds(
      entries.map(\.resolvedPath), seed: soundSeed, threads: threads)
    return zip(clips, varied).map { clip, varied in
      guard let clip else { preconditionFailure("every row was read") }
      return (clip.original, clip.recoded + varied)
    }
  }

  /// What was extracted before of some rows, and what it lacks from their clips.
  ///
  /// Clips of which something was extracted are not read in other forms.
  private func clips(
    _ entries: [ClipListEntry]
  ) throws -> [(original: TrainingClip, recoded: [TrainingClip])] {
    guard let extracted else {
      return try originals(entries)
    }
    let known = try entries.map {
      try KnownFeatures(extracted, of: $0, modelChecksum: backboneChecksum)
    }
    let paths = zip(entries, known).filter { $1.needsClip }.map(\.0.resolvedPath)
    var read = try cache.clips(paths, recodings: [], threads: threads)[...]
    return known.map { known in
      let clip = known.needsClip ? read.removeFirst().original : TrainingClip()
      return (clip.replacing(with: known), [])
    }
  }
}
