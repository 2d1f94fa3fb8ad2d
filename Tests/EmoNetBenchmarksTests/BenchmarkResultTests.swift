// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Testing

@testable import EmoNetBenchmarks

@Suite struct BenchmarkResultTests {
  private struct Rival: Reference {
    let name: String
    func seconds(iterations: Int) -> Double { 0 }
  }

  private let benchmark = Benchmark(suite: .audio, name: "some", summary: "some work") { _ in
    throw Skipped(reason: "never prepared")
  }

  /// Four clips in 1 s, beside a reference that takes 2 s.
  private func result(leastRatio: Double?, isRight: Bool = true) -> BenchmarkResult {
    let prepared = PreparedBenchmark(
      work: Work(amount: 4, unit: "clips"), threads: 1, run: {},
      references: [Rival(name: "Rival 1")],
      checks: [Check("right", isRight)], notes: ["a note"])
    let measurement = Measurement(own: [1], references: [[2]])
    return BenchmarkResult(
      benchmark: benchmark,
      outcome: .measured(
        Findings(prepared, measurement) { _ in
          leastRatio.map { Threshold(benchmark: "some", reference: "Rival", leastRatio: $0) }
        }))
  }

  @Test(
    arguments: [(nil, ""), (1.5, " >= 1.5 ok"), (2.5, " >= 2.5 MISSED")] as [(Double?, String)])
  func aRatioStandsBesideItsThreshold(leastRatio: Double?, end: String) {
    #expect(
      result(leastRatio: leastRatio).text == """
        some: some work
          own: 1000 (1000..1000) ms, 4.00 (4.00..4.00) clips/s; 1 round, 1 thread
          2.00 (2.00..2.00) x Rival 1 [2000 (2000..2000) ms]\(end)
          a note
          ok: right
        """)
  }

  @Test func theJSONHasItsKeysInOneOrder() throws {
    let once = #"{"median":1000.0,"least":1000.0,"greatest":1000.0}"#
    let twice = #"{"median":2000.0,"least":2000.0,"greatest":2000.0}"#
    #expect(
      try result(leastRatio: 1.5).json.text()
        == #"{"suite":"audio","name":"some","summary":"some work","unit":"clips","amount":4.0,"#
        + #""threads":1,"rounds":1,"milliseconds":\#(once),"perSecond":4.0,"references":["#
        + #"{"name":"Rival 1","milliseconds":\#(twice),"#
        + #""ratio":{"median":2.0,"least":2.0,"greatest":2.0},"threshold":1.5,"met":true}],"#
        + #""checks":[{"demand":"right","met":true}],"notes":["a note"]}"#)
  }

  @Test func aMissedThresholdIsNoFailureACheckThatIsNotMetIsOne() {
    #expect(!result(leastRatio: 2.5).hasFailed)
    #expect(result(leastRatio: 2.5).missed.map(\.leastRatio) == [2.5])
    #expect(result(leastRatio: 1.5).missed.isEmpty)
    #expect(result(leastRatio: nil, isRight: false).hasFailed)
  }

  @Test func whatWasSkippedOrFailedSaysWhyAndLeavesItsThresholdsUnmeasured() throws {
    let table = ThresholdTable(
      version: 1,
      thresholds: [Threshold(benchmark: "some", reference: "Rival", leastRatio: 1.5)])
    let skipped = BenchmarkResult(benchmark: benchmark, outcome: .skipped("not here"))
    #expect(skipped.text == "some: skipped, not here")
    #expect(!skipped.hasFailed)
    #expect(skipped.unmeasured(of: table) == table.thresholds)
    #expect(result(leastRatio: 1.5).unmeasured(of: table).isEmpty)
    let failed = BenchmarkResult(benchmark: benchmark, outcome: .failed("broken"))
    #expect(failed.hasFailed)
    #expect(try failed.json.text().hasSuffix(#""summary":"some work","failed":"broken"}"#))
  }
}
