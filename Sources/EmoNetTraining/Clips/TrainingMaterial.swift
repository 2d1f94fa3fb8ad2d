// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork

/// A face sequence that training draws from: one clip, or one still face.
struct VideoMaterial {
  /// Several variations of the same faces.
  ///
  /// Of a clip, each variation is the whole sequence; of a still, the only one holds one variation a row, in
  /// no order of time.
  let variations: [FaceRows]
  let label: Emotion
  let isStill: Bool
}

/// A sound that training draws from.
struct AudioMaterial {
  /// The sound in several forms.
  let variations: [AudioReading.Sound]
  let label: Emotion
  let corpus: String
}

/// Everything that the branches and the fusion are trained on, and the drawing of batches from it.
///
/// Emotions are drawn evenly, and within an emotion the corpora of the sounds by their weights. Picture and
/// sound of a row agree in the emotion but not in the clip: what they say is then independent given
/// the emotion, and a few clips make many pairs.
struct TrainingMaterial {
  let configuration: BranchesConfiguration
  private let faces: FaceDrawing
  private let sounds: [[[AudioMaterial]]]
  private let discriminants: Int

  /// Material sorted by emotion and corpus; there must be sounds and pictures of every emotion.
  init(
    configuration: BranchesConfiguration, pictures: [VideoMaterial], sounds: [AudioMaterial],
    discriminants: Int
  ) throws {
    self.configuration = configuration
    self.discriminants = discriminants
    faces = try FaceDrawing(pictures, configuration: configuration)
    let corpora = Set(sounds.map(\.corpus)).sorted()
    self.sounds = Emotion.allCases.map { emotion in
      corpora.map { corpus in sounds.filter { $0.label == emotion && $0.corpus == corpus } }
        .filter { !$0.isEmpty }
    }
    for emotion in Emotion.allCases where self.sounds[emotion.index].isEmpty {
      throw TrainingError(reason: "no training clip with sound is labelled \(emotion.rawValue)")
    }
  }

  /// A drawn batch and its labels.
  func batch(
    using generator: inout SeededGenerator
  ) -> (batch: FusionBatch, labels: [Emotion]) {
    var rows: [FusionRow] = []
    var labels: [Emotion] = []
    for _ in 0..<configuration.batchSize {
      let emotion = generator.pick(Emotion.allCases)
      let choice = generator.uniform()
      let hearsSound = choice < configuration.pairShare + configuration.soundShare
      let seesPicture =
        choice < configuration.pairShare
        || choice >= configuration.pairShare + configuration.soundShare
      rows.append(
        FusionRow(
          picture: seesPicture ? faces.draw(emotion, using: &generator) : nil,
          sound: hearsSound ? drawSound(emotion, using: &generator) : nil))
      labels.append(emotion)
    }
    return (FusionBatch(rows: rows, discriminants: discriminants), labels)
  }

  /// A sound of an emotion, or one that is said to be unfamiliar and is, as often as that, of any emotion.
  ///
  /// So the network learns how much a sound counts of which it is told how familiar it is.
  private func drawSound(
    _ emotion: Emotion, using generator: inout SeededGenerator
  ) -> AudioReading.Sound {
    let doubtShare = configuration.doubtShare ?? 0
    guard doubtShare > 0, generator.uniform() < doubtShare else {
      return draw(emotion, using: &generator)
    }
    let familiarity = generator.uniform()
    let isRight = generator.uniform() < familiarity
    var sound = draw(
      isRight ? emotion : generator.pick(Emotion.allCases), using: &generator)
    sound.familiarity = familiarity
    return sound
  }

  private func draw(
    _ emotion: Emotion, using generator: inout SeededGenerator
  ) -> AudioReading.Sound {
    let corpora = sounds[emotion.index]
    let corpus: [AudioMaterial]
    if let weights = configuration.corpusWeights {
      corpus = generator.pick(corpora, weights: corpora.map { weights[$0[0].corpus] ?? 1 })
    } else {
      corpus = generator.pick(corpora)
    }
    let sound = generator.pick(corpus)
    var drawn = generator.pick(sound.variations)
    drawn.discriminants = drawn.discriminants.map {
      $0 + configuration.discriminantNoise * generator.normal()
    }
    return drawn
  }
}

extension SeededGenerator {
  /// One of the elements, each as likely as the others.
  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }

  /// One of the elements, each as likely as its weight, none of which is negative and one positive.
  mutating func pick<Element>(_ elements: [Element], weights: [Float]) -> Element {
    var place = uniform() * weights.reduce(0, +)
    for (element, weight) in zip(elements, weights) {
      if place < weight { return element }
      place -= weight
    }
    return elements[weights.lastIndex { $0 > 0 } ?? 0]
  }
}
