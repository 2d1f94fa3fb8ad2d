// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import Media

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

extension BenchmarkResult {
  /// Name and figures, or why there are none.
  var json: OrderedJSON {
    let name: [(key: String, value: OrderedJSON)] = [
      ("suite", .string(benchmark.suite.rawValue)),
      ("name", .string(benchmark.name)),
      ("summary", .string(benchmark.summary)),
    ]
    switch outcome {
    case .measured(let findings): return .object(name + findings.members)
    case .skipped(let reason): return .object(name + [("skipped", .string(reason))])
    case .failed(let reason): return .object(name + [("failed", .string(reason))])
    }
  }
}

extension Findings {
  fileprivate var members: [(key: String, value: OrderedJSON)] {
    [
      ("unit", .string(work.unit)),
      ("amount", .double(work.amount)),
      ("threads", .integer(threads)),
      ("rounds", .integer(rounds)),
      ("milliseconds", milliseconds.json),
      ("perSecond", .double(perSecond.median)),
      ("references", .array(references.map(\.json))),
      (
        "checks",
        .array(checks.map { .object([("demand", .string($0.demand)), ("met", .bool($0.isMet))]) })
      ),
      ("notes", .array(notes.map { .string($0) })),
    ]
  }
}

extension ReferenceFindings {
  fileprivate var json: OrderedJSON {
    var members: [(key: String, value: OrderedJSON)] = [
      ("name", .string(name)),
      ("milliseconds", milliseconds.json),
      ("ratio", ratio.json),
    ]
    if let threshold, let isMet {
      members += [("threshold", .double(threshold.leastRatio)), ("met", .bool(isMet))]
    }
    return .object(members)
  }
}

extension Spread {
  fileprivate var json: OrderedJSON {
    .object([
      ("median", .double(median)), ("least", .double(least)), ("greatest", .double(greatest)),
    ])
  }
}

/// The processor that a run was measured on.
struct Machine: Sendable, Equatable {
  /// As the kernel calls it; nil where it does not say.
  let processor: String?
  /// Processors that this process may use.
  let cores: Int
  /// The wide and the 16-bit instructions that decide the networks' speed, by the kernel's names.
  let instructions: [String]

  /// The machine at hand.
  static var current: Machine {
    let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
    return Machine(
      processorInformation: text ?? "", cores: ProcessInfo.processInfo.activeProcessorCount)
  }

  /// A machine from the text of `/proc/cpuinfo`, of which the first processor counts.
  init(processorInformation: String, cores: Int) {
    func value(_ key: String) -> Substring? {
      for line in processorInformation.split(separator: "\n") {
        let parts = line.split(separator: ":", maxSplits: 1)
        if parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == key {
          return parts[1].drop { $0 == " " }
        }
      }
      return nil
    }
    processor = value("model name").map(String.init)
    self.cores = cores
    instructions = (value("flags") ?? "").split(separator: " ").map(String.init).filter { flag in
      flag == "avx2" || ["avx512", "avx_", "amx"].contains { flag.hasPrefix($0) }
    }
  }
}
