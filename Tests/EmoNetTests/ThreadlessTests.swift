// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import EmoNet

/// Work that is shared out where the system grants no thread.
@Suite struct ThreadlessTests {
  private struct Odd: Error {}

  @Test func aTaskIsDoneAtOnce() throws {
    let task = BackgroundTask(start: { _ in false }) { 7 }
    #expect(try task.value() == 7)
    let failing = BackgroundTask<Int>(start: { _ in false }) { throw Odd() }
    #expect(throws: Odd.self) { try failing.value() }
  }

  @Test func elementsAreMadeWhenTheyAreAskedFor() throws {
    let sequence = Prefetch<Int>(capacity: 2, start: { _ in false }) {
      var count = 0
      return {
        count += 1
        return count <= 3 ? count : nil
      }
    }
    #expect(try (0..<4).map { _ in try sequence.next() } == [1, 2, 3, nil])
    let failing = Prefetch<Int>(capacity: 2, start: { _ in false }) { throw Odd() }
    #expect(throws: Odd.self) { try failing.next() }
  }
}
