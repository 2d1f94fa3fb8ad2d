// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Glibc

/// The threads that the system grants this process.
///
/// Where a limit (`ulimit -u`) leaves too few, Dispatch waits for ever for its workers and OpenMP ends the
/// process. So threads are tried once, before anything is shared out; where they cannot all be had,
/// everything runs on the threads that are there, with the same results.
package enum ThreadSupply {
  /// Whether there are threads for every processor, and some that decode and search beside them.
  package static let isSufficient = canStart(processors + 4)

  /// Starts a thread with a stack as large as a main thread's, for which decoders are written; false
  /// where the system grants none.
  package static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, 8 << 20)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let box = Unmanaged.passRetained(Box(body))
    var thread = pthread_t()
    let status = pthread_create(
      &thread, &attributes,
      { context in
        guard let context else { return nil }
        Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, box.toOpaque())
    if status != 0 { box.release() }
    return status == 0
  }

  private final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Whether so many threads can live at the same time.
  private static func canStart(_ count: Int) -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, 1 << 16)
    // All wait for the one lock until the last was started.
    let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    defer { lock.deallocate() }
    pthread_mutex_init(lock, nil)
    pthread_mutex_lock(lock)
    var threads: [pthread_t] = []
    while threads.count < count {
      var thread = pthread_t()
      let status = pthread_create(
        &thread, &attributes,
        { lock in
          guard let lock = lock?.assumingMemoryBound(to: pthread_mutex_t.self) else { return nil }
          pthread_mutex_lock(lock)
          pthread_mutex_unlock(lock)
          return nil
        }, lock)
      guard status == 0 else { break }
      threads.append(thread)
    }
    pthread_mutex_unlock(lock)
    for thread in threads { pthread_join(thread, nil) }
    pthread_mutex_destroy(lock)
    return threads.count == count
  }
}
