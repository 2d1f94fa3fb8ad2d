// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Dispatch
internal import Synchronization

/// Applies a function to many things on several threads and keeps their order.
public enum ParallelMap {
  /// Results of `transform` in the order of `items`; throws the error of the first item that failed.
  ///
  /// Items are taken in order by `threads` threads.
  public static func map<Item: Sendable, Result: Sendable, Failure: Error>(
    _ items: [Item], threads: Int, _ transform: @Sendable (Item) throws(Failure) -> Result
  ) throws(Failure) -> [Result] {
    precondition(threads > 0, "at least one thread is needed, not \(threads)")
    let outcomes = Mutex<[Swift.Result<Result, Failure>?]>(
      Array(repeating: nil, count: items.count))
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, items.count)) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < items.count else { return }
        let outcome = Swift.Result { () throws(Failure) in try transform(items[index]) }
        outcomes.withLock { $0[index] = outcome }
      }
    }
    var results: [Result] = []
    results.reserveCapacity(items.count)
    for case let outcome? in outcomes.withLock({ $0 }) { results.append(try outcome.get()) }
    return results
  }
}
