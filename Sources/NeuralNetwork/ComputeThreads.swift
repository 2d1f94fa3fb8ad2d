// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN
internal import Glibc

/// How many threads the layers may use, as a setting of the calling thread; one unless it is raised.
public enum ComputeThreads {
  /// The calling thread's setting, at least 1.
  public static var current: Int {
    max(1, Int(bitPattern: pthread_getspecific(key)))
  }

  /// Lets layers that are called from this thread use `count` threads from now on.
  public static func use(_ count: Int) {
    precondition(count >= 1, "at least one thread, not \(count)")
    pthread_setspecific(key, UnsafeRawPointer(bitPattern: count))
  }

  /// Runs `body` with `count` threads and puts the calling thread's setting back.
  public static func with<R>(_ count: Int, _ body: () throws -> R) rethrows -> R {
    let before = current
    use(count)
    defer { use(before) }
    return try body()
  }

  /// Hands the setting to the OpenMP runtime, which keeps a count of its own for each thread.
  static func apply() -> Int {
    let count = current
    omp_set_num_threads(Int32(count))
    return count
  }

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let status = pthread_key_create(&key, nil)
    precondition(status == 0, "no thread-specific key: error \(status)")
    return key
  }()
}
