// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Times of a benchmark and its references over alternating rounds.
struct Measurement {
  /// Seconds of one run, a value a round.
  let own: [Double]
  /// Seconds of one reference run, by reference, then by round.
  let references: [[Double]]

  /// How many times as fast as a reference, from each round's pair of times.
  func ratio(to reference: Int) -> Spread {
    Spread(zip(references[reference], own).map { $0 / $1 })
  }
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
