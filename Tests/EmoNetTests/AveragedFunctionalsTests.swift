// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import Foundation
import Signal
import Testing

@testable import EmoNet

/// The averaged functionals on the scale on which models take them.
@Suite struct AveragedFunctionalsTests {
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

  @Test func aShiftOf5MsChangesThemLessThanHalfAsMuchAsThoseOfOneStart() {
    let sound = voice(seconds: 1.5)
    let shifted = AudioSamples(values: Array(sound.values.dropFirst(80)))
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
