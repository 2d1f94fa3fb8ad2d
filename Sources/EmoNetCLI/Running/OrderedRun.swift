// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation
internal import Synchronization

/// Works on many things at once and hands the results on in the order of the things.
final class OrderedRun<Item: Sendable, Result: Sendable>: Sendable {
  private let items: [Item]
  private let work: @Sendable (Item) -> Result
  private let results = Mutex<[Int: Result]>([:])
  private let next = Atomic<Int>(0)
  private let isStopped = Atomic<Bool>(false)
  private let oneMore = DispatchSemaphore(value: 0)

  /// A run of `work` over `items`; `work` is called from several threads.
  init(_ items: [Item], work: @escaping @Sendable (Item) -> Result) {
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
      let thread = Thread { [self] in takeItems() }
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

  private func takeItems() {
    while !isStopped.load(ordering: .relaxed) {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < items.count else { return }
      let result = work(items[index])
      results.withLock { $0[index] = result }
      oneMore.signal()
    }
  }
}
