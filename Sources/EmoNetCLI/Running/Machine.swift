// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation

/// What the system grants this process: threads, memory, open files.
enum Machine {
  /// Address space without which the libraries and the model do not fit, and what each thread adds to
  /// it, in bytes. Measured on clips of up to 1920 pixels, with a margin of a tenth.
  private static let leastMemory = 700 << 20
  private static let memoryOfThread = 100 << 20
  /// Open files without which no clip can be read beside its results.
  private static let leastFiles = 16

  /// How many threads this process should use where nobody says: one for each processor, as far as
  /// the system grants them.
  static var threads: Int {
    let processors = max(1, ProcessInfo.processInfo.activeProcessorCount)
    guard let memory = limit(RLIMIT_AS) else { return processors }
    return max(1, min(processors, (memory - leastMemory) / memoryOfThread + 1))
  }

  /// Makes the most of the limits; gives why emonet cannot work within them, nil when it can.
  static func prepare() -> Failure? {
    if let memory = limit(RLIMIT_AS) {
      if memory < leastMemory {
        return Failure(
          .systemError,
          "the limit on memory (ulimit -v \(memory >> 10)) is below the \(leastMemory >> 10) kB "
            + "that emonet needs")
      }
      // Each thread would reserve 64 MB of addresses for its own small allocations.
      useOneArena()
    }
    guard let files = limit(RLIMIT_NOFILE), files < leastFiles else { return nil }
    var limits = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
    limits.rlim_cur = min(limits.rlim_max, rlim_t(leastFiles))
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
    if let raised = limit(RLIMIT_NOFILE), raised < leastFiles {
      return Failure(
        .systemError,
        "the limit on open files (ulimit -n \(raised)) is below the \(leastFiles) that emonet needs"
      )
    }
    return nil
  }

  /// `mallopt(M_ARENA_MAX, 1)`, which Swift does not import.
  private static func useOneArena() {
    typealias Setting = @convention(c) (Int32, Int32) -> Int32
    guard let function = dlsym(nil, "mallopt") else { return }
    _ = unsafeBitCast(function, to: Setting.self)(-8, 1)
  }

  /// Has an interrupt end the program with one line; what it was writing goes with the next run.
  static func endWhenInterrupted() {
    // A caller that has interrupts ignored, as for a job in the background, is obeyed.
    var before = sigaction()
    guard sigaction(SIGINT, nil, &before) == 0,
      unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self)
        != unsafeBitCast(SIG_IGN, to: Int.self)
    else { return }
    // A parent that blocks signals in the thread that starts programs hands that on by mistake.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    signal(SIGINT) { _ in
      let text: StaticString = "emonet: interrupted\n"
      _ = Foundation.write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
      _exit(130)
    }
  }

  /// A limit of this process; nil where there is none.
  private static func limit(_ resource: __rlimit_resource) -> Int? {
    var limits = rlimit()
    guard getrlimit(__rlimit_resource_t(resource.rawValue), &limits) == 0,
      limits.rlim_cur != rlim_t.max
    else { return nil }
    return Int(clamping: limits.rlim_cur)
  }
}
