// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// One row of a table of frames, of picture or sound.
package struct FrameRow: Sendable, Equatable {
  /// Number of the row's frame, counted from 0 at the clip's start.
  package let frame: Int
  /// Time of the frame, in seconds from the clip's start.
  package let timestamp: Double
  /// How sure the values are, in [0, 1]; 0 without success.
  package let confidence: Float
  /// Whether the values were measured.
  package let isSuccess: Bool
  /// Number of the row's face track, -1 without one; of no meaning in tables without tracks.
  package let track: Int
  /// Values, `[columns]`; nil, which is written as zeros, where there was nothing to measure.
  package let values: ArraySlice<Float>?

  /// A row; without `values` there was nothing to measure.
  ///
  /// Values that are there but do not count as measured are kept, with no success.
  package init(
    frame: Int, timestamp: Double, confidence: Float, track: Int? = nil,
    values: ArraySlice<Float>?, isMeasured: Bool = true
  ) {
    self.frame = frame
    self.timestamp = timestamp
    isSuccess = values != nil && isMeasured
    self.confidence = isSuccess ? confidence : 0
    self.track = track ?? -1
    self.values = values
  }
}

/// A table of one clip with a row for each frame, of picture or sound, in memory.
///
/// There is a row for every frame; where there was nothing to measure, `success` is false and the
/// values are 0. Frames that reach beyond the end of a short sound, which is repeated to fill them,
/// count as not measured too, but have values. A table of all faces has a row for each face instead,
/// but at least one a frame.
package struct FrameTable: Sendable, Equatable {
  /// Names of the values, `[columns]`.
  package let columns: [String]
  /// Number of each row's frame, counted from 0 at the clip's start.
  package private(set) var frames: [Int] = []
  /// Time of each row, in seconds from the clip's start.
  package private(set) var timestamps: [Double] = []
  /// How sure the values are, in [0, 1].
  package private(set) var confidences: [Float] = []
  /// Whether the row's values were measured.
  package private(set) var successes: [Bool] = []
  /// Number of each row's face track, -1 without one; nil for tables without tracks.
  package private(set) var tracks: [Int]?
  /// Values, `[rows, columns]`, row-major; always finite.
  package private(set) var values: [Float] = []

  /// Rows.
  package var rowCount: Int { frames.count }

  /// A table without rows.
  package init(columns: [String], hasTracks: Bool = false) {
    self.columns = columns
    tracks = hasTracks ? [] : nil
  }

  /// Adds a row.
  package mutating func append(_ row: FrameRow) {
    precondition(
      row.values == nil || row.values?.count == columns.count,
      "\(row.values?.count ?? 0) values for \(columns.count) columns")
    frames.append(row.frame)
    timestamps.append(row.timestamp)
    confidences.append(row.confidence)
    successes.append(row.isSuccess)
    tracks?.append(row.track)
    if let own = row.values {
      values += own
    } else {
      values += repeatElement(0, count: columns.count)
    }
  }

  /// One of the rows.
  package func row(_ index: Int) -> FrameRow {
    let width = columns.count
    return FrameRow(
      frame: frames[index], timestamp: timestamps[index], confidence: confidences[index],
      track: tracks?[index], values: values[index * width..<(index + 1) * width],
      isMeasured: successes[index])
  }

  /// Writes the table to `path`, which appears when it is whole; ARFF is for tables of clips.
  ///
  /// Throws `FileError`.
  package func write(to path: String, format: TableFormat, provenance: TableProvenance) throws {
    let writer = try FrameTableWriter(
      path: path, format: format, columns: columns, hasTracks: tracks != nil,
      provenance: provenance)
    for index in 0..<rowCount { try writer.append(row(index)) }
    try writer.finish()
  }
}
