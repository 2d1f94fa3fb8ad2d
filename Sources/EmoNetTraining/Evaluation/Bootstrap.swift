// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import NeuralNetwork

/// Percentile intervals of figures by drawing whole groups of clips again, with replacement.
///
/// Efron 1979. A group is a speaker where speakers are known, since clips of one person are not
/// independent: intervals over clips would be too narrow.
enum Bootstrap {
  /// 95 % intervals of accuracy, unweighted average recall and macro F1; nil without groups.
  ///
  /// Each drawn set gives its own figures, averages over the emotions that occur in it.
  static func intervals(groups: [ConfusionMatrix], seed: UInt64) -> EvaluationIntervals? {
    let groups = groups.filter { $0.total > 0 }
    guard !groups.isEmpty else { return nil }
    var figures: (accuracy: [Double], uar: [Double], macroF1: [Double]) = ([], [], [])
    draw(groups.count, seed: seed) { indices in
      var drawn = ConfusionMatrix()
      for index in indices { drawn.add(groups[index]) }
      figures.accuracy.append(drawn.accuracy ?? 0)
      figures.uar.append(drawn.unweightedAverageRecall ?? 0)
      figures.macroF1.append(drawn.macroF1 ?? 0)
    }
    return EvaluationIntervals(
      accuracy: interval(figures.accuracy), uar: interval(figures.uar),
      macroF1: interval(figures.macroF1))
  }

  /// Draws sets of as many of `count` groups, with replacement, and hands their places to `body`.
  static func draw(_ count: Int, seed: UInt64, _ body: ([Int]) -> Void) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<Evaluator.resamples {
      body(
        (0..<count).map { _ in
          // Written out: the library's Int.random may change what it draws between releases.
          let (high, _) = generator.next().multipliedFullWidth(by: UInt64(count))
          return Int(high)
        })
    }
  }

  /// The 2.5 % and 97.5 % percentiles, linear between neighbours.
  static func interval(_ values: [Double]) -> ConfidenceInterval {
    let sorted = values.sorted()
    func percentile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let below = Int(place)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
    return ConfidenceInterval(lower: percentile(0.025), upper: percentile(0.975))
  }
}
