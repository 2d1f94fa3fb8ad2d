// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Dispatch
import Glibc
import Synchronization

/// With how many threads one clip is worked on, and where the time that it takes is noted.
package struct ClipWork: Sendable {
  private let permits: WorkPermits
  private let times: StageTimes?

  /// Work on one clip, at most `threads` threads at a time.
  package init(threads: Int = 1, times: StageTimes? = nil) {
    permits = WorkPermits(threads)
    self.times = times
  }

  /// Whether stages run beside one another.
  package var isConcurrent: Bool { permits.count > 1 }

  /// Does a part of a stage once a processor is free for it; `body` waits for no other stage.
  package func run<R>(_ stage: ProcessingStage, _ body: () throws -> R) rethrows -> R {
    try permits.run { try times?.measure(stage, body) ?? body() }
  }

  /// Does equal parts of a stage, each once a processor is free for it; results in the order of `items`.
  package func map<Item: Sendable, Result: Sendable>(
    _ stage: ProcessingStage, _ items: [Item], _ body: @Sendable (Item) -> Result
  ) -> [Result] {
    ParallelMap.map(items, threads: permits.count) { item in run(stage) { body(item) } }
  }
}

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

/// What is done to a clip, in the order in which a frame meets it.
public enum ProcessingStage: String, Sendable, CaseIterable {
  /// Starting the program, before the first stage begins.
  case start
  /// Reading the model and the face detector.
  case load
  /// Opening the file and finding its streams.
  case open
  /// Decoding frames and converting their colours.
  case decode
  /// Searching, following and cutting out faces.
  case faces
  /// The backbone's features of each face.
  case backbone
  /// Decoding and resampling the sound.
  case sound
  /// The sound's functionals.
  case functionals
  /// Recurrent networks, discriminants and fusion.
  case judge
}

/// Processor time that each stage took, over all clips and threads.
///
/// Stages overlap where there are several threads, so their sum may exceed the time that passed.
public final class StageTimes: Sendable {
  private let times = Mutex<[ProcessingStage: Double]>([:])

  /// No time yet.
  public init() {}

  /// Processor time of a stage so far, in seconds.
  public func seconds(_ stage: ProcessingStage) -> Double { times.withLock { $0[stage] ?? 0 } }

  /// Adds `seconds` to a stage.
  public func add(_ seconds: Double, to stage: ProcessingStage) {
    times.withLock { $0[stage, default: 0] += seconds }
  }

  /// Runs `body` as a part of `stage`, which is not to hold another stage's part.
  public func measure<R>(_ stage: ProcessingStage, _ body: () throws -> R) rethrows -> R {
    let start = Self.clock(CLOCK_THREAD_CPUTIME_ID)
    defer { add(Self.clock(CLOCK_THREAD_CPUTIME_ID) - start, to: stage) }
    return try body()
  }

  /// Processor time of the whole process so far, in seconds.
  public static var processTime: Double { clock(CLOCK_PROCESS_CPUTIME_ID) }

  private static func clock(_ id: Int32) -> Double {
    var time = timespec()
    clock_gettime(id, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
