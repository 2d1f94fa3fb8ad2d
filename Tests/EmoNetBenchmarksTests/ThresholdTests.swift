// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Testing

@testable import EmoNetBenchmarks

@Suite("Thresholds")
struct ThresholdTests {
  private let threshold = Threshold(
    benchmark: "backbone-1", reference: "PyTorch", leastRatio: 2)

  @Test("a threshold is about one benchmark and all versions of a reference")
  func concerns() {
    #expect(threshold.concerns(benchmark: "backbone-1", reference: "PyTorch 2.13.0, eager"))
    #expect(!threshold.concerns(benchmark: "backbone-16", reference: "PyTorch 2.13.0, eager"))
    #expect(!threshold.concerns(benchmark: "backbone-1", reference: "plain Swift loops"))
  }

  @Test("the median decides")
  func median() {
    #expect(threshold.isMet(by: Spread([1, 2, 3])))
    #expect(!threshold.isMet(by: Spread([1, 1.99, 9])))
  }

  @Test("the checkout's table demands something of benchmarks that there are")
  func committed() throws {
    let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    let table = try ThresholdTable.read(
      "\(checkout)/\(ThresholdTable.path)", benchmarks: Catalogue.benchmarks.map(\.name))
    #expect(!table.thresholds.isEmpty)
  }

  @Test(
    "what is no table, or would never be missed, is an error that says so",
    arguments: [
      ("{", "not a table"),
      (#"{"version": 2, "thresholds": []}"#, "version 2; known is 1"),
      (
        #"{"version": 1, "thresholds": [{"benchmark": "b", "reference": "r", "leastRatio": 1}]}"#,
        "there is no benchmark 'b'"
      ),
      (
        #"{"version": 1, "thresholds": [{"benchmark": "a", "reference": "r", "leastRatio": 0}]}"#,
        "a ratio is above 0, not 0.0"
      ),
    ])
  func refused(text: String, reason: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path(of: "thresholds.json")
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let error = try #require(throws: BenchmarkError.self) {
      try ThresholdTable.read(path, benchmarks: ["a"])
    }
    #expect(error.description.contains(reason))
    #expect(error.description.contains(path))
  }
}
