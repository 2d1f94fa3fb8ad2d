// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Tables
import TestSupport

/// Small tables.
enum TableFixtures {
  static let paths = ["one.avi", "folder/it's 50 %, \"two\".avi", "drei ü.avi"]
  static let values: [[Float]] = [[1, -0.1], [1e-30, 3.4e38], [0, 16_777_216]]
  static let classes = ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"]

  static func table(hasLabels: Bool = true) -> ClipTable {
    var provenance = TableProvenance(
      feature: "test", extractor: "test-1", settings: ["rate": "16000"])
    provenance.sources = zip(paths, TableSamples.checksums).map { .init(path: $0, sha256: $1) }
    provenance.failures = [.init(path: "gone.avi", reason: "no such file")]
    return ClipTable(
      columns: ["mean", "max[0]"],
      rows: zip(paths, TableSamples.checksums).enumerated().map { index, row in
        .init(path: row.0, label: hasLabels && index > 0 ? "happy" : nil, checksum: row.1)
      }, classes: hasLabels ? classes : nil, provenance: provenance)
  }

  static func frames(hasTracks: Bool) -> FrameTable {
    var table = FrameTable(columns: ["x", "y"], hasTracks: hasTracks)
    table.append(FrameRow(frame: 0, timestamp: 0, confidence: 0.5, track: 3, values: [0.1, 2]))
    table.append(FrameRow(frame: 1, timestamp: 0.04, confidence: 1, values: nil))
    return table
  }
}
