// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Dispatch
import Foundation
import Synchronization

/// Applies a function to many things on several threads and keeps their order.
package enum ParallelMap {
  /// Results of `transform` in the order of `items`; throws the error of the first item that failed.
  ///
  /// Items are taken in order by `threads` threads.
  package static func map<Item: Sendable, Result: Sendable, Failure: Error>(
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

/// Work that a thread of its own does while the caller goes on.
final class BackgroundTask<Value: Sendable>: Sendable {
  private let outcome = Mutex<Result<Value, any Error>?>(nil)
  private let isDone = DispatchSemaphore(value: 0)

  /// Begins the work.
  init(_ work: @escaping @Sendable () throws -> Value) {
    Thread.start { [self] in
      let result = Result { try work() }
      outcome.withLock { $0 = result }
      isDone.signal()
    }
  }

  /// Waits for the work's value, or throws its error; asked once.
  func value() throws -> Value {
    isDone.wait()
    guard let result = outcome.withLock({ $0 }) else {
      preconditionFailure("done without a result")
    }
    return try result.get()
  }
}

extension Thread {
  /// Starts a thread with a stack as large as a main thread's: decoders are written for that.
  static func start(_ body: @escaping @Sendable () -> Void) {
    let thread = Thread(block: body)
    thread.stackSize = 8 << 20
    thread.start()
  }
}

/// A sequence whose elements a thread of its own makes ahead of their use, a bounded number of them.
///
/// Ends its thread when it is released before the sequence has ended.
package final class Prefetch<Element: Sendable>: Sendable {
  /// What is exchanged between the two threads.
  private final class Exchange: Sendable {
    let elements = Mutex<[Result<Element?, any Error>]>([])
    let ready = DispatchSemaphore(value: 0)
    let room = DispatchSemaphore(value: 0)
    let isAbandoned = Atomic<Bool>(false)

    init(capacity: Int) {
      // Signalled up to its value, since one that ends below its first value is a fault to Dispatch.
      for _ in 0..<capacity { room.signal() }
    }

    func put(_ element: Result<Element?, any Error>) {
      elements.withLock { $0.append(element) }
      ready.signal()
    }
  }

  private let exchange: Exchange

  /// Begins a sequence of which at most `capacity` elements wait to be used.
  ///
  /// - Parameter produce: called on the new thread; gives the function that makes the next element,
  ///   nil at the end.
  package init(
    capacity: Int, _ produce: @escaping @Sendable () throws -> () throws -> Element?
  ) {
    precondition(capacity >= 1, "room for at least one element, not \(capacity)")
    let exchange = Exchange(capacity: capacity)
    self.exchange = exchange
    Thread.start {
      do {
        let next = try produce()
        while true {
          exchange.room.wait()
          if exchange.isAbandoned.load(ordering: .acquiring) { return }
          let element = try next()
          exchange.put(.success(element))
          if element == nil { return }
        }
      } catch {
        exchange.put(.failure(error))
      }
    }
  }

  deinit {
    exchange.isAbandoned.store(true, ordering: .releasing)
    exchange.room.signal()
  }

  /// The next element, nil at the end; waits for it, and throws the error that ended the sequence.
  ///
  /// Not to be called again after that, nor from several threads.
  package func next() throws -> Element? {
    exchange.ready.wait()
    let element = exchange.elements.withLock { $0.removeFirst() }
    exchange.room.signal()
    return try element.get()
  }
}
