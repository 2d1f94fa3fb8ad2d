// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Files
import Foundation
import Tables

extension FaceSet {
  /// Reads `<name>.npz`, such as `faces/train.npz`, or where there is none `<name>.npy` and `<name>.csv`; throws
  /// `FileError`.
  ///
  /// The archive is that of `emonet faces pack`. The images are `[n, 48, 48]` bytes. The table has a row for each, in the same order, with the columns
  /// `fer2013_label` and `votes_<name>` for each of `voteNames`; a column `row`, where there is one, counts
  /// from 0.
  package static func read(_ name: String) throws -> FaceSet {
    if files(name).count == 1 { return try read(archive: name + ".npz") }
    let images = try NumPyArray.read(name + ".npy")
    try requireFaces(images)
    let path = name + ".csv"
    let records = try records(path)
    guard let header = records.first else {
      throw FileError(
        .malformed, path: path, reason: "the table is empty")
    }
    guard records.count - 1 == images.shape[0] else {
      throw FileError(
        .malformed, path: path, reason: "\(records.count - 1) rows for \(images.shape[0]) images")
    }
    let labelColumn = try column("fer2013_label", header, path)
    let voteColumns = try voteNames.map { try column("votes_" + $0, header, path) }
    let rowColumn = header.fields.firstIndex(of: "row")

    var labels: [Emotion] = []
    var votes: [UInt8] = []
    for (row, record) in records.dropFirst().enumerated() {
      func failure(_ reason: String) -> FileError {
        FileError(
          .malformed, path: path, line: record.line, reason: reason)
      }
      guard record.fields.count == header.fields.count else {
        throw failure(
          "\(record.fields.count) fields where the header names \(header.fields.count)")
      }
      if let rowColumn, record.fields[rowColumn] != String(row) {
        throw failure("row '\(record.fields[rowColumn])' stands where row \(row) belongs")
      }
      guard let label = Emotion(spelling: record.fields[labelColumn]) else {
        throw failure(
          "unknown label '\(record.fields[labelColumn])'; known are \(Emotion.knownSpellings)")
      }
      labels.append(label)
      for column in voteColumns {
        guard let count = UInt8(record.fields[column]) else {
          throw failure("'\(record.fields[column])' is no count of votes")
        }
        votes.append(count)
      }
    }
    return FaceSet(images: images, labels: labels, votes: votes)
  }

  private static func records(_ path: String) throws -> [CSVRecord] {
    let text = String(decoding: try FileContents.read(path), as: UTF8.self)
    return try CSVReader.records(in: text, path: path)
  }

  private static func column(_ name: String, _ header: CSVRecord, _ path: String) throws -> Int {
    guard let column = header.fields.firstIndex(of: name) else {
      throw FileError(
        .malformed, path: path, line: header.line, reason: "the header has no column '\(name)'")
    }
    return column
  }
}
