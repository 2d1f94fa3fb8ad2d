// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Dispatch
import EmoNet
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
  private let start: @Sendable (@escaping @Sendable () -> Void) -> Bool
  private let oneMore = DispatchSemaphore(value: 0)

  /// How far the threads have come.
  private struct Taken {
    var items = 0
    var busyThreads = 0
  }

  /// A run of `work` over `items`; `work` is called from several threads and told how many of its own it
  /// may use. Where `start` starts no thread, it is called on the calling one.
  init(
    _ items: [Item],
    start: @escaping @Sendable (@escaping @Sendable () -> Void) -> Bool = startThread,
    work: @escaping @Sendable (Item, _ threads: Int) -> Result
  ) {
    self.items = items
    self.start = start
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
    var started = 0
    while started < min(threads, items.count), start({ [self] in takeItems(threads) }) {
      started += 1
    }
    defer { isStopped.store(true, ordering: .relaxed) }
    var done = 0
    progress(done)
    for index in items.indices {
      var result: Result?
      while true {
        result = results.withLock { $0.removeValue(forKey: index) }
        if result != nil { break }
        if started == 0 { takeItem(1) }
        oneMore.wait()
        done += 1
        progress(done)
      }
      if let result { try receive(items[index], result) }
    }
  }

  private func takeItems(_ threads: Int) {
    while !isStopped.load(ordering: .relaxed), takeItem(threads) {}
  }

  /// Works on the next item; false when there is none.
  @discardableResult
  private func takeItem(_ threads: Int) -> Bool {
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
    guard let next else { return false }
    let result = work(items[next.index], next.threads)
    taken.withLock { $0.busyThreads -= next.threads }
    results.withLock { $0[next.index] = result }
    oneMore.signal()
    return true
  }
}
