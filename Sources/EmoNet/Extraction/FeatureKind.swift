// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The features that can be extracted from a clip.
public enum FeatureKind: String, Sendable, Codable, CaseIterable {
  /// 1582 functionals of the sound, variant `is10`; a row a clip.
  case audioIS10 = "audio-is10"
  /// 1582 functionals of the sound, variant `emobase2010`; a row a clip.
  case audioEmobase2010 = "audio-emobase2010"
  /// The same averaged over four starts of the analysis, as the models take them; a row a clip.
  case audioModel = "audio-model"
  /// The 38 contours that `audio-emobase2010` summarises and their deltas; a row every 10 ms.
  case audioContours = "audio-contours"
  /// Mel-frequency cepstral coefficients of the sound; a row every hop.
  case mfcc
  /// Where the faces are; a row a canonical frame.
  case faces
  /// 64 features of the main face by the model's backbone; a row a canonical frame.
  case frames
  /// What the model's recurrent network makes of the faces; a row a clip.
  case video
  /// The model's last hidden layer, of picture and sound together; a row a clip.
  case clip

  /// Whether a clip has a table of its own rather than one row.
  public var isPerFrame: Bool {
    switch self {
    case .audioContours, .mfcc, .faces, .frames: true
    case .audioIS10, .audioEmobase2010, .audioModel, .video, .clip: false
    }
  }

  /// Whether the values are measured in the sound, at the sample rate that is asked for.
  var isOfSound: Bool {
    switch self {
    case .audioIS10, .audioEmobase2010, .audioModel, .audioContours, .mfcc: true
    case .faces, .frames, .video, .clip: false
    }
  }

  /// Whether the values depend on the model's weights.
  public var needsModel: Bool { self == .frames || self == .video || self == .clip }
}
