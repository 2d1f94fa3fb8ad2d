// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// How loud a sound is to a listener, over time and as a whole.
///
/// K-weighted as in ITU-R BS.1770-4, gated as in EBU R 128 but for its absolute gate: a faint sound is still the
/// sound that was meant. Levels are in LUFS, which are decibels below a full-scale sine of 997 Hz in one channel
/// plus 3.01.
struct GatedLoudness {
  /// Levels of short steps, one every `step` seconds.
  let steps: [Double]
  /// Gated loudness of the whole; nil for silence.
  let whole: Double?

  /// Seconds from one level to the next.
  static let step = 0.01
  /// What a step without any sound has.
  static let silence = -200.0

  private static let stepsPerBlock = 40
  private static let stepsPerHop = 10
  private static let relativeGate = 10.0

  /// The loudness of samples with full scale at 1.
  init(_ values: [Float], sampleRate: Int) {
    var shelf = BiquadFilter.highShelf(
      1681.974450955533, gain: 3.999843853973347, quality: 0.7071752369554196,
      sampleRate: sampleRate)
    var highPass = BiquadFilter.loudnessHighPass(sampleRate: sampleRate)
    let length = max(1, Int((Self.step * Double(sampleRate)).rounded()))
    var powers: [Double] = []
    var (sum, count) = (0.0, 0)
    for value in values {
      let weighted = highPass(shelf(Double(value)))
      sum += weighted * weighted
      count += 1
      if count == length {
        powers.append(sum / Double(count))
        (sum, count) = (0, 0)
      }
    }
    if count > 0 { powers.append(sum / Double(count)) }
    steps = powers.map(Self.level)
    whole = Self.gated(powers)
  }

  private static func level(_ power: Double) -> Double {
    power > 0 ? max(-0.691 + 10 * log10(power), silence) : silence
  }

  /// The level of the mean power of all blocks of 400 ms that are not far below the others.
  private static func gated(_ powers: [Double]) -> Double? {
    let size = min(stepsPerBlock, powers.count)
    guard size > 0 else { return nil }
    let blocks = stride(from: 0, through: powers.count - size, by: stepsPerHop).map { start in
      powers[start..<start + size].reduce(0, +) / Double(size)
    }.filter { level($0) > silence }
    guard !blocks.isEmpty else { return nil }
    let gate = level(blocks.reduce(0, +) / Double(blocks.count)) - relativeGate
    let loud = blocks.filter { level($0) >= gate }
    return level(loud.reduce(0, +) / Double(loud.count))
  }

  /// Steps from the first to the last in which there is something to hear, relative to the whole, with what
  /// leads up to them; nil for silence.
  func span(margin: Double) -> Range<Int>? {
    guard let whole else { return nil }
    let isActive = steps.map { $0 > whole - Self.deepestActivity }
    // A click is no voice.
    let runs = isActive.indices.filter { index in
      index + Self.shortestActivity <= isActive.count
        && isActive[index..<index + Self.shortestActivity].allSatisfy { $0 }
    }
    guard let first = runs.first, let last = runs.last else { return steps.indices }
    let around = Int((margin / Self.step).rounded())
    return max(0, first - around)..<min(steps.count, last + Self.shortestActivity + around)
  }

  /// How far below the whole speech still goes on, in decibels.
  private static let deepestActivity = 30.0
  /// Fewest steps in a row.
  private static let shortestActivity = 3
}
