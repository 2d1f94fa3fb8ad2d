// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

@testable import EmoNet

/// Small tables, and files as other programs write them.
enum TableFixtures {
  static let checksums = ["a", "b", "c"].map { String(repeating: $0, count: 64) }
  static let paths = ["one.avi", "folder/it's 50 %, \"two\".avi", "drei ü.avi"]
  static let values: [[Float]] = [[1, -0.1], [1e-30, 3.4e38], [0, 16_777_216]]

  static func table(hasLabels: Bool = true) -> ClipTable {
    let sources = zip(paths, checksums).map { TableProvenance.Source(path: $0, sha256: $1) }
    return ClipTable(
      columns: ["mean", "max[0]"],
      rows: zip(paths, checksums).enumerated().map { index, row in
        .init(path: row.0, label: hasLabels && index > 0 ? .happy : nil, checksum: row.1)
      }, hasLabels: hasLabels,
      provenance: TableProvenance(
        feature: "test", extractor: "test-1", settings: ["rate": "16000"], sources: sources,
        failures: [.init(path: "gone.avi", reason: "no such file")]))
  }

  static func frames(hasTracks: Bool) -> FrameTable {
    var table = FrameTable(columns: ["x", "y"], hasTracks: hasTracks)
    table.append(frame: 0, timestamp: 0, confidence: 0.5, track: 3, values: [0.1, 2])
    table.append(frame: 1, timestamp: 0.04, confidence: 1, values: nil)
    return table
  }

  /// As openSMILE's sink for Weka writes it.
  static let openSMILE = """
    @relation SMILEfeatures

    @attribute name string
    @attribute pcm_loudness_sma_maxPos numeric
    @attribute mfcc_sma[0]_amean numeric
    @attribute class {Angry,Happy}

    @data

    'clip one.avi',1.5,-2.000000e+01,Happy
    'unknown',0,3.25E-02,?

    """
}
