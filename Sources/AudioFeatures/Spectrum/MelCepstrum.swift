// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// Overlapping triangles, equally spaced and linear on the mel scale, with peak 1.
struct MelFilterBank: Sendable {
  /// Number of bands.
  let bandCount: Int
  /// Bins that lie under any triangle.
  let bins: Range<Int>

  /// First bin of each band's weights, `[bands]`.
  private let starts: [Int]
  /// Each band's weights, one after another; band `b` owns `offsets[b]..<offsets[b + 1]`.
  private let weights: [Float]
  private let offsets: [Int]

  /// A bank over the power spectrum of a frame.
  ///
  /// - Parameters:
  ///   - bandCount: Number of triangles.
  ///   - frequencies: Lower foot of the first and upper foot of the last triangle, in Hz.
  ///   - binSpacing: Distance between bins in Hz.
  ///   - sampleRate: In Hz; the range is cut at half of it.
  init(
    bandCount: Int, frequencies: ClosedRange<Double>, binSpacing: Double, sampleRate: Int
  ) {
    let nyquist = Double(sampleRate) / 2
    let lowest = min(frequencies.lowerBound, nyquist)
    let highest = min(frequencies.upperBound, nyquist)
    // The bins at the two feet themselves do not count.
    let first = Int((lowest / binSpacing).rounded(.toNearestOrAwayFromZero)) + 1
    let last = Int((highest / binSpacing).rounded(.toNearestOrAwayFromZero)) - 1
    let step = (Self.mel(highest) - Self.mel(lowest)) / Double(bandCount + 1)
    func centre(_ j: Int) -> Double { Self.mel(lowest) + Double(j) * step }

    var bands = [[(bin: Int, weight: Double)]](repeating: [], count: bandCount)
    let bins = first..<max(first, last + 1)
    for bin in bins {
      let mel = Self.mel(Double(bin) * binSpacing)
      let upper = min(bandCount + 1, max(1, Int(((mel - Self.mel(lowest)) / step).rounded(.up))))
      let share = min(1, max(0, (centre(upper) - mel) / step))
      if upper >= 2 { bands[upper - 2].append((bin, share)) }
      if upper <= bandCount { bands[upper - 1].append((bin, 1 - share)) }
    }
    self.bandCount = bandCount
    self.bins = bins
    starts = bands.map { $0.first?.bin ?? 0 }
    weights = bands.flatMap { $0.map { Float($0.weight) } }
    offsets = bands.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
  }

  /// Energies of the bands, `[bands]`, from a power spectrum, `[bins]`.
  func apply(to power: UnsafePointer<Float>, into energies: UnsafeMutablePointer<Float>) {
    weights.withUnsafeBufferPointer { weights in
      guard let base = weights.baseAddress else { return }
      for band in 0..<bandCount {
        let offset = offsets[band]
        energies[band] = VectorMath.dot(
          power + starts[band], base + offset, count: offsets[band + 1] - offset)
      }
    }
  }

  /// Frequency in Hz on the mel scale, `1127 ln(1 + f / 700)`.
  static func mel(_ frequency: Double) -> Double { 1127 * log(1 + frequency / 700) }
}

/// Natural logarithm of energies, cut off below so that silence stays finite.
enum LogEnergy {
  /// Replaces each of `[count]` energies by `ln(max(energy, floor))`.
  static func apply(to energies: UnsafeMutablePointer<Float>, floor: Float, count: Int) {
    for i in 0..<count { energies[i] = log(max(energies[i], floor)) }
  }
}

/// Log mel energies to liftered cepstral coefficients, by the discrete cosine transform.
///
/// `c[i] = (1 + L / 2 sin(pi i / L)) sqrt(2 / B) sum_b ln E[b] cos(pi i (b + 1/2) / B)`, `L = 22`
/// unless told otherwise. The zeroth coefficient gets no scaling of its own.
struct CepstralTransform: Sendable {
  /// Number of coefficients.
  let coefficientCount: Int
  /// Number of bands.
  let bandCount: Int
  /// `[coefficients, bands]`, row-major.
  private let matrix: [Float]

  /// Parameter of the lifter that evens out the coefficients' sizes.
  static let lifter = 22.0

  /// A transform; `lifter` is `L`, and 0 leaves the coefficients as they are.
  init(coefficientCount: Int, bandCount: Int, lifter: Double = Self.lifter) {
    self.coefficientCount = coefficientCount
    self.bandCount = bandCount
    let bands = Double(bandCount)
    matrix = (0..<coefficientCount).flatMap { i in
      let lift = lifter > 0 ? 1 + lifter / 2 * sin(.pi * Double(i) / lifter) : 1
      return (0..<bandCount).map { b in
        Float(lift * sqrt(2 / bands) * cos(.pi * Double(i) * (Double(b) + 0.5) / bands))
      }
    }
  }

  /// Coefficients, `[coefficients]`, of log energies, `[bands]`.
  func apply(to logEnergies: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>) {
    matrix.withUnsafeBufferPointer { matrix in
      guard let base = matrix.baseAddress else { return }
      for i in 0..<coefficientCount {
        result[i] = VectorMath.dot(base + i * bandCount, logEnergies, count: bandCount)
      }
    }
  }
}
