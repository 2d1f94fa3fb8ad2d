// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// What is wrong with a sound that a listener may not notice and a measurement does.
enum SoundDefects {
  /// Values above this share of the largest count as standing at the limit.
  private static let limitShare: Float = 0.985
  /// Fewest values in a row that stand there only if they were cut off.
  private static let shortestRun = 3
  /// More than this share of the samples of a voice stand there only if it was cut off.
  private static let clippedShare = 0.002

  /// Whether the peaks are cut off.
  static func isClipped(_ values: [Float]) -> Bool {
    guard let largest = values.lazy.map(abs).max(), largest > 0 else { return false }
    var (count, run) = (0, 0)
    for value in values {
      run = abs(value) >= limitShare * largest ? run + 1 : 0
      if run >= shortestRun { count += run == shortestRun ? shortestRun : 1 }
    }
    return Double(count) > clippedShare * Double(values.count)
  }

  /// Above this frequency telephones carry nothing, in Hz.
  private static let narrowBand = 4800.0
  /// What a voice at least has above it, relative to the whole, in decibels.
  private static let leastHigh = -60.0

  /// Whether the sound ends at the 4 kHz of a telephone.
  static func isNarrowBand(_ values: [Float], sampleRate: Int) -> Bool {
    guard Double(sampleRate) > 3 * narrowBand, !values.isEmpty else {
      return Double(sampleRate) < 2.5 * narrowBand
    }
    // Butterworth's filter of eighth order, twice.
    var filters = [0.5098, 0.6013, 0.9, 2.5629, 0.5098, 0.6013, 0.9, 2.5629].map {
      BiquadFilter.highPass(narrowBand, quality: $0, sampleRate: sampleRate)
    }
    var (all, high) = (0.0, 0.0)
    for value in values {
      var filtered = Double(value)
      all += filtered * filtered
      for index in filters.indices { filtered = filters[index](filtered) }
      high += filtered * filtered
    }
    return all > 0 && (high == 0 || 10 * log10(high / all) < leastHigh)
  }
}
