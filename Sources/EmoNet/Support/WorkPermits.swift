// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Dispatch

/// Bounds how many threads compute at the same time; those that wait for one another need no permit.
struct WorkPermits: Sendable {
  /// How many there are.
  let count: Int
  private let free: DispatchSemaphore

  /// Permits for `count` threads, at least one.
  init(_ count: Int) {
    precondition(count >= 1, "at least one thread computes, not \(count)")
    self.count = count
    free = DispatchSemaphore(value: count)
  }

  /// Runs `body` as soon as there is a permit; `body` must neither ask for another nor wait.
  func run<R>(_ body: () throws -> R) rethrows -> R {
    free.wait()
    defer { free.signal() }
    return try body()
  }
}
