// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// What the command line asks for.
struct BenchmarkOptions {
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
  var wantsHelp = false
  var wantsList = false
  /// A clip to judge once, which is what the cold start does in its new processes.
  var clipToJudge: String?

  /// An option that cannot be understood.
  struct UsageError: Error, CustomStringConvertible {
    let description: String
  }

  static let help = """
    usage: emonet-benchmarks [--only NAME]... [--python PATH] [--threads N] [--rounds N] [--weights PATH]

    Times emonet against named references, in alternating rounds, and checks the results. Run it in a checkout.

      --only NAME     those whose names begin with NAME
      --python PATH   interpreter with torch, and opensmile if there, to compare with
      --threads N     threads for network and faces (default: one for inference, all processors for training)
      --rounds N      rounds of each (default 7)
      --weights PATH  model for the whole clips (default: as emonet finds it)
      --list          name them and end

    Exit code: 0; 1 when a check or a benchmark failed; 64 when the command line is wrong.
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
      switch option {
      case "--only": only.append(try value())
      case "--python": python = try value()
      case "--threads": threads = try count()
      case "--rounds": rounds = try count()
      case "--weights": weights = try value()
      case "--list": wantsList = true
      case "--help", "-h": wantsHelp = true
      case "--judge-once": clipToJudge = try value()
      default: throw UsageError(description: "unknown option '\(option)'")
      }
    }
  }

  /// Those of `benchmarks` that are asked for; throws when a name fits none.
  func selected(from benchmarks: [Benchmark]) throws -> [Benchmark] {
    if let unknown = only.first(where: { name in
      !benchmarks.contains { $0.name.hasPrefix(name) }
    }) {
      throw UsageError(description: "no benchmark begins with '\(unknown)'; --list names them")
    }
    return only.isEmpty
      ? benchmarks
      : benchmarks.filter { benchmark in only.contains { benchmark.name.hasPrefix($0) } }
  }
}
