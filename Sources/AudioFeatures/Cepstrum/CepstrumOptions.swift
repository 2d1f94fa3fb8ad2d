// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// How mel-frequency cepstral coefficients are computed; the defaults are those of HTK's books.
public struct CepstrumOptions: Sendable, Equatable {
  /// Coefficients a frame, from the zeroth; at most as many as bands.
  public var coefficientCount: Int
  /// Length of a frame, in seconds.
  public var windowLength: Double
  /// Time from one frame's start to the next, in seconds.
  public var hopLength: Double
  /// Triangles on the mel scale.
  public var bandCount: Int
  /// Lower foot of the first triangle, in Hz.
  public var lowestFrequency: Double
  /// Upper foot of the last triangle, in Hz; half the sample rate where that is less.
  public var highestFrequency: Double
  /// Share of the previous sample that is taken off each, in [0, 1].
  public var preEmphasis: Double
  /// Parameter of the lifter; 0 for none.
  public var lifter: Double

  /// Options; the defaults are 13 coefficients of 26 bands, 25 ms every 10 ms.
  public init(
    coefficientCount: Int = 13, windowLength: Double = 0.025, hopLength: Double = 0.010,
    bandCount: Int = 26, lowestFrequency: Double = 20, highestFrequency: Double = 8000,
    preEmphasis: Double = 0.97, lifter: Double = 22
  ) {
    self.coefficientCount = coefficientCount
    self.windowLength = windowLength
    self.hopLength = hopLength
    self.bandCount = bandCount
    self.lowestFrequency = lowestFrequency
    self.highestFrequency = highestFrequency
    self.preEmphasis = preEmphasis
    self.lifter = lifter
  }

  /// Why nothing can be computed with these options; nil when something can.
  public var objection: String? {
    if !(1...512).contains(bandCount) { return "\(bandCount) mel bands are not from 1 to 512" }
    if !(1...bandCount).contains(coefficientCount) {
      return "\(coefficientCount) coefficients are not from 1 to the \(bandCount) mel bands"
    }
    if !(0.001...1).contains(windowLength) {
      return "a window of \(windowLength) s is not from 0.001 to 1 s"
    }
    if !(0.001...1).contains(hopLength) {
      return "a hop of \(hopLength) s is not from 0.001 to 1 s"
    }
    if !(lowestFrequency >= 0 && lowestFrequency < highestFrequency && highestFrequency.isFinite) {
      return "the mel bands cannot reach from \(lowestFrequency) to \(highestFrequency) Hz"
    }
    if !(0...1).contains(preEmphasis) { return "a pre-emphasis of \(preEmphasis) is not in [0, 1]" }
    if !(0...1000).contains(lifter) { return "a lifter of \(lifter) is not from 0 to 1000" }
    return nil
  }

  /// Whether the bands have any width in sound at a rate in Hz.
  public func fits(sampleRate: Int) -> Bool { lowestFrequency < Double(sampleRate) / 2 }
}
