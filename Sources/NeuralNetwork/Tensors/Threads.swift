// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import COneDNN
import Dispatch
import Glibc
import Synchronization

/// How many threads the layers may use, as a setting of the calling thread; one unless it is
/// raised.
package enum ComputeThreads {
  private static let setting = ThreadSetting()

  /// The calling thread's setting, at least 1.
  static var current: Int {
    let asked = setting.value
    return asked > 1 && ThreadSupply.isSufficient ? asked : 1
  }

  /// Lets layers that are called from this thread use `count` threads from now on.
  package static func use(_ count: Int) {
    precondition(count >= 1, "at least one thread, not \(count)")
    setting.value = count
  }

  /// Runs `body` with `count` threads and puts the calling thread's setting back.
  package static func with<R>(_ count: Int, _ body: () throws -> R) rethrows -> R {
    let before = current
    use(count)
    defer { use(before) }
    return try body()
  }

  /// Hands the setting to the OpenMP runtime, which keeps a count of its own for each thread.
  static func apply() -> Int {
    let count = current
    omp_set_num_threads(Int32(count))
    return count
  }
}

/// A number that every thread keeps for itself, 0 until it is set.
struct ThreadSetting: Sendable {
  private let key: pthread_key_t

  init() {
    var key = pthread_key_t()
    let status = pthread_key_create(&key, nil)
    precondition(status == 0, "no thread-specific key: error \(status)")
    self.key = key
  }

  /// The calling thread's number.
  var value: Int {
    get { Int(bitPattern: pthread_getspecific(key)) }
    nonmutating set { pthread_setspecific(key, UnsafeRawPointer(bitPattern: newValue)) }
  }
}

/// Divides loops, and whole layers by their images, among threads that sleep while they have
/// nothing to do.
///
/// OpenMP's threads and oneDNN's own barriers spin instead, which costs most of the rate (measured:
/// 30 of 130 images a second remain) as soon as anything else runs on the machine. So large layers
/// are split here, and each part runs oneDNN with one thread.
enum ThreadTeam {
  /// Below this many values a loop stays on the calling thread.
  private static let smallest = 1 << 15
  /// Pieces of a loop for each thread: one that is held up by other work leaves the rest to the
  /// others.
  private static let piecesPerThread = 8

  /// Calls `body` with ranges that together cover 0 to `count` - 1, split at multiples of 64 items.
  ///
  /// `weight` is the number of values that one item stands for.
  static func forEach(_ count: Int, weight: Int = 1, _ body: (Range<Int>) -> Void) {
    let threads = ComputeThreads.current
    guard threads > 1, count * weight >= smallest, count > 1 else { return body(0..<count) }
    let grain = weight == 1 ? 64 : 1
    let pieces = threads * piecesPerThread
    let length = ((count + pieces - 1) / pieces + grain - 1) / grain * grain
    let next = Atomic(0)
    run(threads) { _ in
      while true {
        let start = next.wrappingAdd(length, ordering: .relaxed).oldValue
        guard start < count else { break }
        body(start..<min(start + length, count))
      }
    }
  }

  /// Calls `body` with 0 to `parts` - 1, at the same time; within it layers use one thread.
  static func run(_ parts: Int, _ body: (Int) -> Void) {
    guard parts > 1 else { return ComputeThreads.with(1) { body(0) } }
    guard ThreadSupply.isSufficient else {
      return ComputeThreads.with(1) { for part in 0..<parts { body(part) } }
    }
    withoutActuallyEscaping(body) { escaping in
      let task = Task(body: escaping)
      DispatchQueue.concurrentPerform(iterations: parts) { part in
        ComputeThreads.with(1) { task.body(part) }
      }
    }
  }

  private struct Task: @unchecked Sendable {
    // Sendable: callers write to disjoint memory in each part, which the compiler cannot see.
    let body: (Int) -> Void
  }

  /// Ranges that divide `count` images evenly among the calling thread's number of threads.
  static func shares(of count: Int) -> [Range<Int>] {
    let parts = max(1, min(ComputeThreads.current, count))
    return (0..<parts).map { count * $0 / parts..<count * ($0 + 1) / parts }
  }
}
