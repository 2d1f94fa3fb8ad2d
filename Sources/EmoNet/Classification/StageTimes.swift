// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Glibc
internal import Synchronization

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
