// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Dispatch
import Synchronization
import Testing

@testable import EmoNet

@Suite struct PrefetchTests {
  private struct Broken: Error {}

  @Test(arguments: [1, 3, 1000])
  func elementsComeWholeAndInOrder(_ capacity: Int) throws {
    let numbers = Prefetch(capacity: capacity) {
      var next = 0
      return {
        next += 1
        return next <= 500 ? next : nil
      }
    }
    var found: [Int] = []
    while let number = try numbers.next() { found.append(number) }
    #expect(found == Array(1...500))
  }

  @Test func noMoreElementsAreMadeAheadThanThereIsRoomFor() throws {
    let made = Mutex(0)
    let numbers = Prefetch(capacity: 3) {
      {
        made.withLock {
          $0 += 1; return $0 <= 100 ? $0 : nil
        }
      }
    }
    for taken in 1...100 {
      #expect(try numbers.next() == taken)
      #expect(made.withLock { $0 } <= taken + 3)
    }
    #expect(try numbers.next() == nil)
  }

  @Test(arguments: [0, 1, 20])
  func anErrorComesAfterTheElementsBeforeIt(_ count: Int) throws {
    let numbers = Prefetch<Int>(capacity: 2) {
      var next = 0
      return {
        next += 1
        if next > count { throw Broken() }
        return next
      }
    }
    for number in 0..<count { #expect(try numbers.next() == number + 1) }
    #expect(throws: Broken.self) { try numbers.next() }
    #expect(throws: Broken.self) { try Prefetch<Int>(capacity: 1) { throw Broken() }.next() }
  }

  @Test func aSequenceThatNobodyWantsAnyMoreEndsItsThread() throws {
    let ended = DispatchSemaphore(value: 0)
    final class Witness: Sendable {
      let ended: DispatchSemaphore
      init(_ ended: DispatchSemaphore) { self.ended = ended }
      deinit { ended.signal() }
    }
    do {
      let numbers = Prefetch(capacity: 2) {
        let witness = Witness(ended)
        return { () -> Int? in withExtendedLifetime(witness) { 1 } }
      }
      #expect(try numbers.next() == 1)
    }
    #expect(ended.wait(timeout: .now() + 60) == .success)
  }

  @Test func aTaskGivesItsValueOrThrowsItsError() throws {
    #expect(try BackgroundTask { 42 }.value() == 42)
    #expect(throws: Broken.self) { try BackgroundTask<Int> { throw Broken() }.value() }
  }

  @Test(arguments: [1, 3])
  func noMoreThreadsComputeThanThereArePermits(_ count: Int) throws {
    let permits = WorkPermits(count)
    let state = Mutex((busy: 0, most: 0))
    let tasks = (0..<8).map { _ in
      BackgroundTask {
        for _ in 0..<50 {
          permits.run {
            state.withLock { state in
              state.busy += 1
              state.most = max(state.most, state.busy)
            }
            state.withLock { $0.busy -= 1 }
          }
        }
      }
    }
    for task in tasks { try task.value() }
    #expect(state.withLock { $0.most } <= count)
  }
}
