// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import AudioFeatures
import Files
import Foundation
package import NeuralNetwork
import Tables

/// Features that were extracted before, to train on or to judge in place of the clips.
///
/// Sound: tables of the 1582 functionals, by this program or by openSMILE. Picture: a folder of the
/// tables of `frames` of each clip, by this program.
public struct ExtractedFeatures: Sendable {
  private let sounds: ClipRows
  /// The tables that say what their values are.
  private let made: [(path: String, version: String)]
  private let framesFolder: String?
  /// Tells other features from these, by the tables' contents and the folder's path.
  package let fingerprint: String
  /// Reads tables of functionals, all at once; `tables` are files or folders of files, and `frames` is
  /// the folder of tables that `emonet extract --features frames` wrote.
  ///
  /// Throws `FileError` for a table that cannot be read or holds something else.
  public init(tables: [String], frames: String? = nil) throws {
    var sounds = ClipRows()
    var parts = [frames ?? ""]
    var made: [(path: String, version: String)] = []
    for path in try tables.flatMap(Self.files) {
      try Self.read(path, into: &sounds, &made)
      parts.append(try FileChecksum.sha256(of: path))
    }
    self.sounds = sounds
    self.made = made
    fingerprint = FileChecksum.sha256(of: Array(parts.joined(separator: "\n").utf8))
    framesFolder = frames
    if let frames, !Self.isFolder(frames) {
      throw FileError(
        .malformed, path: frames, reason: "is no folder of tables")
    }
  }

  /// Whether there is anything of a row's clip.
  public func covers(_ entry: ClipListEntry) -> Bool {
    functionals(of: entry) != nil
      || framesPath(of: entry) != nil
  }

  /// The 1582 values of a row's clip; nil when no table has them.
  func functionals(of entry: ClipListEntry) -> [Float]? { sounds.values(for: entry) }

  /// The main face's features of a row's clip; nil when there is no table of it.
  ///
  /// Throws `FileError`, also when the table was not made with the model of this SHA-256.
  func frames(of entry: ClipListEntry, modelChecksum: String) throws -> ExtractedFrames? {
    guard let path = framesPath(of: entry) else { return nil }
    return try ExtractedFrames(path, modelChecksum: modelChecksum)
  }

  /// Tells the table of a row's clip, and the clip, from any other state of them.
  package func stamp(of entry: ClipListEntry) throws -> String {
    try [framesPath(of: entry), entry.resolvedPath].compactMap { $0 }
      .filter(FileManager.default.fileExists(atPath:)).map(FileStamp.text).joined(separator: "\n")
  }

  /// Path of the table of a row's clip; nil when there is none.
  private func framesPath(of entry: ClipListEntry) -> String? {
    guard let framesFolder else { return nil }
    return [TableFormat.npz, .csv].lazy
      .map { "\(framesFolder)/\(Self.tableName(entry.path))\($0.suffix)" }
      .first(where: FileManager.default.fileExists(atPath:))
  }

  /// A clip's path without what would lead out of the output's folder, after which its tables are named.
  public static func tableName(_ path: String) -> String {
    path.split(separator: "/").filter { $0 != "." && $0 != ".." }.joined(separator: "/")
  }

  /// Versions of tables that a model with this preparation of its sound can take.
  ///
  /// Values of a single analysis scatter about the averaged ones and may stand in for them.
  private static func versions(_ preparation: SoundPreparation) -> [String] {
    [preparation.version]
      + (preparation == .raw ? [FunctionalsFeatureSet.emobase2010.version] : [])
  }

  private static func unfit(
    _ path: String, _ version: String, _ preparation: SoundPreparation
  ) -> FileError {
    FileError(
      .malformed, path: path,
      reason: "its values are '\(version)'; the model takes '\(preparation.version)'")
  }

  /// Throws `FileError` for a table whose values a model with this preparation of its sound does not take.
  ///
  /// Tables of other programs say nothing of it and are taken as they are.
  package func check(fit preparation: SoundPreparation) throws {
    if let (path, version) = made.first(where: {
      !Self.versions(preparation).contains($0.version)
    }) {
      throw Self.unfit(path, version, preparation)
    }
  }

