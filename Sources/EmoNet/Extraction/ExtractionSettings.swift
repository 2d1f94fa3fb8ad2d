// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import AudioFeatures

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
  /// The rate at which the sound is analysed; the models' own features are always of 16 kHz.
  public var sampleRate: SampleRate
  /// Whose faces stand in the table of faces.
  public var faces: FaceChoice
  /// How the cepstral coefficients are computed.
  public var cepstrum: CepstrumOptions

  /// Settings; the sound is brought to 16 kHz, the main face is followed.
  public init(
    features: [FeatureKind], sampleRate: SampleRate = .canonical, faces: FaceChoice = .main,
    cepstrum: CepstrumOptions = .init()
  ) {
    self.features = features
    self.sampleRate = sampleRate
    self.faces = faces
    self.cepstrum = cepstrum
  }
}
