// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import EmoNet
import Files
import Foundation
import NeuralNetwork

/// Keeps on disk what was read from each clip, so that a clip is decoded once.
///
/// A kept clip is used again only while the file's size and time of change, the recoding, the
/// detector and the feature set are the same.
struct ClipCache: Sendable {
  let folder: String
  let observer: ClipObserver
  let extractor: FunctionalsExtractor
  /// How sounds are prepared, and how they are varied; nil for not at all.
  let sound: SoundPreparation
  let soundAugmentation: SoundAugmentation?
  /// Names the detector's weights and the feature set.
  let version: String

  /// Raised whenever the same clip would be read differently: frames, tracks, crops or sound.
  private static let format = "clip/3"

  /// Reads all `paths` on `threads` threads, each as it is and then as each recoding leaves it.
  ///
  /// The result has their order. Throws the first clip's error in that order.
  func clips(
    _ paths: [String], recodings: [ClipRecoding], threads: Int
  ) throws -> [(original: TrainingClip, recoded: [TrainingClip])] {
    try Folders.create(folder)
    return try ParallelMap.map(paths, threads: threads) { path in
      try ComputeThreads.with(1) {
        (try clip(path, recoding: nil), try recodings.map { try clip(path, recoding: $0) })
      }
    }
  }

  /// Other versions of the sound of each clip, those of a clip without sound being none.
  func variedSounds(_ paths: [String], seed: UInt64, threads: Int) throws -> [[TrainingClip]] {
    guard let soundAugmentation, soundAugmentation.variants > 0 else {
      return paths.map { _ in [] }
    }
    return try ParallelMap.map(paths, threads: threads) { path in
      let stamp = try [stamp(of: path), CanonicalJSON.text(soundAugmentation), "\(seed)"]
        .joined(separator: "\n")
      // The same clip is varied in the same way wherever it stands in a list.
      let checksum = FileChecksum.sha256(of: Array(stamp.utf8))
      let file = folder + "/" + checksum + ".safetensors"
      if FileManager.default.fileExists(atPath: file), let kept = try? WeightFile.read(file) {
        return try TrainingClip.sounds(kept)
      }
      let clips = try TrainingClip.varied(
        path: path, augmentation: soundAugmentation,
        seed: SeededGenerator.mixing(seed, UInt64(checksum.prefix(15), radix: 16) ?? 0),
        extractor: extractor, sound: sound)
      try TrainingClip.file(sounds: clips, metadata: ["source": stamp]).write(to: file)
      return clips
    }
  }

  private func clip(_ path: String, recoding: ClipRecoding?) throws -> TrainingClip {
    let stamp = try stamp(of: path) + (recoding.map { "\n" + (try CanonicalJSON.text($0)) } ?? "")
    let file = folder + "/" + FileChecksum.sha256(of: Array(stamp.utf8)) + ".safetensors"
    if FileManager.default.fileExists(atPath: file) {
      // A damaged cache file is as good as none: it is made again from the clip.
      if let kept = try? TrainingClip(WeightFile.read(file)) { return kept }
    }
    let clip = try read(path, recoding: recoding, beside: file)
    try clip.file(metadata: ["source": stamp]).write(to: file)
    return clip
  }

  private func read(
    _ path: String, recoding: ClipRecoding?, beside file: String
  ) throws -> TrainingClip {
    guard let recoding else {
      return try TrainingClip(
        path: path, observer: observer, extractor: extractor, sound: sound)
    }
    let copy = file + "." + recoding.container.rawValue
    defer { try? FileManager.default.removeItem(atPath: copy) }
    try recoding.write(path, to: copy)
    return try TrainingClip(path: copy, observer: observer, extractor: extractor, sound: sound)
  }

  /// Tells the clip at `path` from any other state of it.
  func stamp(of path: String) throws -> String {
    [try FileStamp.text(of: path), version, sound.version, Self.format].joined(separator: "\n")
  }
}
