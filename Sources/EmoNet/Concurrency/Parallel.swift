// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Dispatch
import NeuralNetwork
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
    @Sendable func takeItems() {
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < items.count else { return }
        let outcome = Swift.Result { () throws(Failure) in try transform(items[index]) }
        outcomes.withLock { $0[index] = outcome }
      }
    }
    if ThreadSupply.isSufficient {
      DispatchQueue.concurrentPerform(iterations: min(threads, items.count)) { _ in takeItems() }
    } else {
      takeItems()
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

  /// Begins the work, or does it where the system grants no thread.
  init(
    start: (@escaping @Sendable () -> Void) -> Bool = ThreadSupply.start,
    _ work: @escaping @Sendable () throws -> Value
  ) {
    let run: @Sendable () -> Void = { [self] in
      let result = Result { try work() }
      outcome.withLock { $0 = result }
      isDone.signal()
    }
    if !start(run) { run() }
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

/// Starts a thread; false where the system grants none.
package func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
  ThreadSupply.start(body)
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

  /// What a sequence without a thread of its own is made from, when its elements are asked for.
  private final class Inline {
    let produce: () throws -> () throws -> Element?
    var next: (() throws -> Element?)?

    init(_ produce: @escaping () throws -> () throws -> Element?) { self.produce = produce }
  }

  private let exchange: Exchange
  private let inline: Mutex<Inline?>

  /// Begins a sequence of which at most `capacity` elements wait to be used.
  ///
  /// - Parameters:
  ///   - start: starts a thread; where the system grants none, elements are made when they are asked for.
  ///   - produce: called on the new thread; gives the function that makes the next element, nil at the
  ///     end.
  package init(
    capacity: Int, start: (@escaping @Sendable () -> Void) -> Bool = ThreadSupply.start,
    _ produce: @escaping @Sendable () throws -> () throws -> Element?
  ) {
    precondition(capacity >= 1, "room for at least one element, not \(capacity)")
    let exchange = Exchange(capacity: capacity)
    self.exchange = exchange
    let isStarted = start {
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
    inline = Mutex(isStarted ? nil : Inline(produce))
  }

  deinit {
    exchange.isAbandoned.store(true, ordering: .releasing)
    exchange.room.signal()
  }

  /// The next element, nil at the end; waits for it, and throws the error that ended the sequence.
  ///
  /// Not to be called again after that, nor from several threads.
  package func next() throws -> Element? {
    let isInline = inline.withLock { $0 != nil }
    if isInline { return try nextInline() }
    exchange.ready.wait()
    let element = exchange.elements.withLock { $0.removeFirst() }
    exchange.room.signal()
    return try element.get()
  }

  private func nextInline() throws -> Element? {
    try inline.withLock { inline in
      guard let inline else { return nil }
      let next = try inline.next ?? inline.produce()
      inline.next = next
      return try next()
    }
  }
}
