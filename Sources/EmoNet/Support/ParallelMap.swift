// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Dispatch
internal import Synchronization

/// Applies a function to many things on several threads and keeps their order.
public enum ParallelMap {
  /// Results of `transform` in the order of `items`; throws the error of the first item that failed.
  ///
  /// Items are taken in order by `threads` threads.
  public static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], threads: Int, _ transform: @Sendable (Item) throws -> Result
  ) throws -> [Result] {
    precondition(threads > 0, "at least one thread is needed, not \(threads)")
    let results = Mutex<[Swift.Result<Result, any Error>?]>(
      Array(repeating: nil, count: items.count))
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, items.count)) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < items.count else { return }
        let result = Swift.Result { try transform(items[index]) }
        results.withLock { $0[index] = result }
      }
    }
    return try results.withLock { try $0.compactMap { try $0?.get() } }
  }
}
