// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN

/// Runs loops on the same threads that oneDNN uses, so that the two never compete for the processor.
enum ThreadTeam {
  /// Below this many values a loop stays on the calling thread.
  private static let smallest = 1 << 15

  /// Calls `body` with ranges that together cover 0 to `count` - 1, split at multiples of 64 items.
  ///
  /// `weight` is the number of values that one item stands for.
  static func forEach(_ count: Int, weight: Int = 1, _ body: (Range<Int>) -> Void) {
    let threads = ComputeThreads.apply()
    guard threads > 1, count * weight >= smallest, count > 1 else { return body(0..<count) }
    let grain = weight == 1 ? 64 : 1
    let share = ((count + threads - 1) / threads + grain - 1) / grain * grain
    run(threads) { thread in
      let start = min(thread * share, count)
      let end = min(start + share, count)
      if start < end { body(start..<end) }
    }
  }

  /// Calls `body` once for each thread of the team, with its number.
  static func run(_ threads: Int, _ body: (Int) -> Void) {
    withoutActuallyEscaping(body) { escaping in
      withUnsafePointer(to: Task(body: escaping)) { task in
        GOMP_parallel(
          { context in
            context?.assumingMemoryBound(to: Task.self).pointee.body(
              Int(omp_get_thread_num()))
          }, UnsafeMutableRawPointer(mutating: task), UInt32(threads), 0)
      }
    }
  }

  private struct Task {
    let body: (Int) -> Void
  }
}
