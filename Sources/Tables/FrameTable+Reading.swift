// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files

/// Reading back a clip's own table.
extension FrameTable {
  static let keys = ["frame", "timestamp", "confidence", "success"]
  static let track = "track"

  /// Reads a table that this program wrote as CSV or NPZ; throws `FileError`.
  package static func read(_ path: String) throws -> FrameTable {
    switch TableFormat(path: path) {
    case .csv: try readCSV(path)
    case .npz: try readArchive(NPZArchive(path: path))
    case .arff, nil:
      throw FileError(
        .malformed, path: path, reason: "the name of a table of frames ends in .csv or .npz")
    }
  }

  private static func readCSV(_ path: String) throws -> FrameTable {
    let reader = CSVReader(try LineReader(path: path), dialect: .table)
    let header = try reader.next()?.fields ?? []
    guard header.prefix(keys.count) == keys[...] else {
      throw FileError(
        .malformed, path: path, line: 1,
        reason: "a table of frames begins with \(keys.joined(separator: ","))")
    }
    let hasTracks = header.count > keys.count && header[keys.count] == track
    let first = keys.count + (hasTracks ? 1 : 0)
    var table = FrameTable(columns: Array(header[first...]), hasTracks: hasTracks)
    while let record = try reader.next() {
      let fields = record.fields
      guard fields.count == header.count else {
        throw FileError(
          .malformed, path: path, line: record.line, reason: "there are not \(header.count) values")
      }
      var values: [Float] = []
      for place in first..<header.count {
        values.append(
          try FeatureTable.value(
            fields[place], column: header[place], path: path, line: record.line))
      }
      guard let frame = Int(fields[0]), let time = Double(fields[1]), time.isFinite,
        let confidence = Float(fields[2]), ["0", "1"].contains(fields[3]),
        let track = hasTracks ? Int(fields[keys.count]) : -1
      else {
        throw FileError(
          .malformed, path: path, line: record.line,
          reason: "one of \(keys.joined(separator: ", ")) is wrong")
      }
      table.append(
        FrameRow(
          frame: frame, timestamp: time, confidence: confidence, track: track, values: values[...],
          isMeasured: fields[3] == "1"))
    }
    return table
  }

  private static func readArchive(_ archive: NPZArchive) throws -> FrameTable {
    func numbers(_ name: String) throws -> [Double] {
      guard let numbers = try archive.array(name).doubles else {
        throw FileError(.malformed, path: archive.path, reason: "array '\(name)' holds no numbers")
      }
      return numbers
    }
    let hasTracks = archive.contains(track)
    var table = FrameTable(
      columns: try archive.array("columns").texts ?? [], hasTracks: hasTracks)
    let width = table.columns.count
    let stored = try archive.array("values")
    let (frames, times) = (try numbers("frame"), try numbers("timestamp"))
    let confidences = try numbers("confidence")
    let tracks = hasTracks ? try numbers(track) : frames
    let count = frames.count
    func isWhole(_ number: Double) -> Bool { Int32(exactly: number) != nil }
    guard let values = stored.floats, values.allSatisfy(\.isFinite),
      frames.allSatisfy(isWhole), tracks.allSatisfy(isWhole), times.allSatisfy(\.isFinite),
      let successes = try archive.array("success").flags, stored.shape == [count, width],
      [times.count, confidences.count, successes.count, tracks.count].allSatisfy({ $0 == count })
    else {
      throw FileError(
        .malformed, path: archive.path,
        reason: "its arrays do not belong together or hold what is no finite number")
    }
    for row in 0..<count {
      table.append(
        FrameRow(
          frame: Int(frames[row]), timestamp: times[row], confidence: Float(confidences[row]),
          track: hasTracks ? Int(tracks[row]) : nil,
          values: values[row * width..<(row + 1) * width], isMeasured: successes[row]))
    }
    return table
  }
}