  private static func read(
    _ path: String, into sounds: inout ClipRows, _ made: inout [(path: String, version: String)]
  ) throws {
    let names = FunctionalsExtractor(featureSet: .emobase2010).names
    var rows: [FeatureTable.Row] = []
    let table = try FeatureTable.read(path) { row in
      guard row.values.count == names.count else {
        throw FileError(
          .malformed, path: path,
          reason: "\(row.values.count) values a row; the models take \(names.count)")
      }
      rows.append(row)
    }
    let known = SoundPreparation.allCases.flatMap(versions)
    if let provenance = table.provenance {
      guard known.contains(provenance.extractor) else {
        throw unfit(path, provenance.extractor, .speech)
      }
      made.append((path, provenance.extractor))
    }
    let order = order(of: table.columns, in: names)
    for row in rows {
      try sounds.add(
        row, values: order.map { $0.map { row.values[$0] } } ?? row.values, table: path)
    }
    if rows.count == 1 { sounds.nameLast(afterTable: path) }
  }

  /// Where each of `names` stands among `columns`; nil when the columns have other names, and so count
  /// as being in order.
  private static func order(of columns: [String], in names: [String]) -> [Int]? {
    guard columns != names else { return nil }
    let places = Dictionary(columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { a, _ in a })
    let order = names.compactMap { places[$0] }
    return order.count == names.count ? order : nil
  }

  /// The tables in and below a folder, sorted; a file stands for itself.
  private static func files(_ path: String) throws -> [String] {
    guard isFolder(path) else { return [path] }
    let tables = try tables(in: path)
    guard !tables.isEmpty else {
      throw FileError(
        .malformed, path: path, reason: "no tables (.csv, .npz, .arff) in this folder")
    }
    return tables
  }

  /// The tables in a folder and those below it, by name; throws `FileError` for a folder that cannot be read.
  private static func tables(in folder: String) throws(FileError) -> [String] {
    var tables: [String] = []
    for entry in try FolderEntries.read(folder) {
      let path = "\(folder)/\(entry.name)"
      var status = stat()
      if case .folder = entry.kind {
        // Not through links, which may lead back.
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { continue }
        tables += try self.tables(in: path)
      } else if TableFormat(path: path) != nil {
        tables.append(path)
      }
    }
    return tables.sorted()
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}

/// The table of the backbone's features of one clip's main face, read back.
package struct ExtractedFrames: Sendable {
  /// Features of the frames in which the face was seen, `[faces, 64]`; nil without any.
  package let faces: Tensor?
  /// Canonical frames.
  package let frameCount: Int
  /// Time of the last frame, in seconds from the clip's start.
  package let duration: Double

  /// Reads a table of `frames`; throws `FileError`, also when another model made it.
  init(_ path: String, modelChecksum: String) throws {
    let provenance = try TableProvenance.read(path)
    guard provenance.feature == FeatureKind.frames.rawValue else {
      throw FileError(
        .malformed, path: path, reason: "holds the feature '\(provenance.feature)' and not 'frames'"
      )
    }
    guard provenance.settings["model_sha256"] == modelChecksum else {
      throw FileError(
        .malformed, path: path,
        reason: "made with the model \(provenance.settings["model_sha256"] ?? "?"), "
          + "not with \(modelChecksum)")
    }
    let table = try FrameTable.read(path)
    let width = FaceBackboneLayers.featureCount
    guard table.columns.count == width else {
      throw FileError(
        .malformed, path: path,
        reason: "\(table.columns.count) features a frame; there should be \(width)")
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

/// What was extracted before from the clip of one row of a list.
package struct KnownFeatures: Sendable {
  /// The 1582 values of the sound; nil when no table has them.
  package let functionals: [Float]?
  /// The main face's features; nil without a table of them.
  package let frames: ExtractedFrames?
  /// Whether something is lacking that the clip, which is there, may hold.
  package let needsClip: Bool

  /// Looks a row up; throws `FileError`, also when the frames are of another model.
  package init(_ extracted: ExtractedFeatures, of entry: ClipListEntry, modelChecksum: String?)
    throws
  {
    functionals = extracted.functionals(of: entry)
    frames = try modelChecksum.flatMap { try extracted.frames(of: entry, modelChecksum: $0) }
    let lacksSound = functionals == nil && entry.modality != .video
    let lacksPicture = frames == nil && entry.modality != .audio
    needsClip =
      (lacksSound || lacksPicture) && FileManager.default.fileExists(atPath: entry.resolvedPath)
  }
}
