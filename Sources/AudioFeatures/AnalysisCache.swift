// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Synchronization

/// Keeps the tables of each sample rate that an extractor has met.
final class AnalysisCache: Sendable {
  private let analyses = Mutex<[Int: ContourAnalysis]>([:])

  /// The tables for a rate in Hz; made on first use.
  func analysis(sampleRate: Int) -> ContourAnalysis {
    analyses.withLock { analyses in
      if let analysis = analyses[sampleRate] { return analysis }
      let analysis = ContourAnalysis(sampleRate: sampleRate)
      analyses[sampleRate] = analysis
      return analysis
    }
  }
}
