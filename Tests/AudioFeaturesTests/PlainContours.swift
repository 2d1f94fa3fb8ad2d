// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Signal

@testable import AudioFeatures

/// The contours of a sound that is held whole, one frame after another and without any blocks: the
/// reference that `AudioAnalysis` is held to, byte for byte.
struct PlainContours {
  /// Smoothed contours, `[38][frames - 1 or more]`.
  let smoothed: [[Float]]
  /// Their deltas, of the same lengths.
  let deltas: [[Float]]
  /// Frames for which every contour has a value.
  let frameCount: Int

  /// Contours of a sound of 100 ms or more, from sample `offset` on.
  init(of audio: AudioSamples, offset: Int = 0, cutoff: Float) {
    let values = Array(audio.values.dropFirst(offset))
    let geometry = FrameGeometry(sampleRate: audio.sampleRate)
    let spectral = SpectralAnalysis(geometry: geometry)
    let pitch = PitchAnalysis(geometry: geometry)
    let spectralWorkspace = SpectralAnalysis.Workspace(for: spectral)
    let pitchWorkspace = PitchAnalysis.Workspace(for: pitch)
    let row = AlignedBuffer<Float>(count: SpectralAnalysis.valueCount)
    var samples = SampleWindow(capacity: values.count)
    _ = samples.take(values.span)
    var smoother = PitchSmoother(cutoff: cutoff)
    var perturbation = PeriodPerturbation(geometry: geometry)
    var columns = [[Float]](repeating: [], count: Contours.columnCount)
    for frame in 0..<geometry.longFrameCount(samples: values.count) {
      let start = frame * geometry.hopLength
      let amplitudes = samples.amplitudes(start..<start + geometry.longLength)
      spectral.analyse(amplitudes, using: spectralWorkspace, into: row.start)
      for column in 0..<SpectralAnalysis.valueCount { columns[column].append(row.start[column]) }
      let candidate = pitch.candidates(
        amplitudes, frames: 1, hopLength: geometry.hopLength, using: pitchWorkspace)[0]
      guard let output = smoother.add(candidate) else { continue }
      let ratios = perturbation.add(pitch: output.pitch, in: samples)
      columns[Contours.pitchEnvelope].append(output.envelope)
      columns[Contours.voicing].append(output.voicing)
      columns[Contours.pitch].append(output.pitch)
      columns[Contours.jitterLocal].append(ratios.jitterLocal)
      columns[Contours.jitterDifference].append(ratios.jitterDifference)
      columns[Contours.shimmer].append(ratios.shimmer)
    }
    smoothed = columns.map { MovingAverage.smoothed($0) }
    deltas = smoothed.map { DeltaRegression.slopes($0) }
    frameCount = columns[Contours.pitch].count
  }

  /// Rows of descriptors, `[frames, 76]`, row-major.
  var rows: [Float] {
    (0..<frameCount).flatMap { frame in (smoothed + deltas).map { $0[frame] } }
  }
}
