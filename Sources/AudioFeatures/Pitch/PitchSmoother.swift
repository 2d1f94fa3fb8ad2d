// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Turns pitch candidates into a pitch contour, one frame late.
///
/// A blip of one voiced frame between unvoiced ones is removed, a gap of one is filled, and a jump by
/// an octave that is taken back at once is levelled.
struct PitchSmoother {
  /// One frame's answer.
  struct Output: Equatable {
    /// In Hz; 0 where unvoiced.
    var pitch: Float
    /// Pitch held through unvoiced frames and smoothed over voiced ones, in Hz.
    var envelope: Float
    /// Voicing of the frame that is answered, in [0, 1).
    var voicing: Float
  }

  private enum Turn { case none, up, down }

  private let cutoff: Float
  private var last: Float = 0
  private var lastVoicing: Float = 0
  private var envelope: Float = 0
  private var onset = Turn.none
  private var octave = Turn.none
  private var isFirst = true

  /// A smoother that takes candidates with a voicing above `cutoff` for voiced.
  init(cutoff: Float) {
    self.cutoff = cutoff
  }

  /// Takes frame `n` and answers for frame `n - 1`; nothing at the first.
  ///
  /// As in the reference, the first frame itself is forgotten and answered as unvoiced.
  mutating func add(_ candidate: SubharmonicSummation.Candidate) -> Output? {
    guard !isFirst else {
      isFirst = false
      return nil
    }
    var pitch = candidate.voicing > cutoff ? candidate.frequency : 0
    pitch = pitch.isFinite ? pitch : 0
    updateOnset(pitch)
    if pitch == 0 && onset == .up {
      last = 0
    } else if pitch > 0 && onset == .down {
      last = pitch
    }
    if last > 0 && pitch > 0 { updateOctave(pitch) }
    if last > 0 { envelope = envelope == 0 ? last : 0.75 * envelope + 0.25 * last }
    defer {
      last = pitch
      lastVoicing = candidate.voicing
    }
    return Output(pitch: last, envelope: envelope, voicing: lastVoicing)
  }

  private mutating func updateOnset(_ pitch: Float) {
    switch (last > 0, pitch > 0) {
    case (false, true): onset = .up
    case (true, false): if onset == .none { onset = .down }
    case (true, true), (false, false): onset = .none
    }
  }

  private mutating func updateOctave(_ pitch: Float) {
    let ratio = last / pitch
    let isDown = ratio > 1.2
    let isUp = ratio < 0.8
    if (isUp && octave == .down) || (isDown && octave == .up) { last = pitch }
    if isUp {
      octave = .up
    } else if isDown {
      if onset == .none { octave = .down }
    } else {
      octave = .none
    }
  }
}
