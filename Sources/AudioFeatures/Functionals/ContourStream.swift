// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Synchronization

/// Everything about the contours that depends on the sample rate alone.
final class ContourTables: Sendable {
  private static let cache = Mutex<[Int: ContourTables]>([:])

  let geometry: FrameGeometry
  let spectral: SpectralAnalysis
  let pitch: PitchAnalysis

  /// The tables for a rate in Hz; made on first use and kept for the life of the process.
  static func cached(sampleRate: Int) -> ContourTables {
    cache.withLock { tables in
      if let known = tables[sampleRate] { return known }
      let made = ContourTables(sampleRate: sampleRate)
      tables[sampleRate] = made
      return made
    }
  }

  private init(sampleRate: Int) {
    geometry = FrameGeometry(sampleRate: sampleRate)
    spectral = SpectralAnalysis(geometry: geometry)
    pitch = PitchAnalysis(geometry: geometry)
  }
}

/// The walk over a sound that measures its contours.
///
/// The sound comes in pieces and is analysed in blocks of frames, of which only the last few
/// samples are kept. Several phases, whose frames begin a little later each, share the samples;
/// several voicing cut-offs share everything but the voice itself.
final class ContourStream {
  /// Frames of each phase that are analysed at a time.
  static let blockFrames = 64 * PitchAnalysis.batchCount

  let geometry: FrameGeometry
  private let tables: ContourTables
  private var samples: SampleWindow
  private var phases: [ContourPhase]

  private let spectralWorkspace: SpectralAnalysis.Workspace
  private let pitchWorkspace: PitchAnalysis.Workspace
  private let row = AlignedBuffer<Float>(count: SpectralAnalysis.valueCount)

  /// A walk whose phases begin at ascending `offsets`, in samples, each with its voicing cut-offs.
  init(sampleRate: Int, phases: [(offset: Int, cutoffs: [Float])]) {
    let tables = ContourTables.cached(sampleRate: sampleRate)
    let geometry = tables.geometry
    self.tables = tables
    self.geometry = geometry
    self.phases = phases.map {
      ContourPhase(geometry: geometry, offset: $0.offset, cutoffs: $0.cutoffs)
    }
    samples = SampleWindow(
      capacity: PeriodPerturbation.reach(geometry: geometry) + (phases.last?.offset ?? 0)
        + (Self.blockFrames - 1) * geometry.hopLength + geometry.longLength)
    spectralWorkspace = SpectralAnalysis.Workspace(for: tables.spectral)
    pitchWorkspace = PitchAnalysis.Workspace(for: tables.pitch)
  }

  /// Whole 60 ms frames of the first phase that have been analysed.
  var frameCount: Int { phases[0].frameCount }
  /// Of those the ones whose contours are held.
  var heldFrameCount: Int { phases[0].heldFrameCount }
  /// Samples that have come so far, those of a repetition among them.
  var sampleCount: Int { samples.end }
  /// Samples that are held for the frames to come.
  var heldSampleCount: Int { samples.count }
  /// Most samples that are ever held.
  var sampleCapacity: Int { samples.capacity }

  /// Takes the samples that follow those before.
  func append(_ piece: Span<Int16>) {
    var taken = 0
    while taken < piece.count {
      taken += samples.take(piece.extracting(droppingFirst: taken))
      while let last = phases.last, remainingFrames(of: last) >= Self.blockFrames {
        for phase in phases.indices { analyse(Self.blockFrames, phase: phase) }
        samples.discard(
          before: phases[0].frameCount * geometry.hopLength
            - PeriodPerturbation.reach(geometry: geometry))
      }
    }
  }

  /// Analyses what is left of the first `phaseCount` phases; true where the sound was repeated.
  ///
  /// The other phases stay without frames.
  func finish(phaseCount: Int) -> Bool {
    let minimum = ShortAudio.minimumCount(sampleRate: geometry.sampleRate)
    let isShort = samples.end < minimum
    if isShort { samples.lengthen(to: minimum) }
    for phase in phases.indices.prefix(phaseCount) {
      while case let remaining = remainingFrames(of: phases[phase]), remaining > 0 {
        analyse(min(remaining, Self.blockFrames), phase: phase)
      }
    }
    return isShort
  }

