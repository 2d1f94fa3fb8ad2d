// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

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
  private static let candidateCount = 3

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

  /// The best candidate of one lane.
  func candidate(_ sums: UnsafeMutableBufferPointer<Lanes>, lane: Int) -> Candidate {
    var total = 0.0
    for i in 0..<axis.count { total += Double(sums[i][lane]) }
    let mean = total / Double(axis.count)

    // Each peak that is higher than all before it, newest first.
    var peaks: [(frequency: Double, height: Double)] = []
    var best: Float = 0
    for i in 1..<axis.count - 1 {
      let value = sums[i][lane]
      let (left, right) = (sums[i - 1][lane], sums[i + 1][lane])
      guard value > left, value > right, value > best else { continue }
      best = value
      let vertex = Parabola.vertex(Double(left), Double(value), Double(right))
      let position = axis.start + (Double(i) + vertex.offset) * axis.step
      peaks.append((exp2(position), vertex.value))
    }
    let kept = peaks.suffix(Self.candidateCount).filter { Self.range.contains($0.frequency) }
    guard let first = kept.max(by: { $0.height < $1.height }) else { return Candidate() }
    let voicing = first.height > mean ? 1 - mean / first.height : 0
    return Candidate(frequency: Float(first.frequency), voicing: Float(voicing))
  }
}
