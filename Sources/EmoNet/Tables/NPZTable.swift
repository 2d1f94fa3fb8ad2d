// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Tables as NumPy's archive: `metadata`, the rows' keys, `columns` with the names, and `values`.
enum NPZTable {
  static let metadata = "metadata"

  /// Writes `metadata`, `path`, `label` where there are labels, `sha256`, `columns`, `values`.
  static func write(
    _ table: ClipTable, to path: String, values: (Int) throws -> [Float]
  ) throws {
    // The sources are arrays of their own.
    var head = table.provenance
    head.sources = []
    let zip = try ZipWriter(path: path)
    try add(try head.text(), metadata, to: zip)
    try add(table.rows.map(\.path), "path", to: zip)
    if table.hasLabels { try add(table.rows.map { $0.label?.rawValue ?? "" }, "label", to: zip) }
    try add(table.rows.map(\.checksum), "sha256", to: zip)
    try add(table.columns, "columns", to: zip)
    try zip.add("values.npy") { append in
      try append(NPYHeader.bytes("<f4", shape: [table.rows.count, table.columns.count]))
      for row in table.rows.indices { try append(LittleEndian.bytes(try values(row))) }
    }
    try zip.finish()
  }

  /// Writes `metadata`, `frame`, `timestamp`, `confidence`, `success`, `track` where there are
  /// tracks, `columns`, `values`.
  static func write(_ table: FrameTable, to path: String, provenance: TableProvenance) throws {
    let zip = try ZipWriter(path: path)
    try add(try provenance.text(), metadata, to: zip)
    let count = table.rowCount
    func column(_ name: String, _ type: String, _ bytes: [UInt8]) throws {
      try zip.add("\(name).npy") { append in
        try append(NPYHeader.bytes(type, shape: [count]))
        try append(bytes)
      }
    }
    func integers(_ values: [Int]) -> [UInt8] {
      values.flatMap { LittleEndian.bytes(Int32(clamping: $0)) }
    }
    try column("frame", "<i4", integers(table.frames))
    try column(
      "timestamp", "<f8", table.timestamps.flatMap { LittleEndian.bytes($0.bitPattern) })
    try column("confidence", "<f4", LittleEndian.bytes(table.confidences))
    try column("success", "|b1", table.successes.map { $0 ? 1 : 0 })
    if let tracks = table.tracks { try column("track", "<i4", integers(tracks)) }
    try add(table.columns, "columns", to: zip)
    try zip.add("values.npy") { append in
      try append(NPYHeader.bytes("<f4", shape: [count, table.columns.count]))
      try append(LittleEndian.bytes(table.values))
    }
    try zip.finish()
  }

  /// Texts as an array of fixed-width UTF-32, which is how NumPy keeps them, `[count]`.
  private static func add(_ texts: [String], _ name: String, to zip: ZipWriter) throws {
    let width = max(1, texts.map(\.unicodeScalars.count).max() ?? 1)
    try zip.add("\(name).npy") { append in
      try append(NPYHeader.bytes("<U\(width)", shape: [texts.count]))
      for text in texts { try append(utf32(text, width: width)) }
    }
  }

  /// One text as an array without axes.
  private static func add(_ text: String, _ name: String, to zip: ZipWriter) throws {
    let width = max(1, text.unicodeScalars.count)
    try zip.add("\(name).npy") { append in
      try append(NPYHeader.bytes("<U\(width)", shape: []))
      try append(utf32(text, width: width))
    }
  }

  private static func utf32(_ text: String, width: Int) -> [UInt8] {
    let bytes = text.unicodeScalars.flatMap { LittleEndian.bytes($0.value) }
    return bytes + [UInt8](repeating: 0, count: 4 * width - bytes.count)
  }
}
