// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

/// Takes the rows of a table of frames as they come.
package protocol FrameRowSink: AnyObject {
  /// Adds a row.
  func append(_ row: FrameRow) throws
}

/// Writes a table of frames row by row; the file appears when it is whole.
///
/// Memory does not grow with the number of rows but, for NumPy's archives, by the few bytes of each row's keys:
/// the archive has them before the values, which wait in a file of their own meanwhile.
package final class FrameTableWriter: FrameRowSink {
  private enum Output {
    case csv(StreamedFile)
    case archive(NPZFrameArrays)
  }

  private let path: String
  private let columns: [String]
  private let hasTracks: Bool
  private let provenance: TableProvenance
  private let output: Output

  /// Begins a table as CSV or NPZ; throws `FileError`.
  package init(
    path: String, format: TableFormat, columns: [String], hasTracks: Bool,
    provenance: TableProvenance
  ) throws {
    self.path = path
    self.columns = columns
    self.hasTracks = hasTracks
    self.provenance = provenance
    switch format {
    case .csv:
      let file = try StreamedFile(path: path)
      let keys = FrameTable.keys + (hasTracks ? [FrameTable.track] : [])
      try file.append(CSVWriter.line(keys + columns))
      output = .csv(file)
    case .npz: output = .archive(try NPZFrameArrays(path: path, hasTracks: hasTracks))
    case .arff: preconditionFailure("a table of frames is not written as ARFF")
    }
  }

  /// Adds a row; throws `FileError`.
  package func append(_ row: FrameRow) throws {
    precondition(
      row.values == nil || row.values?.count == columns.count,
      "\(row.values?.count ?? 0) values for \(columns.count) columns")
    let values = row.values ?? ArraySlice(repeating: 0, count: columns.count)
    switch output {
    case .csv(let file):
      var fields = [
        "\(row.frame)", "\(row.timestamp)", "\(row.confidence)", row.isSuccess ? "1" : "0",
      ]
      if hasTracks { fields.append("\(row.track)") }
      try file.append(CSVTable.line(fields, values))
    case .archive(let arrays): try arrays.append(row, values: values)
    }
  }

  /// Gives the table its name; without, nothing is left of it. Throws `FileError`.
  package func finish() throws {
    switch output {
    case .csv(let file): try CSVTable.finish(file, provenance: provenance)
    case .archive(let arrays): try arrays.finish(columns: columns, provenance: provenance)
    }
  }
}

/// The arrays of a table of frames in NumPy's archive while its rows come.
///
/// `metadata`, `frame`, `timestamp`, `confidence`, `success`, `track` where there are tracks, `columns`, `values`.
private final class NPZFrameArrays {
  private let path: String
  private let hasTracks: Bool
  private var count = 0
  private var frames: [UInt8] = []
  private var timestamps: [UInt8] = []
  private var confidences: [UInt8] = []
  private var successes: [UInt8] = []
  private var tracks: [UInt8] = []
  private let values: SpooledBytes

  init(path: String, hasTracks: Bool) throws {
    self.path = path
    self.hasTracks = hasTracks
    values = try SpooledBytes(beside: path)
  }

  func append(_ row: FrameRow, values own: ArraySlice<Float>) throws {
    count += 1
    frames += LittleEndian.bytes(Int32(clamping: row.frame))
    timestamps += LittleEndian.bytes(row.timestamp.bitPattern)
    confidences += LittleEndian.bytes(row.confidence.bitPattern)
    successes.append(row.isSuccess ? 1 : 0)
    if hasTracks { tracks += LittleEndian.bytes(Int32(clamping: row.track)) }
    try values.append(LittleEndian.bytes(Array(own)))
  }

  func finish(columns: [String], provenance: TableProvenance) throws {
    let zip = try ZipWriter(path: path)
    try NPZTable.add(try provenance.text(), NPZTable.metadata, to: zip)
    func column(_ name: String, _ type: String, _ bytes: [UInt8]) throws {
      try zip.add("\(name).npy") { append in
        try append(NPYHeader.bytes(type, shape: [count]))
        try append(bytes)
      }
    }
    try column("frame", "<i4", frames)
    try column("timestamp", "<f8", timestamps)
    try column("confidence", "<f4", confidences)
    try column("success", "|b1", successes)
    if hasTracks { try column(FrameTable.track, "<i4", tracks) }
    try NPZTable.add(columns, "columns", to: zip)
    try zip.add("values.npy") { append in
      try append(NPYHeader.bytes("<f4", shape: [count, columns.count]))
      try values.read(append)
    }
    try zip.finish()
  }
}

/// Bytes that wait in a nameless file until they are read back.
private final class SpooledBytes {
  private static let pieceSize = 1 << 16

  private let path: String
  private let descriptor: Int32
  private var length = 0
  private var waiting: [UInt8] = []

  /// Opens the file in the folder of `path`, where there must be room for the result anyway; throws `FileError`.
  init(beside path: String) throws {
    self.path = path
    let name = "\(path).\(getpid())-\(UInt32.random(in: .min ... .max)).part"
    descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError.unwritable(path, code: errno) }
    unlink(name)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func append(_ bytes: [UInt8]) throws {
    waiting += bytes
    if waiting.count >= Self.pieceSize { try flush() }
  }

  /// Hands over all bytes in pieces, in order.
  func read(_ receive: ([UInt8]) throws -> Void) throws {
    try flush()
    for start in stride(from: 0, to: length, by: Self.pieceSize) {
      let count = min(Self.pieceSize, length - start)
      guard let piece = FilePieces.read(descriptor, at: start, count: count) else {
        throw FileError.unwritable(path, code: EIO)
      }
      try receive(piece)
    }
  }

  private func flush() throws {
    let code = FilePieces.write(waiting, to: descriptor)
    guard code == 0 else { throw FileError.unwritable(path, code: code) }
    length += waiting.count
    waiting.removeAll(keepingCapacity: true)
  }
}
