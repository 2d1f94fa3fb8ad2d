// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import Synchronization
import Tables

/// An extraction from many clips into tables: call `extract` for each clip, then `finish`.
///
/// What is written depends on the clips, their order and the settings alone. Rows of finished clips are
/// kept in a journal beside the output, and tables of frames are written at once, so that a run that
/// was killed loses no more than the clips in work.
public final class ExtractionRun: Sendable {
  /// What became of a clip.
  public struct Outcome: Sendable, Equatable {
    /// Whether everything was there already, from an earlier run.
    public var wasDone = false
    /// Why features are not there.
    public var failures: [FeatureKind: String] = [:]
    /// What was missing or damaged without preventing an answer, one line each.
    public var warnings: [String] = []
  }

  private let extractor: FeatureExtractor
  private let clips: [ExtractionClip]
  private let hasLabels: Bool
  private let output: ExtractionOutput
  private let resumes: Bool
  private let journal: ExtractionJournal?
  private let failures = Mutex<[ExactPath: [FeatureKind: String]]>([:])

  private var kinds: [FeatureKind] { extractor.settings.features }
  private var clipKinds: [FeatureKind] { kinds.filter { !$0.isPerFrame } }

  /// A run over `clips`; with `resume`, what an earlier run of the same settings did is not done again.
  ///
  /// Throws `FileError`, also when two clips' tables would have one name or another run writes to the
  /// same output.
  public init(
    extractor: FeatureExtractor, clips: [ExtractionClip], hasLabels: Bool,
    output: ExtractionOutput, resume: Bool
  ) throws {
    self.extractor = extractor
    self.clips = clips
    self.hasLabels = hasLabels
    self.output = output
    resumes = resume
    let kinds = extractor.settings.features
    precondition(
      output.format != .arff || !kinds.contains(where: \.isPerFrame),
      "ARFF is for tables of clips")
    if kinds.contains(where: \.isPerFrame) { try Self.refuseSharedNames(clips) }
    try Self.refuseInputs(clips, asTablesOf: kinds, output)
    if case .folder(let folder) = output.place { try Folders.create(folder) }
    let clipKinds = kinds.filter { !$0.isPerFrame }
    if clipKinds.isEmpty {
      journal = nil
    } else {
      let settings = try clipKinds.map { try extractor.provenance($0).text() }
      journal = try ExtractionJournal(
        path: output.journalPath,
        settings: FileChecksum.sha256(of: Array(settings.joined(separator: "\n").utf8)),
        resume: resume)
      if resume { try takeFinishedTables() }
    }
    if resume {
      switch output.place {
      case .folder(let folder): LeftoverFiles.remove(under: folder)
      case .file(let path):
        LeftoverFiles.remove(besides: path)
        LeftoverFiles.remove(besides: TableProvenance.path(besideCSV: path))
      }
    }
  }

  /// Extracts what is not there yet from a clip; may be called from several threads.
  ///
  /// Throws what ends the run: `FileError`.
  public func extract(_ clip: ExtractionClip) throws -> Outcome {
    var outcome = Outcome()
    let checksum: String
    do {
      checksum = try FileChecksum.sha256(of: clip.resolvedPath)
    } catch let error as FileError {
      fail(clip, "\(error)", &outcome)
      return outcome
    }
    let missing = try kinds.filter { try !isDone($0, clip, checksum) }
    guard !missing.isEmpty else {
      outcome.wasDone = true
      return outcome
    }
    let writers = TableWriters { [self] in try writer($0, clip, checksum) }
    let features = try extractor.features(
      of: clip.resolvedPath, only: missing, into: TableSinks { try writers.writer($0) })
    for kind in missing {
      if let values = features.vectors[kind] {
        try journal?.append(kind, clip.path, checksum: checksum, values: values)
      } else if features.tables.contains(kind) {
        try writers.writer(kind).finish()
      }
    }
    outcome.failures = features.failures
    outcome.warnings = features.warnings
    if !features.failures.isEmpty {
      failures.withLock { $0[ExactPath(clip.path)] = features.failures }
    }
    return outcome
  }

  /// Takes note of a clip that could not even be opened.
  public func fail(_ clip: ExtractionClip, reason: String) {
    failures.withLock { all in
      all[ExactPath(clip.path)] = Dictionary(uniqueKeysWithValues: kinds.map { ($0, reason) })
    }
  }

  /// Writes the tables of clips from the journal, which goes when no clip has failed.
  ///
  /// Throws `FileError`, also when the journal was damaged meanwhile.
  public func finish() throws {
    guard let journal else { return }
    for kind in clipKinds { try writeTable(kind, from: journal) }
    if failures.withLock(\.isEmpty) { journal.remove() }
  }

  /// Path of the journal, where a run that ended early has left one.
  public var journalPath: String? { journal?.path }
}

