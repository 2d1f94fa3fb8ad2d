// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Signal
import Testing

@testable import AudioFeatures

/// Pitch candidates of eight frames together.
struct PitchAnalysisTests {
  @Test(arguments: [8000, 16_000, 22_050])
  func eachFrameHasTheCandidateOfTheTextbook(sampleRate: Int) {
    let geometry = FrameGeometry(sampleRate: sampleRate)
    let audio = TestAudio.speechLike(seconds: 0.3, sampleRate: sampleRate)
    let samples = audio.values.map { SampleScale.amplitude($0) }
    let analysis = PitchAnalysis(geometry: geometry)
    let workspace = PitchAnalysis.Workspace(for: analysis)
    let candidates = samples.withUnsafeBufferPointer { samples in
      samples.baseAddress.map {
        analysis.candidates(
          $0, frames: 7, hopLength: 2 * geometry.hopLength, using: workspace)
      } ?? []
    }
    #expect(candidates.count == 7)
    for (frame, candidate) in candidates.enumerated() {
      let start = 2 * frame * geometry.hopLength
      let plain = PlainPitch.candidate(
        samples[start..<start + geometry.longLength].map { Double($0) }, geometry: geometry)
      // Single against double precision; curvatures at close knots lose three digits.
      #expect(abs(Double(candidate.frequency) - plain.frequency) < 1e-4 * plain.frequency)
      #expect(abs(Double(candidate.voicing) - plain.voicing) < 1e-4)
    }
  }
}
