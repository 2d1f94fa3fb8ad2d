// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Synchronization

/// Compiled operations by what they do, in which shape and for how many threads; compiling takes milliseconds.
final class PrimitiveCache<Key: Hashable & Sendable, Plan: Sendable>: Sendable {
  /// Beyond this many entries the cache starts afresh, so that ever new lengths of clips do not fill the memory.
  private static var limit: Int { 256 }

  private struct Entry: Hashable, Sendable {
    let key: Key
    let threads: Int
  }

  private let entries = Mutex<[Entry: Plan]>([:])

  /// The plan for `key` under the calling thread's thread count, made on first use.
  func plan(_ key: Key, _ make: () -> Plan) -> Plan {
    // oneDNN divides the work among threads when it compiles, not when it runs.
    let entry = Entry(key: key, threads: ComputeThreads.apply())
    if let plan = entries.withLock({ $0[entry] }) { return plan }
    let plan = make()
    entries.withLock { entries in
      if entries.count >= Self.limit { entries.removeAll() }
      entries[entry] = plan
    }
    return plan
  }
}
