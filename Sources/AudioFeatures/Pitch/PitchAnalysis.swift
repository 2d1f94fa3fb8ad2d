// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The chain over 60 ms frames: magnitudes, logarithmic axis, sub-harmonic sum, candidates.
///
/// Eight frames go through it together, one a vector lane.
struct PitchAnalysis: Sendable {
  /// Frames that are analysed together.
  static let batchCount = 8

  private static let windowDeviation = 0.25

  private let length: Int
  private let window: [Float]
  private let transform: FourierTransform
  private let axis: LogFrequencySpectrum
  private let summation: SubharmonicSummation

  init(geometry: FrameGeometry) {
    length = geometry.longLength
    let size = FrameGeometry.transformSize(for: length)
    window = WindowFunction.gaussian(length: length, deviation: Self.windowDeviation)
    transform = .cached(.forward, size: size)
    axis = LogFrequencySpectrum(transformSize: size, sampleRate: geometry.sampleRate)
    summation = SubharmonicSummation(axis: axis, sampleRate: geometry.sampleRate)
  }

  /// Scratch memory for one caller.
  struct Workspace: ~Copyable {
    fileprivate let frame: AlignedBuffer<Float>
    fileprivate let spectrum: AlignedBuffer<Float>
    fileprivate let magnitudes: AlignedBuffer<SIMD8<Float>>
    fileprivate let curvature: AlignedBuffer<SIMD8<Float>>
    fileprivate let resampled: AlignedBuffer<SIMD8<Float>>

    init(for analysis: PitchAnalysis) {
      let bins = analysis.transform.binCount
      frame = AlignedBuffer(count: analysis.transform.size)
      spectrum = AlignedBuffer(count: 2 * (bins + VectorMath.width))
      magnitudes = AlignedBuffer(repeating: .zero, count: bins)
      curvature = AlignedBuffer(repeating: .zero, count: bins)
      resampled = AlignedBuffer(repeating: .zero, count: bins)
    }
  }

  /// Candidates of up to eight frames that start `hopLength` samples apart.
  ///
  /// `samples` points to the first frame's first sample, in [-1, 1].
  func candidates(
    _ samples: UnsafePointer<Float>, frames: Int, hopLength: Int,
    using workspace: borrowing Workspace
  ) -> [SubharmonicSummation.Candidate] {
    precondition((1...Self.batchCount).contains(frames), "\(frames) frames do not fit a batch")
    let magnitudes = workspace.magnitudes.elements
    magnitudes.update(repeating: .zero)
    for lane in 0..<frames {
      measure(samples + lane * hopLength, lane: lane, using: workspace)
    }
    axis.resample(
      magnitudes, curvature: workspace.curvature.elements, into: workspace.resampled.elements)
    // The magnitudes have been used; their memory takes the sums.
    summation.sum(workspace.resampled.elements, into: magnitudes)
    return Array(summation.candidates(magnitudes).prefix(frames))
  }

  /// Writes one frame's magnitudes into its lane.
  private func measure(
    _ samples: UnsafePointer<Float>, lane: Int, using workspace: borrowing Workspace
  ) {
    let (frame, spectrum) = (workspace.frame.start, workspace.spectrum.start)
    let lanes = UnsafeMutableRawPointer(workspace.magnitudes.start)
    window.withUnsafeBufferPointer { window in
      guard let window = window.baseAddress else { return }
      VectorMath.multiply(samples, window, into: frame, count: length)
    }
    transform.run(real: workspace.frame.elements, complex: workspace.spectrum.elements)
    let magnitudes = lanes.assumingMemoryBound(to: Float.self) + lane
    let (bins, width) = (transform.binCount, VectorMath.width)
    for start in stride(from: 0, to: bins, by: width) {
      // The spectrum's memory is padded, so the last group may reach beyond its end.
      let values = VectorMath.power(spectrum + 2 * start).squareRoot()
      for i in 0..<min(width, bins - start) {
        magnitudes[Self.batchCount * (start + i)] = values[i]
      }
    }
  }
}
