// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation
internal import NeuralNetwork

/// Keeps on disk what was read from each clip, so that a clip is decoded once.
///
/// A kept clip is used again only while the file's size and time of change, the detector and the
/// feature set are the same.
struct ClipCache: Sendable {
  let folder: String
  let observer: ClipObserver
  /// Names the detector's weights and the feature set.
  let version: String

  /// Raised whenever the same clip would be read differently: frames, tracks, crops or sound.
  private static let format = "clip/1"

  /// Reads all `paths`, on `threads` threads; the result has their order.
  ///
  /// Throws the first clip's error in that order.
  func clips(_ paths: [String], threads: Int) throws -> [TrainingClip] {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    return try ParallelMap.map(paths, threads: threads) { path in
      try ComputeThreads.with(1) { try clip(path) }
    }
  }

  private func clip(_ path: String) throws -> TrainingClip {
    let stamp = try stamp(of: path)
    let file = folder + "/" + FileChecksum.sha256(of: Array(stamp.utf8)) + ".safetensors"
    if FileManager.default.fileExists(atPath: file) {
      // A damaged cache file is as good as none: it is made again from the clip.
      if let kept = try? TrainingClip(WeightFile.read(file)) { return kept }
    }
    let clip = try TrainingClip(path: path, observer: observer)
    try clip.file(metadata: ["source": stamp]).write(to: file)
    return clip
  }

  private func stamp(of path: String) throws -> String {
    let attributes: [FileAttributeKey: Any]
    do {
      attributes = try FileManager.default.attributesOfItem(atPath: path)
    } catch {
      throw TrainingError(reason: "\(path): \(error.localizedDescription)")
    }
    let size = attributes[.size] as? Int ?? 0
    let changed = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    return [path, String(size), String(changed), version, Self.format].joined(separator: "\n")
  }
}
