// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork

/// A face sequence that training draws from: one clip, or one still face.
struct VideoMaterial {
  /// Standardised face features, each `[frames, 64]`; several variations of the same faces.
  ///
  /// Of a clip, each variation is the whole sequence; of a still, the only tensor holds one variation
  /// a row, in no order of time.
  let variations: [Tensor]
  let label: Emotion
  let isStill: Bool
}

/// A sound that training draws from.
struct AudioMaterial {
  /// Discriminants of the sound in several forms, each `[count]`.
  let variations: [[Float]]
  let label: Emotion
  let corpus: String
}

/// Everything that the branches and the fusion are trained on, and the drawing of batches from it.
///
/// Emotions are drawn evenly, and within an emotion the corpora of the sounds evenly. Picture and
/// sound of a row agree in the emotion but not in the clip: what they say is then independent given
/// the emotion, and a few clips make many pairs.
struct TrainingMaterial {
  let configuration: BranchesConfiguration
  private let clips: [[VideoMaterial]]
  private let stills: [[VideoMaterial]]
  private let sounds: [[[AudioMaterial]]]
  private let discriminants: Int

  /// Material sorted by emotion and corpus; there must be sounds and pictures of every emotion.
  init(
    configuration: BranchesConfiguration, pictures: [VideoMaterial], sounds: [AudioMaterial],
    discriminants: Int
  ) throws {
    self.configuration = configuration
    self.discriminants = discriminants
    clips = Emotion.allCases.map { emotion in
      pictures.filter { $0.label == emotion && !$0.isStill }
    }
    stills = Emotion.allCases.map { emotion in
      pictures.filter { $0.label == emotion && $0.isStill }
    }
    let corpora = Set(sounds.map(\.corpus)).sorted()
    self.sounds = Emotion.allCases.map { emotion in
      corpora.map { corpus in sounds.filter { $0.label == emotion && $0.corpus == corpus } }
        .filter { !$0.isEmpty }
    }
    for emotion in Emotion.allCases {
      guard !self.sounds[emotion.index].isEmpty else {
        throw TrainingError(reason: "no training clip with sound is labelled \(emotion.rawValue)")
      }
      guard !clips[emotion.index].isEmpty || !stills[emotion.index].isEmpty else {
        throw TrainingError(
          reason: "no training clip with a face and no still face is labelled \(emotion.rawValue)")
      }
    }
  }

  /// A drawn batch and its labels.
  func batch(
    using generator: inout SeededGenerator
  ) -> (batch: FusionBatch, labels: [Emotion]) {
    var rows: [(faces: Tensor?, sound: [Float]?)] = []
    var labels: [Emotion] = []
    for _ in 0..<configuration.batchSize {
      let emotion = pick(Emotion.allCases, using: &generator)
      let choice = generator.uniform()
      let hearsSound = choice < configuration.pairShare + configuration.soundShare
      let seesPicture =
        choice < configuration.pairShare
        || choice >= configuration.pairShare + configuration.soundShare
      rows.append(
        (
          seesPicture ? drawFaces(emotion, using: &generator) : nil,
          hearsSound ? drawSound(emotion, using: &generator) : nil
        ))
      labels.append(emotion)
    }
    return (FusionBatch(rows: rows, discriminants: discriminants), labels)
  }

  private func drawSound(
    _ emotion: Emotion, using generator: inout SeededGenerator
  ) -> [Float] {
    let corpus = pick(sounds[emotion.index], using: &generator)
    let sound = pick(corpus, using: &generator)
    return pick(sound.variations, using: &generator).map {
      $0 + configuration.discriminantNoise * generator.normal()
    }
  }

  private func drawFaces(_ emotion: Emotion, using generator: inout SeededGenerator) -> Tensor {
    let clips = clips[emotion.index]
    let stills = stills[emotion.index]
    let takesStill =
      clips.isEmpty || (!stills.isEmpty && generator.uniform() < configuration.stillShare)
    let picture = pick(takesStill ? stills : clips, using: &generator)
    let variation = pick(picture.variations, using: &generator)
    let available = variation.shape[0]
    var faces: Tensor
    if picture.isStill {
      let length = Int.random(in: 1...2 * available, using: &generator)
      faces = variation.gathered(
        (0..<length).map { _ in Int.random(in: 0..<available, using: &generator) })
    } else {
      let most = min(configuration.frames.maximum, available)
      let fewest = min(configuration.frames.minimum, most)
      let length = Int.random(in: fewest...most, using: &generator)
      let start = Int.random(in: 0...available - length, using: &generator)
      faces = variation.rows(start..<start + length)
    }
    addNoise(to: &faces, using: &generator)
    return faces
  }

  private func addNoise(to faces: inout Tensor, using generator: inout SeededGenerator) {
    let width = faces.shape[1]
    let offset = (0..<width).map { _ in configuration.faceOffsetNoise * generator.normal() }
    faces.withUnsafeMutableBuffer { values in
      for index in values.indices {
        values[index] +=
          offset[index % width] + configuration.faceFeatureNoise * generator.normal()
      }
    }
  }

  private func pick<Element>(
    _ elements: [Element], using generator: inout SeededGenerator
  ) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &generator)]
  }
}
