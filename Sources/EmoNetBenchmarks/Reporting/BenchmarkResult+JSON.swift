// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet

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
