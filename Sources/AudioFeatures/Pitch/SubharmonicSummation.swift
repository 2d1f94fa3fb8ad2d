// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// Pitch candidates by the sum of a spectrum's compressed copies (Hermes, 1988).
///
/// On a logarithmic axis the `h`-th harmonic lies a fixed distance above the fundamental, so shifting
/// copies down by `log2 h` octaves and adding them heaps all harmonics onto the fundamental.
struct SubharmonicSummation: Sendable {
  /// Eight frames, one a lane.
  typealias Lanes = SIMD8<Float>

  /// The best pitch of one frame.
  struct Candidate: Equatable, Sendable {
    /// In Hz; 0 where there is none.
    var frequency: Float = 0
    /// Probability of voicing, in [0, 1).
    var voicing: Float = 0
  }

  /// Pitch that counts, in Hz.
  static let range: ClosedRange<Double> = 52.0...620.0
  private static let harmonicCount = 15
  private static let compression = 0.85
  private static let sumBlock = 64

  private let axis: LogFrequencySpectrum
  /// For each harmonic the points that it is shifted by and its weight.
  private let shifts: [(points: Int, weight: Float)]

  init(axis: LogFrequencySpectrum, sampleRate: Int) {
    self.axis = axis
    let octaves = log2(Double(sampleRate) / 2 / LogFrequencySpectrum.lowestFrequency)
    let pointsPerOctave = Double(axis.count) / octaves
    shifts = (1...Self.harmonicCount).map { harmonic in
      (
        Int(pointsPerOctave * log2(Double(harmonic))),
        Float(pow(Self.compression, Double(harmonic - 1)))
      )
    }
  }

  /// Writes the sums, `[count]`, of spectra on the logarithmic axis, `[count]`; never negative.
  func sum(
    _ spectra: UnsafeMutableBufferPointer<Lanes>, into sums: UnsafeMutableBufferPointer<Lanes>
  ) {
    let count = axis.count
    precondition(spectra.count >= count && sums.count >= count)
    for i in 0..<count { sums[i] = spectra[i] }
    for shift in shifts.dropFirst() where shift.points < count {
      for i in 0..<count - shift.points {
        sums[i] += spectra[i + shift.points] * shift.weight
      }
    }
    for i in 0..<count {
      let mean = sums[i] / Float(Self.harmonicCount)
      sums[i] = mean.replacing(with: 0, where: mean .< 0)
    }
  }

  /// The best candidate of each lane, `[8]`, from sums, `[count]`.
  func candidates(_ sums: UnsafeMutableBufferPointer<Lanes>) -> [Candidate] {
    precondition(sums.count >= axis.count)
    let means = means(of: sums)
    var peaks = [RecentPeaks](repeating: RecentPeaks(), count: Lanes.scalarCount)
    var best = Lanes.zero
    for i in 1..<axis.count - 1 {
      let value = sums[i]
      let isPeak = (value .> sums[i - 1]) .& (value .> sums[i + 1]) .& (value .> best)
      guard any(isPeak) else { continue }
      best.replace(with: value, where: isPeak)
      for lane in peaks.indices where isPeak[lane] { peaks[lane].push(i) }
    }
    return peaks.indices.map { lane in
      candidate(peaks[lane], mean: means[lane]) { Double(sums[$0][lane]) }
    }
  }

  /// The highest of a lane's recent peaks that lies in the range of pitch.
  private func candidate(
    _ peaks: RecentPeaks, mean: Double, sum: (Int) -> Double
  ) -> Candidate {
    var best: (frequency: Double, height: Double)?
    for i in peaks.newestFirst {
      let vertex = Parabola.vertex(sum(i - 1), sum(i), sum(i + 1))
      let frequency = exp2(axis.start + (Double(i) + vertex.offset) * axis.step)
      guard Self.range.contains(frequency), vertex.value > best?.height ?? 0 else { continue }
      best = (frequency, vertex.value)
    }
    guard let best else { return Candidate() }
    let voicing = best.height > mean ? 1 - mean / best.height : 0
    return Candidate(frequency: Float(best.frequency), voicing: Float(voicing))
  }

  /// Mean of each lane's sums.
  private func means(of sums: UnsafeMutableBufferPointer<Lanes>) -> SIMD8<Double> {
    var total = SIMD8<Double>.zero
    for start in stride(from: 0, to: axis.count, by: Self.sumBlock) {
      // Short runs in single precision lose nothing that matters.
      var run = Lanes.zero
      for i in start..<min(axis.count, start + Self.sumBlock) { run += sums[i] }
      total += SIMD8<Double>(run)
    }
    return total / Double(axis.count)
  }
}

extension SubharmonicSummation {
  /// The three newest of a lane's peaks, as points of the axis.
  private struct RecentPeaks {
    private var points = SIMD3<Int>(repeating: 0)

    mutating func push(_ point: Int) {
      points = SIMD3(point, points[0], points[1])
    }

    /// No peak can stand at point 0, which marks an empty place.
    var newestFirst: some Sequence<Int> {
      points.indices.lazy.map { points[$0] }.filter { $0 > 0 }
    }
  }
}

/// The parabola through three equally spaced points.
enum Parabola {
  /// Its extremum: distance from the middle point in steps, and its value.
  static func vertex(
    _ left: Double, _ middle: Double, _ right: Double
  ) -> (offset: Double, value: Double) {
    let curvature = left - 2 * middle + right
    guard curvature != 0 else { return (0, middle) }
    let offset = 0.5 * (left - right) / curvature
    return (offset, middle - 0.25 * (left - right) * offset)
  }
}
