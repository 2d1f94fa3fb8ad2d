// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import NeuralNetwork

/// The table of the backbone's features of one clip's main face, read back.
struct ExtractedFrames: Sendable {
  /// Features of the frames in which the face was seen, `[faces, 64]`; nil without any.
  let faces: Tensor?
  /// Canonical frames.
  let frameCount: Int
  /// Time of the last frame, in seconds from the clip's start.
  let duration: Double

  /// Reads an archive of `frames`; throws `TableError`, also when another model made it.
  init(_ path: String, modelChecksum: String) throws {
    let archive = try NPZArchive(path: path)
    let provenance = try NPZTableReader.provenance(of: archive)
    guard let provenance, provenance.feature == FeatureKind.frames.rawValue else {
      throw TableError(path: path, reason: "no table of the feature 'frames'")
    }
    guard provenance.settings["model_sha256"] == modelChecksum else {
      throw TableError(
        path: path,
        reason: "made with the model \(provenance.settings["model_sha256"] ?? "?"), "
          + "not with \(modelChecksum)")
    }
    let table = try archive.array("values")
    let seen = try archive.array("success").flags ?? []
    let times = try archive.array("timestamp").floats ?? []
    let width = FaceBackbone.featureCount
    guard table.shape == [seen.count, width], times.count == seen.count, let values = table.floats,
      values.allSatisfy(\.isFinite)
    else {
      throw TableError(
        path: path, reason: "no finite table of \(width) features a frame: \(table.shape)")
    }
    let rows = seen.indices.filter { seen[$0] }
    faces =
      rows.isEmpty
      ? nil
      : Tensor(
        shape: [rows.count, width],
        rows.flatMap { values[$0 * width..<($0 + 1) * width] })
    frameCount = seen.count
    duration = Double(times.last ?? 0)
  }
}
