// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Signal

/// Sounds made by code, the same on every run.
enum TestAudio {
  /// A small generator of uniform numbers (Knuth's MMIX multiplier).
  struct Generator {
    var state: UInt64

    /// Uniform in [-1, 1).
    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 52) - 1
    }
  }

  /// The samples in pieces of so many, and one last of those left.
  static func pieces<C: Collection>(_ values: C, of count: Int) -> [C.SubSequence] {
    var pieces: [C.SubSequence] = []
    var rest = values[...]
    while !rest.isEmpty {
      pieces.append(rest.prefix(count))
      rest = rest.dropFirst(count)
    }
    return pieces
  }

  /// Whether no value is infinite or not a number.
  static func areFinite(_ values: [Float]) -> Bool { values.allSatisfy { $0.isFinite } }

  /// Samples from amplitudes in [-1, 1].
  static func samples(_ amplitudes: [Double], sampleRate: Int = 16_000) -> AudioSamples {
    AudioSamples(
      values: amplitudes.map { Int16(max(-1, min(1, $0)) * 32_000) }, sampleRate: sampleRate)
  }

  /// The first harmonics of one frequency in Hz, falling by 1/k.
  static func harmonic(
    _ frequency: Double, seconds: Double, sampleRate: Int = 16_000, count: Int = 10
  ) -> AudioSamples {
    samples(
      (0..<Int(seconds * Double(sampleRate))).map { n in
        (1...count).reduce(0.0) { sum, k in
          let harmonic = frequency * Double(k)
          guard harmonic < Double(sampleRate) / 2 else { return sum }
          return sum + cos(2 * .pi * harmonic * Double(n) / Double(sampleRate)) / Double(k)
        } * 0.25
      }, sampleRate: sampleRate)
  }

  /// Pulses through a damped resonance, one after another at the given distances in samples.
  static func pulses(
    _ distances: [Int], heights: [Double]? = nil, resonance: Double = 700, sampleRate: Int = 16_000
  ) -> AudioSamples {
    var amplitudes = [Double](repeating: 0, count: distances.reduce(0, +) + 200)
    var start = 0
    for (i, distance) in distances.enumerated() {
      let height = heights?[i] ?? 1
      for n in 0..<200 {
        let phase = 2 * .pi * resonance * Double(n) / Double(sampleRate)
        amplitudes[start + n] += 0.5 * height * exp(-Double(n) / 25) * sin(phase)
      }
      start += distance
    }
    return samples(amplitudes, sampleRate: sampleRate)
  }

  /// White noise of an amplitude in [0, 1].
  static func noise(
    seconds: Double, amplitude: Double = 0.3, seed: UInt64 = 1, sampleRate: Int = 16_000
  ) -> AudioSamples {
    var generator = Generator(state: seed)
    return samples(
      (0..<Int(seconds * Double(sampleRate))).map { _ in amplitude * generator.next() },
      sampleRate: sampleRate)
  }

  /// Three harmonics that rise from 60 Hz by 40 Hz a second.
  static func chirp(seconds: Double, sampleRate: Int = 16_000) -> AudioSamples {
    samples(
      (0..<Int(seconds * Double(sampleRate))).map { n in
        let t = Double(n) / Double(sampleRate)
        let phase = 2 * .pi * (60 * t + 20 * t * t)
        return 0.2 * (sin(phase) + sin(2 * phase) + 0.7 * sin(3 * phase))
      }, sampleRate: sampleRate)
  }

  /// Something like speech: noise, then a gliding voice, then silence, then a voice again.
  static func speechLike(seconds: Double, sampleRate: Int = 16_000, seed: UInt64 = 7)
    -> AudioSamples
  {
    var generator = Generator(state: seed)
    var phase = 0.0
    return samples(
      (0..<Int(seconds * Double(sampleRate))).map { n in
        let t = Double(n) / Double(sampleRate)
        phase += 2 * .pi * (150 + 40 * sin(2 * .pi * 1.3 * t)) / Double(sampleRate)
        let voice = (1...8).reduce(0.0) { $0 + cos(Double($1) * phase) / Double($1) }
        let gate = sin(2 * .pi * 1.1 * t) > -0.3 ? 0.15 : 0
        return gate * voice + 0.01 * generator.next()
      }, sampleRate: sampleRate)
  }
}
