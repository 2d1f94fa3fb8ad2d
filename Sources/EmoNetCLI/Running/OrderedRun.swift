// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Synchronization

/// Works on many things at once and hands the results on in the order of the things.
///
/// Where there are fewer things than threads, each gets several.
final class OrderedRun<Item: Sendable, Result: Sendable>: Sendable {
  private let items: [Item]
  private let work: @Sendable (Item, _ threads: Int) -> Result
  private let results = Mutex<[Int: Result]>([:])
  private let taken = Mutex(Taken())
  private let isStopped = Atomic<Bool>(false)
  private let oneMore = DispatchSemaphore(value: 0)

  /// How far the threads have come.
  private struct Taken {
    var items = 0
    var busyThreads = 0
  }

  /// A run of `work` over `items`; `work` is called from several threads and told how many of its own it
  /// may use.
  init(_ items: [Item], work: @escaping @Sendable (Item, _ threads: Int) -> Result) {
    self.items = items
    self.work = work
  }

  /// Runs on `threads` threads; `receive` gets the results in order, each as soon as it and those
  /// before it are there, `progress` the number of items that are done. Both are called on the
  /// calling thread.
  ///
  /// When `receive` throws, nothing new is begun and the error is thrown at once.
  func run(
    threads: Int, progress: (Int) -> Void = { _ in }, receive: (Item, Result) throws -> Void
  ) throws {
    for _ in 0..<min(threads, items.count) {
      let thread = Thread { [self] in takeItems(threads) }
      // As large as a main thread's: decoders are written for that.
      thread.stackSize = 8 << 20
      thread.start()
    }
    defer { isStopped.store(true, ordering: .relaxed) }
    var done = 0
    progress(done)
    for index in items.indices {
      var result: Result?
      while true {
        result = results.withLock { $0.removeValue(forKey: index) }
        if result != nil { break }
        oneMore.wait()
        done += 1
        progress(done)
      }
      if let result { try receive(items[index], result) }
    }
  }

  private func takeItems(_ threads: Int) {
    while !isStopped.load(ordering: .relaxed) {
      let next = taken.withLock { taken -> (index: Int, threads: Int)? in
        guard taken.items < items.count else { return nil }
        let free = max(1, threads - taken.busyThreads)
        let share = free / min(free, items.count - taken.items)
        defer {
          taken.items += 1
          taken.busyThreads += share
        }
        return (taken.items, share)
      }
      guard let next else { return }
      let result = work(items[next.index], next.threads)
      taken.withLock { $0.busyThreads -= next.threads }
      results.withLock { $0[next.index] = result }
      oneMore.signal()
    }
  }
}
