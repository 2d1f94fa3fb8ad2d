// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// What the command line asks for.
struct BenchmarkOptions {
  /// Suites to run; all when empty.
  var suites: [Suite] = []
  /// Beginnings of the names of those to run; all when empty.
  var only: [String] = []
  /// Interpreter of the reference script.
  var python: String?
  /// Threads for every benchmark; each one's own choice when nil.
  var threads: Int?
  /// Rounds of each benchmark.
  var rounds = 7
  /// Model for the whole clips; `WeightsLocator` searches when nil.
  var weights: String?
  /// Table of thresholds; the checkout's when nil.
  var thresholds: String?
  /// Whether a missed threshold is a failure.
  var enforcesThresholds = false
  var wantsJSON = false
  var wantsHelp = false
  var wantsList = false

  /// An option that cannot be understood.
  struct UsageError: Error, CustomStringConvertible {
    let description: String
  }

  static let help = """
    usage: emonet-benchmarks [--suite NAME]... [--only NAME]... [--python PATH] [--threads N] [--rounds N]
                             [--weights PATH] [--thresholds PATH] [--enforce] [--json]

    Times emonet against named references, in alternating rounds, and checks the results. Run it in a checkout.

      --suite NAME       those of a suite: \(Suite.allCases.map(\.rawValue).joined(separator: ", "))
      --only NAME        those whose names begin with NAME; with --suite, those that fit both
      --python PATH      interpreter with torch, and opensmile if there, to compare with
      --threads N        threads (default: one for inference, all processors for training and whole clips)
      --rounds N         rounds of each (default 7)
      --weights PATH     model for the whole clips (default: as emonet finds it)
      --thresholds PATH  least ratios (default: the checkout's \(ThresholdTable.path))
      --enforce          a ratio below its threshold is a failure
      --json             one JSON object on standard output; the text goes to standard error
      --list             name suites and benchmarks and end

    Exit code: 0; 1 when a check or a benchmark failed, or with --enforce a threshold was missed; 64 when the
    command line is wrong.
    """

  /// Reads the arguments behind the program's name.
  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let option = rest.popFirst() {
      func value() throws -> String {
        guard let value = rest.popFirst() else {
          throw UsageError(description: "\(option) needs a value")
        }
        return value
      }
      func count() throws -> Int {
        let text = try value()
        guard let count = Int(text), (1...1000).contains(count) else {
          throw UsageError(description: "\(option) takes a count from 1 to 1000, not '\(text)'")
        }
        return count
      }
      func suite() throws -> Suite {
        let text = try value()
        guard let suite = Suite(rawValue: text) else {
          throw UsageError(description: "there is no suite '\(text)'; --list names them")
        }
        return suite
      }
      switch option {
      case "--suite": suites.append(try suite())
      case "--only": only.append(try value())
      case "--python": python = try value()
      case "--threads": threads = try count()
      case "--rounds": rounds = try count()
      case "--weights": weights = try value()
      case "--thresholds": thresholds = try value()
      case "--enforce": enforcesThresholds = true
      case "--json": wantsJSON = true
      case "--list": wantsList = true
      case "--help", "-h": wantsHelp = true
      default: throw UsageError(description: "unknown option '\(option)'")
      }
    }
  }

  /// Those of `benchmarks` that are asked for; throws when a name fits none.
  func selected(from benchmarks: [Benchmark]) throws -> [Benchmark] {
    let ofSuites = benchmarks.filter { suites.isEmpty || suites.contains($0.suite) }
    if let unknown = only.first(where: { name in
      !ofSuites.contains { $0.name.hasPrefix(name) }
    }) {
      let place = suites.isEmpty ? "" : " of these suites"
      throw UsageError(
        description: "no benchmark\(place) begins with '\(unknown)'; --list names them")
    }
    return ofSuites.filter { benchmark in
      only.isEmpty || only.contains { benchmark.name.hasPrefix($0) }
    }
  }
}
