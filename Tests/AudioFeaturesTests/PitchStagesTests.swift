// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Testing

@testable import AudioFeatures

/// Logarithmic axis, candidates and the pitch smoother.
struct PitchStagesTests {
  private typealias Candidate = SubharmonicSummation.Candidate

  @Test(arguments: [8000, 16_000])
  func whatIsALineOverTheLogarithmStaysOneOnTheLogarithmicAxis(sampleRate: Int) {
    let size = FrameGeometry.transformSize(for: FrameGeometry(sampleRate: sampleRate).longLength)
    let axis = LogFrequencySpectrum(transformSize: size, sampleRate: sampleRate)
    let y = AlignedBuffer<SIMD8<Float>>(repeating: .zero, count: axis.count)
    let scratch = AlignedBuffer<SIMD8<Float>>(repeating: .zero, count: axis.count)
    let result = AlignedBuffer<SIMD8<Float>>(repeating: .zero, count: axis.count)
    let slopes = SIMD8<Float>(1, 2, -1, 0, 0.5, 3, -4, 7)
    func octave(_ bin: Int) -> Double { log2(Double(bin) * Double(sampleRate) / Double(size)) }
    for k in 0..<axis.count {
      let x = k == 0 ? 2 * octave(1) - octave(2) : octave(k)
      y.elements[k] = slopes * Float(x) + 1
    }
    axis.resample(y.elements, curvature: scratch.elements, into: result.elements)
    for i in 0..<axis.count {
      let expected = slopes * Float(axis.start + Double(i) * axis.step) + 1
      for lane in 0..<8 {
        #expect(abs(result.elements[i][lane] - expected[lane]) < 1e-3)
      }
    }
    #expect(abs(exp2(axis.start) - 25) < 1e-9)
    let last = axis.start + Double(axis.count - 1) * axis.step
    #expect(abs(exp2(last) - Double(sampleRate) / 2) < 1e-6)
  }

  private func outputs(
    _ pitches: [Float], voicing: Float = 0.9, cutoff: Float = 0.7
  ) -> [PitchSmoother.Output] {
    var smoother = PitchSmoother(cutoff: cutoff)
    return pitches.compactMap {
      smoother.add(Candidate(frequency: $0, voicing: $0 > 0 ? voicing : 0.1))
    }
  }

  @Test func theAnswerComesOneFrameLateAndTheFirstFrameIsForgotten() {
    let result = outputs([100, 100, 101, 102, 103])
    #expect(result.map(\.pitch) == [0, 100, 101, 102])
    #expect(result.map(\.voicing) == [0, 0.9, 0.9, 0.9])
  }

  @Test func aCandidateAtOrUnderTheCutoffIsUnvoiced() {
    #expect(outputs([100, 100, 100], voicing: 0.7).allSatisfy { $0.pitch == 0 })
  }

  @Test func oneVoicedFrameAloneIsRemovedAndTwoAreKept() {
    #expect(outputs([0, 0, 100, 0, 0, 0]).allSatisfy { $0.pitch == 0 })
    #expect(outputs([0, 0, 100, 100, 0, 0]).map(\.pitch) == [0, 0, 100, 100, 0])
  }

  @Test func aJumpByAnOctaveThatIsTakenBackAtOnceIsLevelled() {
    #expect(
      outputs([0, 100, 100, 200, 100, 100, 0]).map(\.pitch) == [0, 100, 100, 100, 100, 100])
  }

  @Test func theEnvelopeStartsAtTheFirstPitchMovesByAQuarterAndIsHeld() {
    let result = outputs([0, 100, 100, 0, 0, 120, 120, 0])
    #expect(result.map(\.envelope) == [0, 100, 100, 100, 100, 105, 108.75])
  }

  @Test func aParabolasExtremumIsFoundExactly() {
    // y = 5 - 2 (x - 0.3)^2
    func y(_ x: Double) -> Double { 5 - 2 * (x - 0.3) * (x - 0.3) }
    let vertex = Parabola.vertex(y(-1), y(0), y(1))
    #expect(abs(vertex.offset - 0.3) < 1e-12)
    #expect(abs(vertex.value - 5) < 1e-12)
    #expect(Parabola.vertex(1, 1, 1) == (0, 1))
  }
}
