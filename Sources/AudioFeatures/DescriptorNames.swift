// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Names and order of the contours and of the functionals.
///
/// Group 1 has a value in every frame; group 2 (pitch and its perturbations) is zero where the
/// voice is silent, and its functionals leave those frames out.
struct DescriptorNames: Sendable {
  /// Contours that have a value in every frame.
  static let group1 = 0..<34
  /// Contours of pitch and its perturbations.
  static let group2 = 34..<38
  /// Contours of both groups, without deltas.
  static let contourCount = group2.upperBound
  /// Values of one sound.
  static let functionalCount = 1582

  /// Smoothed contours, `[38]`: group 1, then group 2.
  let contours: [String]
  /// Their deltas, `[38]`, in the same order.
  let deltas: [String]
  /// Functionals, `[1582]`.
  let functionals: [String]

  init(featureSet: FunctionalsFeatureSet) {
    let contours = Self.contours(suffix: "_sma", featureSet: featureSet)
    let deltas = Self.contours(suffix: "_sma_de", featureSet: featureSet)
    var functionals: [String] = []
    functionals.reserveCapacity(Self.functionalCount)
    for (group, kinds) in [
      (Self.group1, ContourFunctional.group1), (Self.group2, ContourFunctional.group2),
    ] {
      for contour in contours[group] + deltas[group] {
        functionals += kinds.map { "\(contour)_\($0.name)" }
      }
    }
    functionals += ["F0final__Turn_numOnsets", "F0final__Turn_duration"]
    self.contours = contours
    self.deltas = deltas
    self.functionals = functionals
  }

  private static func contours(suffix: String, featureSet: FunctionalsFeatureSet) -> [String] {
    func numbered(_ stem: String, _ count: Int) -> [String] {
      (0..<count).map { "\(stem)\(suffix)[\($0)]" }
    }
    return ["pcm_loudness\(suffix)"]
      + numbered(featureSet.cepstrumName, Contours.cepstrumCount)
      + numbered("logMelFreqBand", Contours.logMelCount)
      + numbered("lspFreq", Contours.lineSpectralCount)
      + ["F0finEnv", "voicingFinalUnclipped"].map { $0 + suffix }
      + ["F0final", "jitterLocal", "jitterDDP", "shimmerLocal"].map { $0 + suffix }
  }
}
