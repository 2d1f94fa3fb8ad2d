// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Which of a text table's fields are the name, the label and the features.
struct TableLayout {
  let name: Int
  let label: Int?
  /// Places of the features, in order.
  let features: [Int]
  /// Names of the features, in order.
  let columns: [String]
  private let count: Int

  /// Sorts the columns by their names; throws `TableError` when none names the clip.
  init(_ names: [String], path: String, line: Int) throws(TableError) {
    let lower = names.map { $0.lowercased() }
    guard let name = lower.firstIndex(where: FeatureTable.nameColumns.contains) else {
      throw TableError(
        path: path, line: line, reason: "no column 'path' or 'name' says which clip a row is of")
    }
    self.name = name
    label = lower.firstIndex(where: FeatureTable.labelColumns.contains)
    let taken = [name, label]
    features = names.indices.filter {
      !taken.contains($0) && !FeatureTable.otherColumns.contains(lower[$0])
    }
    columns = features.map { names[$0] }
    count = names.count
    guard !features.isEmpty else {
      throw TableError(path: path, line: line, reason: "no column holds a feature")
    }
  }

  /// The row that fields stand for; throws `TableError`.
  func row(
    _ fields: [String], checksum: String?, path: String, line: Int
  ) throws(TableError) -> FeatureTable.Row {
    guard fields.count == count else {
      throw TableError(
        path: path, line: line, reason: "\(fields.count) values where there are \(count) columns")
    }
    var values: [Float] = []
    values.reserveCapacity(features.count)
    for (place, column) in zip(features, columns) {
      values.append(
        try FeatureTable.value(fields[place], column: column, path: path, line: line))
    }
    let text = label.map { fields[$0] } ?? ""
    return FeatureTable.Row(
      name: fields[name], label: text.isEmpty || text == "?" ? nil : text, checksum: checksum,
      values: values, line: line)
  }
}
