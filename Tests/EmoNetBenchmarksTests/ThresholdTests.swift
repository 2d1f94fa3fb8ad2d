// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import TestSupport
import Testing

@testable import EmoNetBenchmarks

@Suite struct ThresholdTests {
  private let threshold = Threshold(
    benchmark: "backbone-1", reference: "PyTorch", leastRatio: 2)

  @Test func aThresholdIsAboutOneBenchmarkAndAllVersionsOfAReference() {
    #expect(threshold.concerns(benchmark: "backbone-1", reference: "PyTorch 2.13.0, eager"))
    #expect(!threshold.concerns(benchmark: "backbone-16", reference: "PyTorch 2.13.0, eager"))
    #expect(!threshold.concerns(benchmark: "backbone-1", reference: "plain Swift loops"))
  }

  @Test func theMedianDecides() {
    #expect(threshold.isMet(by: Spread([1, 2, 3])))
    #expect(!threshold.isMet(by: Spread([1, 1.99, 9])))
  }

  @Test func theCheckoutsTableDemandsSomethingOfBenchmarksThatThereAre() throws {
    let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    let table = try ThresholdTable.read(
      "\(checkout)/\(ThresholdTable.path)", benchmarks: Catalogue.benchmarks.map(\.name))
    #expect(!table.thresholds.isEmpty)
  }

  @Test(arguments: [
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
  func whatIsNoTableOrWouldNeverBeMissedIsAnErrorThatSaysSo(text: String, reason: String) throws {
    let folder = try TemporaryFolder(["thresholds.json": text])
    let path = folder / "thresholds.json"
    let error = try #require(throws: BenchmarkError.self) {
      try ThresholdTable.read(path, benchmarks: ["a"])
    }
    #expect(error.description.contains(reason))
    #expect(error.description.contains(path))
  }
}
