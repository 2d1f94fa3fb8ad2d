// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork

/// Faces as the networks take them, a row a face.
struct FaceRows {
  /// Standardised features, `[faces, 64]`.
  var features: Tensor
  /// The backbone's own scores before the softmax, `[faces, 7]`.
  var logits: Tensor

  var count: Int { features.shape[0] }

  func gathered(_ rows: [Int]) -> FaceRows {
    FaceRows(features: features.gathered(rows), logits: logits.gathered(rows))
  }

  /// These faces on their way to as many others: a share of 0 is still these, 1 the others.
  ///
  /// Features of a face between two are not those between theirs, but lie near them where faces are alike.
  func blended(with other: FaceRows, shares: [Float]) -> FaceRows {
    func blend(_ left: Tensor, _ right: Tensor) -> Tensor {
      let width = left.shape[1]
      return Tensor(
        shape: left.shape,
        (0..<left.count).map { index in
          left[index] + (right[index] - left[index]) * shares[index / width]
        })
    }
    return FaceRows(
      features: blend(features, other.features), logits: blend(logits, other.logits))
  }
}

/// Draws sequences of faces: pieces of clips, still faces that move a little, and expressions that come out of a
/// neutral face.
struct FaceDrawing {
  private let configuration: BranchesConfiguration
  private let pooling: FaceScorePooling?
  private let clips: [[VideoMaterial]]
  private let stills: [[VideoMaterial]]

  /// Longest stretches of an onset: neutral, rising and full, in frames.
  private static let onset = (neutral: 30, rising: 12, full: 20)

  /// Pictures sorted by emotion; there must be some of every emotion.
  init(_ pictures: [VideoMaterial], configuration: BranchesConfiguration) throws {
    self.configuration = configuration
    pooling = configuration.faceScoreSharpness.map(FaceScorePooling.init)
    clips = Emotion.allCases.map { emotion in
      pictures.filter { $0.label == emotion && !$0.isStill }
    }
    stills = Emotion.allCases.map { emotion in
      pictures.filter { $0.label == emotion && $0.isStill }
    }
    for emotion in Emotion.allCases
    where clips[emotion.index].isEmpty && stills[emotion.index].isEmpty {
      throw TrainingError(
        reason: "no training clip with a face and no still face is labelled \(emotion.rawValue)")
    }
  }

  /// Faces that express an emotion.
  func draw(_ emotion: Emotion, using generator: inout SeededGenerator) -> FusionRow.Picture {
    var faces = rows(emotion, using: &generator)
    let scores = pooling.map { $0(faces.logits) } ?? [Float](repeating: 0, count: Emotion.count)
    addNoise(to: &faces.features, using: &generator)
    return FusionRow.Picture(faces: faces.features, scores: scores)
  }

  private func rows(_ emotion: Emotion, using generator: inout SeededGenerator) -> FaceRows {
    let clips = clips[emotion.index]
    let stills = stills[emotion.index]
    let takesStill =
      clips.isEmpty || (!stills.isEmpty && generator.uniform() < configuration.stillShare)
    let picture = generator.pick(takesStill ? stills : clips)
    let variation = generator.pick(picture.variations)
    guard picture.isStill else { return piece(of: variation, using: &generator) }
    let neutral = self.stills[Emotion.neutral.index]
    let onsetShare = configuration.onsetShare ?? 0
    guard onsetShare > 0, !neutral.isEmpty, generator.uniform() < onsetShare else {
      return still(
        variation, length: Int.random(in: 1...2 * variation.count, using: &generator),
        using: &generator)
    }
    return onset(
      of: variation, from: generator.pick(generator.pick(neutral).variations), using: &generator)
  }

  private func piece(of clip: FaceRows, using generator: inout SeededGenerator) -> FaceRows {
    let most = min(configuration.frames.maximum, clip.count)
    let fewest = min(configuration.frames.minimum, most)
    let length = Int.random(in: fewest...most, using: &generator)
    let start = Int.random(in: 0...clip.count - length, using: &generator)
    return clip.gathered(Array(start..<start + length))
  }

  private func still(
    _ face: FaceRows, length: Int, using generator: inout SeededGenerator
  ) -> FaceRows {
    face.gathered((0..<length).map { _ in Int.random(in: 0..<face.count, using: &generator) })
  }

  /// A neutral face that becomes another; of a neutral emotion, just another face.
  private func onset(
    of face: FaceRows, from neutral: FaceRows, using generator: inout SeededGenerator
  ) -> FaceRows {
    let before = Int.random(in: 1...Self.onset.neutral, using: &generator)
    let rising = Int.random(in: 1...Self.onset.rising, using: &generator)
    let full = Int.random(in: 1...Self.onset.full, using: &generator)
    let length = before + rising + full
    let shares = (0..<length).map { frame in
      min(max(Float(frame - before + 1) / Float(rising + 1), 0), 1)
    }
    return still(neutral, length: length, using: &generator).blended(
      with: still(face, length: length, using: &generator), shares: shares)
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
}
