// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A table of one clip with a row for each frame, of picture or sound.
///
/// There is a row for every frame; where there was nothing to measure, `success` is false and the
/// values are 0. Frames that reach beyond the end of a short sound, which is repeated to fill them,
/// count as not measured too, but have values. A table of all faces has a row for each face instead,
/// but at least one a frame.
public struct FrameTable: Sendable, Equatable {
  /// Names of the values, `[columns]`.
  public let columns: [String]
  /// Number of each row's frame, counted from 0 at the clip's start.
  public private(set) var frames: [Int] = []
  /// Time of each row, in seconds from the clip's start.
  public private(set) var timestamps: [Double] = []
  /// How sure the values are, in [0, 1].
  public private(set) var confidences: [Float] = []
  /// Whether the row's values were measured.
  public private(set) var successes: [Bool] = []
  /// Number of each row's face track, -1 without one; nil for tables without tracks.
  public private(set) var tracks: [Int]?
  /// Values, `[rows, columns]`, row-major; always finite.
  public private(set) var values: [Float] = []

  /// Rows.
  public var rowCount: Int { frames.count }

  /// A table without rows.
  init(columns: [String], hasTracks: Bool = false) {
    self.columns = columns
    tracks = hasTracks ? [] : nil
  }

  /// Adds a row; without `values` there was nothing to measure.
  ///
  /// Values that are there but do not count as measured are kept, with `success` false.
  mutating func append(
    frame: Int, timestamp: Double, confidence: Float, track: Int? = nil, values row: [Float]?,
    isMeasured: Bool = true
  ) {
    precondition(
      row == nil || row?.count == columns.count,
      "\(row?.count ?? 0) values for \(columns.count) columns")
    frames.append(frame)
    timestamps.append(timestamp)
    let isSuccess = row != nil && isMeasured
    confidences.append(isSuccess ? confidence : 0)
    successes.append(isSuccess)
    tracks?.append(track ?? -1)
    values += row ?? [Float](repeating: 0, count: columns.count)
  }

  /// Writes the table to `path`, which appears when it is whole; ARFF is for tables of clips.
  ///
  /// Throws `FileWriteError`.
  func write(to path: String, format: TableFormat, provenance: TableProvenance) throws {
    switch format {
    case .csv: try CSVTable.write(self, to: path, provenance: provenance)
    case .npz: try NPZTable.write(self, to: path, provenance: provenance)
    case .arff: preconditionFailure("a table of frames is not written as ARFF")
    }
  }
}
