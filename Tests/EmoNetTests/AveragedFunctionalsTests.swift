// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import Foundation
import Media
import Testing

@testable import EmoNet

@Suite("Averaged functionals")
struct AveragedFunctionalsTests {
  private let extractor = FunctionalsExtractor(featureSet: .emobase2010)

  /// A voice whose pitch and loudness wander.
  private func voice(seconds: Double) -> AudioSamples {
    let count = Int(seconds * 16_000)
    return AudioSamples(
      values: (0..<count).map { sample in
        let time = Double(sample) / 16_000
        let phase = 2 * Double.pi * (140 * time + 3 * sin(5 * time))
        let wave = (1...12).map { sin(Double($0) * phase) / Double($0) }.reduce(0, +)
        return Int16(6000 * (1 + 0.5 * sin(9 * time)) * wave / 2)
      })
  }

  private func later(_ sound: AudioSamples, by samples: Int) -> AudioSamples {
    AudioSamples(values: Array(sound.values.dropFirst(samples)))
  }

  @Test("each value is the mean over starts 0, 2.5, 5 and 7.5 ms into the sound")
  func mean() {
    let sound = voice(seconds: 1)
    let single = [0, 40, 80, 120].map { extractor.functionals(of: later(sound, by: $0)).values }
    let averaged = extractor.averagedFunctionals(of: sound).values
    for index in averaged.indices {
      let expected = single.map { Double($0[index]) }.reduce(0, +) / 4
      #expect(abs(Double(averaged[index]) - expected) <= 1e-6 * max(1, abs(expected)))
    }
  }

  @Test("a short sound is analysed once")
  func short() {
    let sound = voice(seconds: 0.29)
    #expect(extractor.averagedFunctionals(of: sound) == extractor.functionals(of: sound))
  }

  @Test("a shift of 5 ms changes them less than half as much as those of one start")
  func stable() {
    let sound = voice(seconds: 1.5)
    let shifted = later(sound, by: 80)
    func change(_ left: [Float], _ right: [Float]) -> Double {
      zip(left, right).map { left, right in
        Double(abs(Standardizer.signedLog(left) - Standardizer.signedLog(right)))
      }.reduce(0, +)
    }
    let averaged = change(
      extractor.averagedFunctionals(of: sound).values,
      extractor.averagedFunctionals(of: shifted).values)
    let single = change(
      extractor.functionals(of: sound).values, extractor.functionals(of: shifted).values)
    #expect(averaged < single / 2, "\(averaged) against \(single)")
  }
}
