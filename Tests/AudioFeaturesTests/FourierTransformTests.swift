// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Testing

@testable import AudioFeatures

/// The real Fourier transform.
struct FourierTransformTests {
  private func noise(_ count: Int) -> [Float] {
    var generator = TestAudio.Generator(state: UInt64(count))
    return (0..<count).map { _ in Float(generator.next()) }
  }

  /// The spectrum, `[size / 2 + 1, 2]`.
  private func spectrum(_ x: [Float]) -> [Float] {
    let transform = FourierTransform.cached(.forward, size: x.count)
    let real = AlignedBuffer<Float>(count: x.count)
    let complex = AlignedBuffer<Float>(count: 2 * transform.binCount)
    for (i, value) in x.enumerated() { real.elements[i] = value }
    transform.run(real: real.elements, complex: complex.elements)
    return Array(complex.elements.prefix(2 * transform.binCount))
  }

  @Test(arguments: [64, 352, 512, 1024])
  func energyIsTheSameInTimeAndInFrequency(size: Int) {
    let x = noise(size)
    let bins = spectrum(x)
    let time = x.reduce(0.0) { $0 + Double($1) * Double($1) }
    var frequency = 0.0
    for k in 0...size / 2 {
      let power = pow(Double(bins[2 * k]), 2) + pow(Double(bins[2 * k + 1]), 2)
      frequency += k == 0 || k == size / 2 ? power : 2 * power
    }
    // Single precision over log2(size) stages.
    #expect(abs(frequency / Double(size) - time) < 1e-5 * time)
  }

  @Test func binsAreThoseOfTheDefinition() {
    let x = noise(40)
    let bins = spectrum(x)
    for k in 0...20 {
      var (re, im) = (0.0, 0.0)
      for (n, value) in x.enumerated() {
        let angle = 2 * .pi * Double(k * n) / 40
        re += Double(value) * cos(angle)
        im -= Double(value) * sin(angle)
      }
      #expect(abs(re - Double(bins[2 * k])) < 1e-5)
      #expect(abs(im - Double(bins[2 * k + 1])) < 1e-5)
    }
  }

  @Test(arguments: [8, 352, 512])
  func forthAndBackMultipliesByTheSize(size: Int) {
    let x = noise(size)
    let bins = spectrum(x)
    let inverse = FourierTransform.cached(.inverse, size: size)
    let real = AlignedBuffer<Float>(count: size)
    let complex = AlignedBuffer<Float>(count: bins.count)
    for (i, value) in bins.enumerated() { complex.elements[i] = value }
    inverse.run(real: real.elements, complex: complex.elements)
    for i in 0..<size { #expect(abs(real.elements[i] / Float(size) - x[i]) < 1e-6) }
  }

  @Test func plansMadeAndRunOnManyThreadsAtOnceGiveTheSameBins() async {
    let sizes = Array(20..<84)
    let expected = sizes.map { spectrum(noise($0)) }
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 {
        for (size, bins) in zip(sizes, expected) {
          group.addTask { spectrum(noise(size)) == bins }
        }
      }
      for await same in group { #expect(same) }
    }
  }
}
