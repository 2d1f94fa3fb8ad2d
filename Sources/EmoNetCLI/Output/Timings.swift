// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation

/// Where a run's time went, as a table for people.
enum TimingsText {
  private static let names: [ProcessingStage: String] = [
    .start: "starting the program", .load: "loading the model", .open: "opening files",
    .decode: "decoding frames", .faces: "finding faces", .backbone: "features of faces",
    .sound: "decoding sound", .functionals: "features of sound", .judge: "judging",
  ]

  /// Processor time of each stage and of the rest, and how much time `passed`, in seconds.
  static func table(_ times: StageTimes, passed: Double, threads: Int) -> String {
    let total = StageTimes.processTime
    let stages = ProcessingStage.allCases.map { (names[$0] ?? $0.rawValue, times.seconds($0)) }
    let rest = total - stages.reduce(0) { $0 + $1.1 }
    let rows = stages + [("everything else", max(0, rest)), ("processor time", total)]
    let lines = rows.map { name, seconds in
      "  " + name.padding(toLength: 22, withPad: " ", startingAt: 0)
        + String(format: "%9.1f ms %5.1f %%", seconds * 1000, 100 * seconds / total)
    }
    let summary = String(
      format: "passed %.1f ms with %d thread%@, %.2f processors busy", passed * 1000, threads,
      threads == 1 ? "" : "s", total / passed)
    return (["processor time by stage:"] + lines + [summary]).joined(separator: "\n") + "\n"
  }
}

/// Time that has passed since the process began.
struct Stopwatch {
  private let start = ContinuousClock.now
  /// Until now a single thread worked, so its processor time is what has passed.
  private let before = StageTimes.processTime

  /// Seconds since the process began.
  var seconds: Double {
    before + (ContinuousClock.now - start) / .seconds(1)
  }
}
