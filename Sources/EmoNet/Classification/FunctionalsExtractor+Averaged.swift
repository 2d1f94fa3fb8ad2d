// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import AudioFeatures
internal import Media

extension FunctionalsExtractor {
  /// Names these values as models take them; changes whenever a value does.
  static let averagedVersion = FunctionalsFeatureSet.emobase2010.version + "-averaged-1"

  /// How many times a sound is analysed, each time from a little later on.
  private static let phases = 4
  /// Frames of analysis begin this often, in seconds.
  private static let hopDuration = 0.01
  /// Below this many seconds a sound is analysed once: each frame counts too much to leave one out.
  private static let shortestAveraged = 0.3

  /// The functionals averaged over where in the sound the frames of analysis happen to begin.
  ///
  /// Extremes and positions among the values change when all frames move by a few milliseconds, as
  /// they do when a clip is cut or stored again; what the model hears should not.
  func averagedFunctionals(of sound: AudioSamples) -> Functionals {
    let whole = functionals(of: sound)
    guard sound.duration >= Self.shortestAveraged else { return whole }
    var sum = whole.values.map(Double.init)
    for phase in 1..<Self.phases {
      let start = Self.hopDuration * Double(phase) / Double(Self.phases)
      let later = AudioSamples(
        values: Array(sound.values.dropFirst(Int((start * Double(sound.sampleRate)).rounded()))),
        sampleRate: sound.sampleRate)
      for (index, value) in functionals(of: later).values.enumerated() {
        sum[index] += Double(value)
      }
    }
    return Functionals(
      values: sum.map { Float($0 / Double(Self.phases)) }, wasPadded: whole.wasPadded)
  }
}