extension ExtractionRun {
  private func fail(_ clip: ExtractionClip, _ reason: String, _ outcome: inout Outcome) {
    fail(clip, reason: reason)
    outcome.failures = Dictionary(uniqueKeysWithValues: kinds.map { ($0, reason) })
  }

  private func isDone(_ kind: FeatureKind, _ clip: ExtractionClip, _ checksum: String) throws
    -> Bool
  {
    guard resumes else { return false }
    guard kind.isPerFrame else {
      return journal?.contains(kind, clip.path, checksum: checksum) ?? false
    }
    let path = output.path(kind, of: clip)
    guard FileManager.default.fileExists(atPath: path),
      let found = try? TableProvenance.read(path)
    else { return false }
    return found == provenance(kind, clip, checksum)
  }

  private func provenance(
    _ kind: FeatureKind, _ clip: ExtractionClip, _ checksum: String
  ) -> TableProvenance {
    var provenance = extractor.provenance(kind)
    provenance.sources = [.init(path: clip.path, sha256: checksum)]
    return provenance
  }

  /// Begins the table of a clip.
  private func writer(
    _ kind: FeatureKind, _ clip: ExtractionClip, _ checksum: String
  ) throws -> FrameTableWriter {
    let path = output.path(kind, of: clip)
    let folder = (path as NSString).deletingLastPathComponent
    if !folder.isEmpty { try Folders.create(folder) }
    return try FrameTableWriter(
      path: path, format: output.format, columns: extractor.columns(kind),
      hasTracks: kind == .faces, provenance: provenance(kind, clip, checksum))
  }

  private func writeTable(_ kind: FeatureKind, from journal: ExtractionJournal) throws {
    let failed = failures.withLock { $0.compactMapValues { $0[kind] } }
    var rows: [ClipTable.Row] = []
    var provenance = extractor.provenance(kind)
    for clip in clips {
      if let reason = failed[ExactPath(clip.path)] {
        provenance.failures.append(.init(path: clip.path, reason: reason))
      } else if let checksum = journal.checksum(kind, clip.path) {
        rows.append(.init(path: clip.path, label: clip.label?.rawValue, checksum: checksum))
        provenance.sources.append(.init(path: clip.path, sha256: checksum))
      }
    }
    try ClipTable(
      columns: extractor.columns(kind), rows: rows, classes: hasLabels ? Emotion.names : nil,
      provenance: provenance
    ).write(to: output.path(kind), format: output.format) { row in
      try journal.values(kind, rows[row].path)
    }
  }

  /// Puts the rows of tables that an earlier run finished into the journal.
  private func takeFinishedTables() throws {
    guard let journal else { return }
    for kind in clipKinds {
      let path = output.path(kind)
      guard FileManager.default.fileExists(atPath: path),
        let found = try? TableProvenance.read(path), found.isMadeLike(extractor.provenance(kind))
      else { continue }
      let width = extractor.columns(kind).count
      _ = try FeatureTable.read(path) { row in
        guard let checksum = row.checksum, row.values.count == width,
          journal.checksum(kind, row.name) == nil
        else { return }
        try journal.append(kind, row.name, checksum: checksum, values: row.values)
      }
    }
  }

  /// No table may take the place of a clip, whatever path or link leads there.
  private static func refuseInputs(
    _ clips: [ExtractionClip], asTablesOf kinds: [FeatureKind], _ output: ExtractionOutput
  ) throws(FileError) {
    let tables = kinds.flatMap { kind in
      kind.isPerFrame ? clips.map { output.path(kind, of: $0) } : [output.path(kind)]
    }
    try InputFiles.refuse(tables, among: clips.map(\.resolvedPath))
  }

  private static func refuseSharedNames(_ clips: [ExtractionClip]) throws(FileError) {
    var paths: [ExactPath: String] = [:]
    for clip in clips {
      if let other = paths.updateValue(clip.resolvedPath, forKey: ExactPath(clip.name)),
        ExactPath(other) != ExactPath(clip.resolvedPath)
      {
        throw FileError(
          .malformed, path: "",
          reason: "the tables of \(other) and \(clip.resolvedPath) would both be named "
            + "'\(clip.name)'; put the clips into one list or folder")
      }
    }
  }
}

/// The tables of one clip, each begun when its first row comes.
private final class TableWriters: Sendable {
  private let make: @Sendable (FeatureKind) throws -> FrameTableWriter
  private let made = Mutex<[FeatureKind: FrameTableWriter]>([:])

  init(_ make: @escaping @Sendable (FeatureKind) throws -> FrameTableWriter) { self.make = make }

  func writer(_ kind: FeatureKind) throws -> FrameTableWriter {
    try made.withLock { made in
      if let writer = made[kind] { return writer }
      let writer = try make(kind)
      made[kind] = writer
      return writer
    }
  }
}