  /// The contours measured so far of one phase and one of its cut-offs.
  func contours(phase: Int, cutoff: Float) -> Contours { phases[phase].contours(cutoff: cutoff) }

  /// Lets go of the first phase's contours before a frame.
  func discardContours(before frame: Int) { phases[0].discard(before: frame) }

  private func remainingFrames(of phase: ContourPhase) -> Int {
    geometry.longFrameCount(samples: samples.end - phase.offset) - phase.frameCount
  }

  private func analyse(_ frames: Int, phase: Int) {
    let hop = geometry.hopLength
    let first = phases[phase].offset + phases[phase].frameCount * hop
    let start = samples.amplitudes(first..<first + (frames - 1) * hop + geometry.longLength)
    for frame in 0..<frames {
      tables.spectral.analyse(start + frame * hop, using: spectralWorkspace, into: row.start)
      phases[phase].add(spectral: row.elements.prefix(SpectralAnalysis.valueCount))
    }
    for batch in stride(from: 0, to: frames, by: PitchAnalysis.batchCount) {
      let candidates = tables.pitch.candidates(
        start + batch * hop, frames: min(PitchAnalysis.batchCount, frames - batch),
        hopLength: hop, using: pitchWorkspace)
      for candidate in candidates { phases[phase].add(candidate, in: samples) }
    }
  }
}

/// The contours whose first frame begins at one offset into the sound.
struct ContourPhase {
  /// In samples.
  let offset: Int
  private var spectral = ContourRows(width: SpectralAnalysis.valueCount)
  private var voices: [Voice]

  init(geometry: FrameGeometry, offset: Int, cutoffs: [Float]) {
    self.offset = offset
    voices = cutoffs.map { Voice(geometry: geometry, offset: offset, cutoff: $0) }
  }

  /// Frames analysed so far.
  var frameCount: Int { spectral.end }

  /// Frames whose contours are held.
  var heldFrameCount: Int { spectral.end - spectral.start }

  /// The contours so far with one of the cut-offs.
  func contours(cutoff: Float) -> Contours {
    guard let voice = voices.first(where: { $0.cutoff == cutoff }) else {
      preconditionFailure("no voice is measured with a cut-off of \(cutoff)")
    }
    return Contours(spectral: spectral, voice: voice.rows)
  }

  mutating func add(spectral values: Slice<UnsafeMutableBufferPointer<Float>>) {
    spectral.append(values)
  }

  /// Takes the pitch candidate of the next frame, which lies in `samples`.
  mutating func add(
    _ candidate: SubharmonicSummation.Candidate, in samples: borrowing SampleWindow
  ) {
    for i in voices.indices { voices[i].add(candidate, in: samples) }
  }

  mutating func discard(before frame: Int) {
    spectral.discard(before: frame)
    for i in voices.indices { voices[i].rows.discard(before: frame) }
  }

  /// What depends on the voicing cut-off.
  private struct Voice {
    let cutoff: Float
    /// One row fewer than frames, as the smoother answers one frame late.
    var rows = ContourRows(width: Contours.voiceColumns.count)
    private var smoother: PitchSmoother
    private var perturbation: PeriodPerturbation

    init(geometry: FrameGeometry, offset: Int, cutoff: Float) {
      self.cutoff = cutoff
      smoother = PitchSmoother(cutoff: cutoff)
      perturbation = PeriodPerturbation(geometry: geometry, offset: offset)
    }

    mutating func add(
      _ candidate: SubharmonicSummation.Candidate, in samples: borrowing SampleWindow
    ) {
      guard let output = smoother.add(candidate) else { return }
      let ratios = perturbation.add(pitch: output.pitch, in: samples)
      rows.append([
        output.envelope, output.voicing, output.pitch, ratios.jitterLocal,
        ratios.jitterDifference, ratios.shimmer,
      ])
    }
  }
}
