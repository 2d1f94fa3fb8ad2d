// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// Everything that depends on the sample rate alone, and the walk over a sound that uses it.
///
/// The sound is taken in blocks of frames, so that memory beyond the contours themselves does not
/// grow with its length.
struct ContourAnalysis: Sendable {
  /// Frames that are analysed before the next samples are converted.
  private static let blockFrames = 64 * PitchAnalysis.batchCount

  let geometry: FrameGeometry
  private let spectral: SpectralAnalysis
  private let pitch: PitchAnalysis

  init(sampleRate: Int) {
    geometry = FrameGeometry(sampleRate: sampleRate)
    spectral = SpectralAnalysis(geometry: geometry)
    pitch = PitchAnalysis(geometry: geometry)
  }

  /// Contours of a sound, `[samples]`, that is not too short.
  func contours(of sound: UnsafeBufferPointer<Int16>, voicingCutoff: Float) -> Contours {
    let frameCount = geometry.longFrameCount(samples: sound.count)
    var contours = Contours(frameCount: frameCount)
    let spectralWorkspace = SpectralAnalysis.Workspace(for: spectral)
    let pitchWorkspace = PitchAnalysis.Workspace(for: pitch)
    let hop = geometry.hopLength
    let block = AlignedBuffer<Float>(count: Self.blockFrames * hop + geometry.longLength)
    guard let samples = block.elements.baseAddress else { return contours }
    var smoother = PitchSmoother(cutoff: voicingCutoff)
    var perturbation = PeriodPerturbation(geometry: geometry)

    for first in stride(from: 0, to: frameCount, by: Self.blockFrames) {
      let frames = min(Self.blockFrames, frameCount - first)
      for i in 0..<(frames - 1) * hop + geometry.longLength {
        samples[i] = SampleScale.amplitude(sound[first * hop + i])
      }
      for frame in 0..<frames {
        spectral.analyse(
          samples + frame * hop, using: spectralWorkspace, into: &contours, row: first + frame)
      }
      for batch in stride(from: 0, to: frames, by: PitchAnalysis.batchCount) {
        let count = min(PitchAnalysis.batchCount, frames - batch)
        let candidates = pitch.candidates(
          samples + batch * hop, frames: count, hopLength: hop, using: pitchWorkspace)
        for (lane, candidate) in candidates.enumerated() {
          // The smoother answers for the frame before.
          guard let output = smoother.add(candidate) else { continue }
          let row = first + batch + lane - 1
          let ratios = perturbation.add(pitch: output.pitch, in: sound)
          contours[Contours.pitchEnvelope, row] = output.envelope
          contours[Contours.voicing, row] = output.voicing
          contours[Contours.pitch, row] = output.pitch
          contours[Contours.jitterLocal, row] = ratios.jitterLocal
          contours[Contours.jitterDifference, row] = ratios.jitterDifference
          contours[Contours.shimmer, row] = ratios.shimmer
        }
      }
    }
    return contours
  }
}
