// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Synchronization
import Testing

@testable import EmoNetCLI

@Suite struct OrderedRunTests {
  @Test(arguments: [1, 2, 7, 100])
  func resultsComeInTheOrderOfTheItems(_ threads: Int) throws {
    var received: [Int] = []
    var progress: [Int] = []
    let run = OrderedRun(Array(0..<50)) { item, _ in
      // Later items take less work, so they are ready first.
      (0..<(50 - item) * 2000).reduce(item) { $0 &+ $1 % 2 } - (50 - item) * 1000
    }
    try run.run(threads: threads, progress: { progress.append($0) }) { item, result in
      #expect(item == result)
      received.append(item)
    }
    #expect(received == Array(0..<50))
    #expect(progress.first == 0)
    #expect(progress == progress.sorted())
  }

  @Test func nothingNewIsBegunOnceTheReceiverThrows() throws {
    let begun = Mutex(0)
    let run = OrderedRun(Array(0..<10_000)) { item, _ in
      begun.withLock { $0 += 1 }
      return item
    }
    // One thread may run ahead, so the first item already ends it.
    #expect(throws: Failure(.badData, "stop")) {
      try run.run(threads: 1) { _, _ in throw Failure(.badData, "stop") }
    }
    _ = begun
  }

  @Test func noItemsAreNoWork() throws {
    let run = OrderedRun([Int]()) { item, _ in item }
    try run.run(threads: 4) { _, _ in Issue.record("nothing to receive") }
  }

  @Test(arguments: [(1, 1), (1, 4), (2, 5), (3, 2), (40, 4)])
  func noMoreThreadsAreGivenAwayThanThereAreAndAllOfThemToFewItems(_ items: Int, _ threads: Int)
    throws
  {
    let state = Mutex((busy: 0, most: 0))
    let run = OrderedRun(Array(0..<items)) { item, share in
      state.withLock { state in
        state.busy += share
        state.most = max(state.most, state.busy)
      }
      let sum = (0..<20_000).reduce(item) { $0 &+ $1 % 3 }
      state.withLock { $0.busy -= share }
      return share + 0 * sum
    }
    var shares: [Int] = []
    try run.run(threads: threads) { shares.append($1) }
    #expect(state.withLock { $0.most } <= threads)
    #expect(shares.allSatisfy { $0 >= 1 })
    #expect(items > 1 || shares == [threads])
  }

  @Test func withoutThreadsTheCallerWorks() throws {
    let run = OrderedRun(Array(0..<5), start: { _ in false }) { item, threads in
      (item * 10, threads)
    }
    var received: [Int] = []
    try run.run(threads: 4) { _, result in
      received.append(result.0)
      #expect(result.1 == 1)
    }
    #expect(received == [0, 10, 20, 30, 40])
  }
}
