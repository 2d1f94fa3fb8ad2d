// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The variants of the 1582 paralinguistic functionals (INTERSPEECH 2010) that can be computed.
///
/// Both summarise the same contours; they differ in the pitch tracker's voicing cut-off, in the
/// unit of two functionals and in how the MFCC columns are spelled.
package enum FunctionalsFeatureSet: String, Codable, Sendable, CaseIterable {
  /// Cut-off 0.70; positions of extrema are fractions of the contour's length, in [0, 1).
  case emobase2010
  /// Cut-off 0.75; positions of extrema are frame indices. It agrees with openSMILE's IS10.
  case is10

  /// Name and revision of the extractor's arithmetic; changes when any value changes.
  package var version: String { "\(rawValue)-1" }

  /// Voicing probability above which a pitch candidate counts as voiced, in [0, 1].
  var voicingCutoff: Float {
    switch self {
    case .emobase2010: 0.70
    case .is10: 0.75
    }
  }

  /// Whether `maxPos` and `minPos` are divided by the number of frames.
  var positionsAreRelative: Bool { self == .emobase2010 }

  /// Stem of the MFCC columns' names.
  var cepstrumName: String {
    switch self {
    case .emobase2010: "pcm_fftMag_mfcc"
    case .is10: "mfcc"
    }
  }
}

/// Names and order of the contours and of the functionals.
struct DescriptorNames: Sendable {
  /// Contours that are summarised alike.
  enum Group: CaseIterable {
    /// Those with a value in every frame.
    case everyFrame
    /// Pitch and its perturbations, which are zero where the voice is silent.
    case voicedFrames

    /// Their columns among the contours.
    var columns: Range<Int> {
      switch self {
      case .everyFrame: 0..<Contours.pitch
      case .voicedFrames: Contours.pitch..<Contours.columnCount
      }
    }

    /// The statistics that summarise each, in order.
    var functionals: [ContourFunctional] {
      switch self {
      case .everyFrame: ContourFunctional.allCases
      case .voicedFrames:
        ContourFunctional.allCases.filter { $0 != .percentile1 && $0 != .percentileRange }
      }
    }

    /// Whether values of exactly zero are left out of the statistics.
    var omitsZeros: Bool { self == .voicedFrames }
  }

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
    for group in Group.allCases {
      for contour in contours[group.columns] + deltas[group.columns] {
        functionals += group.functionals.map { "\(contour)_\($0.name)" }
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
      + numbered(featureSet.cepstrumName, SpectralAnalysis.cepstrumCount)
      + numbered("logMelFreqBand", SpectralAnalysis.logMelCount)
      + numbered("lspFreq", SpectralAnalysis.lineSpectralCount)
      + ["F0finEnv", "voicingFinalUnclipped"].map { $0 + suffix }
      + ["F0final", "jitterLocal", "jitterDDP", "shimmerLocal"].map { $0 + suffix }
  }
}
