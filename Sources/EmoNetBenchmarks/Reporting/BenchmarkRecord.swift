// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet
internal import Foundation
internal import Media

/// A whole run as one JSON object: where, when and how it was measured, and what came out.
struct BenchmarkRecord {
  /// Layout of the object.
  private static let format = 1

  let date: Date
  let machine: Machine
  /// What `emonet --version` says; nil when the program was not built.
  let program: String?
  let options: BenchmarkOptions
  let results: [BenchmarkResult]

  /// Keys in an order that never changes.
  var json: OrderedJSON {
    .object([
      ("format", .integer(Self.format)),
      ("date", .string(date.ISO8601Format())),
      ("machine", machine.json),
      (
        "versions",
        .object([
          ("emonet", program.map { .string($0) } ?? .null),
          ("ffmpeg", .string(MediaLibrary.version)),
        ])
      ),
      ("options", options.json),
      ("results", .array(results.map(\.json))),
    ])
  }
}

extension Machine {
  fileprivate var json: OrderedJSON {
    .object([
      ("processor", processor.map { .string($0) } ?? .null),
      ("cores", .integer(cores)),
      ("instructions", .array(instructions.map { .string($0) })),
    ])
  }
}

extension BenchmarkOptions {
  /// What bears on the figures. The interpreter's path does not: its modules' versions stand beside their names.
  fileprivate var json: OrderedJSON {
    .object([
      ("suites", .array(suites.map { .string($0.rawValue) })),
      ("only", .array(only.map { .string($0) })),
      ("python", .bool(python != nil)),
      ("threads", threads.map { .integer($0) } ?? .null),
      ("rounds", .integer(rounds)),
      ("weights", weights.map { .string($0) } ?? .null),
    ])
  }
}
