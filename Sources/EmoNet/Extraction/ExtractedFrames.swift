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

  /// Reads a table of `frames`; throws `TableError`, also when another model made it.
  init(_ path: String, modelChecksum: String) throws {
    let provenance = try TableProvenance.read(path)
    guard provenance.feature == FeatureKind.frames.rawValue else {
      throw TableError(
        path: path, reason: "holds the feature '\(provenance.feature)' and not 'frames'")
    }
    guard provenance.settings["model_sha256"] == modelChecksum else {
      throw TableError(
        path: path,
        reason: "made with the model \(provenance.settings["model_sha256"] ?? "?"), "
          + "not with \(modelChecksum)")
    }
    let table = try FrameTable.read(path)
    let width = FaceBackbone.featureCount
    guard table.columns.count == width else {
      throw TableError(
        path: path, reason: "\(table.columns.count) features a frame; there should be \(width)")
    }
    let rows = table.successes.indices.filter { table.successes[$0] }
    faces =
      rows.isEmpty
      ? nil
      : Tensor(
        shape: [rows.count, width],
        rows.flatMap { table.values[$0 * width..<($0 + 1) * width] })
    frameCount = table.rowCount
    duration = table.timestamps.last ?? 0
  }
}
