// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import Files
import Foundation
import Tables
import TestSupport
import Testing

@testable import EmoNet

@Suite struct ExtractedFeaturesTests {
  private static let names = FunctionalsExtractor(featureSet: .emobase2010).names
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A table with a row for each name, all of whose values are the row's number.
  private func write(
    _ name: String, rows: [String], columns: [String] = names, extractor: String? = nil
  ) throws -> String {
    var provenance = TableProvenance(
      feature: "audio-emobase2010", extractor: extractor ?? "emobase2010-1", settings: [:])
    provenance.sources = rows.map { .init(path: $0, sha256: TableSamples.checksums[0]) }
    let table = ClipTable(
      columns: columns,
      rows: rows.map { .init(path: $0, label: "sad", checksum: TableSamples.checksums[0]) },
      classes: Emotion.names, provenance: provenance)
    let path = folder / name
    try table.write(to: path, format: try #require(TableFormat(path: name))) { row in
      columns.indices.map { Float(row) + Float($0) / 4096 }
    }
    return path
  }

  private func entry(_ path: String) -> ClipListEntry {
    ClipListEntry(path: path, resolvedPath: "/data/" + path)
  }

  private func row(_ features: ExtractedFeatures, _ path: String) -> Float? {
    features.functionals(of: entry(path))?.first
  }

  @Test func aRowIsFoundByPathByFileNameAndByFileNameWithoutItsEnding() throws {
    let table = try write("t.npz", rows: ["a/one.avi", "b/two", "c/two", "/data/d/three.wav"])
    let features = try ExtractedFeatures(tables: [table])
    #expect(row(features, "a/one.avi") == 0)
    #expect(row(features, "elsewhere/one.avi") == 0)
    #expect(row(features, "one.mp4") == 0)
    #expect(row(features, "b/two") == 1)
    #expect(row(features, "c/two") == 2)
    #expect(row(features, "d/three.wav") == 3)
    #expect(row(features, "one") == 0)
    // Two rows have that name.
    #expect(row(features, "x/two.avi") == nil)
    #expect(row(features, "four.avi") == nil)
    #expect(features.covers(entry("a/one.avi")))
    #expect(!features.covers(entry("four.avi")))
  }

  @Test func theOnlyRowOfATableGoesByTheTablesOwnName() throws {
    try FileManager.default.createDirectory(
      atPath: folder / "afew/train", withIntermediateDirectories: true)
    _ = try write("afew/train/000046280.arff", rows: ["unknown"])
    _ = try write("afew/train/000097200.arff", rows: ["noname"])
    let features = try ExtractedFeatures(tables: [folder / "afew"])
    #expect(row(features, "Train_AFEW/Angry/000046280.avi") == 0)
    #expect(row(features, "Train_AFEW/Angry/000097200.avi") == 0)
    #expect(row(features, "Train_AFEW/Angry/1.avi") == nil)
  }

  @Test func columnsOfOurNamesAreTakenInOurOrderOfOthersAsTheyStand() throws {
    let turned = try ExtractedFeatures(
      tables: [try write("turned.csv", rows: ["a"], columns: Self.names.reversed())])
    #expect(turned.functionals(of: entry("a"))?.last == 0)
    let others = try ExtractedFeatures(
      tables: [try write("others.arff", rows: ["a"], columns: (0..<1582).map { "f\($0)" })])
    #expect(others.functionals(of: entry("a"))?.first == 0)
  }

  @Test func tablesOfSomethingElseAreRefusedByName() throws {
    let short = try write("short.csv", rows: ["a"], columns: ["x"])
    #expect(
      throws: FileError(.malformed, path: short, reason: "1 values a row; the models take 1582")
    ) { try ExtractedFeatures(tables: [short]) }
    let other = try write("other.npz", rows: ["a"], extractor: "is10-1")
    #expect(
      throws: FileError(
        .malformed, path: other,
        reason: "its values are 'is10-1'; the model takes 'emobase2010-1-averaged-1-speech-1'")
    ) { try ExtractedFeatures(tables: [other]) }
    let raw = try write("raw.npz", rows: ["a"], extractor: "emobase2010-1-averaged-1")
    let known = try ExtractedFeatures(tables: [raw])
    try known.check(fit: .raw)
    #expect(
      throws: FileError(
        .malformed, path: raw,
        reason: "its values are 'emobase2010-1-averaged-1'; the model takes "
          + "'emobase2010-1-averaged-1-speech-1'")
    ) { try known.check(fit: .speech) }
    let empty = folder / "empty"
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    #expect(
      throws: FileError(
        .malformed, path: empty, reason: "no tables (.csv, .npz, .arff) in this folder")
    ) { try ExtractedFeatures(tables: [empty]) }
    #expect(throws: FileError(.malformed, path: short, reason: "is no folder of tables")) {
      try ExtractedFeatures(tables: [], frames: short)
    }
    // Other values under one name: which are meant?
    let one = try write("one.npz", rows: ["a", "b"])
    let two = try write("two.npz", rows: ["b"])
    #expect(
      throws: FileError(.malformed, path: two, reason: "a second row of 'b', with other values")
    ) { try ExtractedFeatures(tables: [one, two]) }
  }

  @Test func framesAreThoseInWhichTheFaceWasSeenAndOnlyOfTheSameModel() throws {
    var table = FrameTable(columns: VideoFeatureConsumer.backboneColumns)
    for frame in 0..<3 {
      table.append(
        FrameRow(
          frame: frame, timestamp: Double(frame) / 25, confidence: 1,
          values: frame == 1 ? nil : .init(repeating: Float(frame), count: 64)))
    }
    let provenance = TableProvenance(
      feature: "frames", extractor: "frames-1", settings: ["model_sha256": "m"])
    try FileManager.default.createDirectory(
      atPath: folder / "frames/d", withIntermediateDirectories: true)
    try table.write(to: folder / "frames/d/a.avi.npz", format: .npz, provenance: provenance)
    let features = try ExtractedFeatures(tables: [], frames: folder / "frames")
    let found = try features.frames(of: entry("../d/a.avi"), modelChecksum: "m")
    #expect(found?.frameCount == 3)
    #expect(found?.faces?.shape == [2, 64])
    #expect(found?.faces?.values.last == 2)
    #expect(try features.frames(of: entry("d/b.avi"), modelChecksum: "m") == nil)
    #expect(throws: FileError.self) {
      try features.frames(of: entry("d/a.avi"), modelChecksum: "n")
    }
  }
}
