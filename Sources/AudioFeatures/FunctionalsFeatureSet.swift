// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The variants of the 1582 paralinguistic functionals (INTERSPEECH 2010) that can be computed.
///
/// Both summarise the same contours; they differ in the pitch tracker's voicing cut-off, in the
/// unit of two functionals and in how the MFCC columns are spelled.
public enum FunctionalsFeatureSet: String, Codable, Sendable, CaseIterable {
  /// Cut-off 0.70; positions of extrema are fractions of the contour's length, in [0, 1).
  case emobase2010
  /// Cut-off 0.75; positions of extrema are frame indices. It agrees with openSMILE's IS10.
  case is10

  /// Name and revision of the extractor's arithmetic; changes when any value changes.
  public var version: String { "\(rawValue)-1" }

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
