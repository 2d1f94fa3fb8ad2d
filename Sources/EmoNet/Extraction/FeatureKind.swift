// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import AudioFeatures
package import Media

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
  var isOfAudio: Bool {
    switch self {
    case .audioIS10, .audioEmobase2010, .audioModel, .audioContours, .mfcc: true
    case .faces, .frames, .video, .clip: false
    }
  }

  /// Whether the values depend on the model's weights.
  public var needsModel: Bool { self == .frames || self == .video || self == .clip }
}

/// What is extracted and how.
public struct ExtractionSettings: Sendable, Equatable {
  /// The rate at which the sound is analysed.
  public enum SampleRate: String, Sendable, CaseIterable {
    /// 16 kHz, which the models were trained on.
    case canonical
    /// The rate of the file.
    case native
  }

  /// Whose faces stand in the table of faces.
  public enum FaceChoice: String, Sendable, CaseIterable {
    /// The main face: one row a frame.
    case main
    /// Every face: one row each, and one in a frame without any.
    case all
  }

  /// The features, each once.
  public var features: [FeatureKind]
  /// The rate at which the sound is analysed; what the model hears for `clip` is always of 16 kHz.
  public var sampleRate: SampleRate
  /// Whose faces stand in the table of faces.
  public var faces: FaceChoice
  /// How the sound is prepared for `audio-model` and `clip`; nil for how the model takes it.
  public var sound: SoundPreparation?
  /// How the cepstral coefficients are computed.
  public var cepstrum: CepstrumOptions
  /// Which of several tracks of picture and sound are read.
  package var tracks = TrackSelection.usual

  /// Settings; the sound is brought to 16 kHz, the main face is followed.
  public init(
    features: [FeatureKind], sampleRate: SampleRate = .canonical, faces: FaceChoice = .main,
    sound: SoundPreparation? = nil, cepstrum: CepstrumOptions = .init()
  ) {
    self.sound = sound
    self.features = features
    self.sampleRate = sampleRate
    self.faces = faces
    self.cepstrum = cepstrum
  }
}

/// What was extracted from one clip.
public struct ClipFeatures: Sendable, Equatable {
  /// Values of the features with a row a clip, each as long as its columns.
  public var vectors: [FeatureKind: [Float]] = [:]
  /// Features with a row a frame whose rows were all handed over.
  public var tables: Set<FeatureKind> = []
  /// Why a feature that was asked for is not there.
  public var failures: [FeatureKind: String] = [:]
  /// What was missing or damaged without preventing an answer, one line each.
  public var warnings: [String] = []
}
