// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A benchmark by name, not yet set up.
struct Benchmark: Sendable {
  /// What `--suite` takes.
  let suite: Suite
  /// What `--only` takes.
  let name: String
  /// One line about what is timed.
  let summary: String
  /// Builds inputs, references and checks; throws `Skipped` where something it needs is not there.
  let prepare: @Sendable (BenchmarkContext) throws -> PreparedBenchmark
}

/// A part of the program whose speed is looked at by itself.
enum Suite: String, CaseIterable, Sendable {
  /// Frames from a file.
  case decode
  /// Faces in frames.
  case detector
  /// Features of faces.
  case backbone
  /// Frames over time, forward and backward.
  case lstm
  /// Functionals of the sound.
  case audio
  /// One clip in a new process.
  case classifyCold = "classify-cold"
  /// Many clips with one model that is loaded once.
  case classifyBatch = "classify-batch"
  /// A whole step of gradient descent.
  case training
}

/// A benchmark that is ready to be timed.
struct PreparedBenchmark {
  /// What one run does.
  let work: Work
  /// Threads that one run, and each reference, may use.
  let threads: Int
  /// One run.
  let run: () throws -> Void
  /// What it is compared with; at least one.
  let references: [any Reference]
  /// What its result was found to be.
  let checks: [Check]
  /// What could not be compared, and why.
  var notes: [String] = []
}

extension Measurement {
  /// Least duration of a round in seconds; shorter work is repeated.
  private static let shortestRound = 0.25
  /// Time between two timings, in which the threads of the one before go to sleep.
  private static let pause = Duration.milliseconds(40)

  /// Warms up, then takes `rounds` rounds, in every second of which the references come first.
  init(_ benchmark: PreparedBenchmark, rounds: Int) throws {
    let timers: [(Int) throws -> Double] =
      [{ try Self.seconds(of: benchmark.run, iterations: $0) }]
      + benchmark.references.map { reference in
        { try reference.seconds(iterations: $0) / reference.scale }
      }
    let iterations = try timers.map { timer in
      // What takes longer than a round in its first run is not run again for an estimate.
      if try timer(1) > Self.shortestRound { return 1 }
      return max(1, min(10_000, Int((Self.shortestRound / (try timer(1))).rounded(.up))))
    }
    var times = timers.map { _ in [Double]() }
    for round in 0..<rounds {
      let order = round % 2 == 0 ? Array(timers.indices) : timers.indices.reversed()
      for index in order {
        Clock.sleep(Self.pause)
        times[index].append(try timers[index](iterations[index]) / Double(iterations[index]))
      }
    }
    self.init(own: times[0], references: Array(times.dropFirst()))
  }

  private static func seconds(of body: () throws -> Void, iterations: Int) throws -> Double {
    try Clock.seconds { for _ in 0..<iterations { try body() } }
  }
}
