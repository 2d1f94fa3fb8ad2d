// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Dispatch
internal import Foundation
internal import Synchronization

/// A sequence whose elements a thread of its own makes ahead of their use, a bounded number of them.
///
/// Ends its thread when it is released before the sequence has ended.
final class Prefetch<Element: Sendable>: Sendable {
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
  init(
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
  func next() throws -> Element? {
    exchange.ready.wait()
    let element = exchange.elements.withLock { $0.removeFirst() }
    exchange.room.signal()
    return try element.get()
  }
}
