// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork

/// The trainable part that judges a whole clip: both branches and what joins them.
///
/// Picture: face features `[clips, time, 64]` into a 3-layer LSTM, pooled over the clip to 128, and beside them, where
/// the model has them, the backbone's own scores of the faces. Sound: discriminants `[clips, discriminants]` into
/// three dense layers of which the last gives 64, and beside them what the discriminants alone say, all multiplied by
/// how familiar the sound is. All, side by side, go through three dense layers to the seven emotions, to which the
/// scores of the faces and of the discriminants alone are added. A modality that a clip
/// lacks stands as zeros, in training (where modalities are also dropped at random) as in use.
final class FusionNetwork {
  let recurrent: LSTM
  let audio: Sequential
  let fusion: Sequential
  /// Weighs the steps of the LSTM; nil for their mean.
  let attention: AttentionPooling?
  let architecture: ModelArchitecture
  private let mean = SequencePooling(.mean)
  private var videoShare: [Float] = []
  private var audioShare: [Float] = []

  /// A network with random weights drawn from `generator`.
  init(
    discriminants: Int, configuration: BranchesConfiguration,
    using generator: inout SeededGenerator
  ) {
    let architecture = configuration.architecture
    self.architecture = architecture
    attention =
      architecture.stepPooling == .mean
      ? nil
      : AttentionPooling(name: VideoBranch.poolingName, features: architecture.recurrentSize)
    recurrent = LSTM(
      name: VideoBranch.recurrentName, inputSize: FaceBackboneLayers.featureCount,
      hiddenSize: architecture.recurrentSize, layerCount: architecture.recurrentLayers,
      dropout: configuration.recurrentDropout, using: &generator)
    audio = Self.dense(
      name: AudioBranch.denseName, widths: architecture.audioWidths(discriminants: discriminants),
      dropout: configuration.soundDropout, activatesLast: true, using: &generator)
    fusion = Self.dense(
      name: FusionHead.name,
      widths: architecture.fusionWidths(
        inputs: architecture.videoSize + architecture.soundSize),
      dropout: configuration.fusionDropout, activatesLast: false, using: &generator)
  }

  /// Everything that is saved and learnt.
  var layers: [any Layer] { [recurrent, audio, fusion] + (attention.map { [$0] } ?? []) }

  /// Everything that is learnt.
  var parameters: [Parameter] { layers.flatMap(\.parameters) }

  /// Scores before the softmax, `[clips, 7]`.
  func forward(_ batch: FusionBatch, phase: Phase) -> Tensor {
    videoShare = batch.lengths.map { $0 > 0 ? 1 : 0 }
    audioShare = batch.familiarity
    let steps = recurrent.forward(batch.faces, phase: phase)
    let lengths = batch.lengths.map { max($0, 1) }
    attention?.lengths = lengths
    let video = attention?.forward(steps, phase: phase) ?? mean.forward(steps, lengths: lengths)
    let sound = audio.forward(batch.discriminants, phase: phase)
    let faceScores = architecture.faceScoreSharpness == nil ? nil : batch.faceScores
    let soundScores =
      architecture.joinsSoundScores ? Self.scaled(batch.soundScores, audioShare) : nil
    let parts = [
      Self.scaled(video, videoShare), faceScores, Self.scaled(sound, audioShare), soundScores,
    ].compactMap { $0 }
    var logits = fusion.forward(.concatenated(parts, axis: .last), phase: phase)
    for scores in [faceScores, soundScores].compactMap({ $0 }) { logits.add(scores, scale: 1) }
    return logits
  }

  /// Sends the gradient of the scores back to all parameters.
  func backward(_ gradient: Tensor) {
    let joint = fusion.backward(gradient)
    // Nothing learns from the gradients of scores that stand behind either part.
    func leading(_ part: Tensor, _ width: Int) -> Tensor {
      part.shape[1] == width ? part : part.splitColumns(at: width).0
    }
    let (picture, heard) = joint.splitColumns(at: architecture.videoSize)
    let sound = leading(heard, architecture.audioSize)
    let pooled = Self.scaled(leading(picture, architecture.recurrentSize), videoShare)
    _ = recurrent.backward(attention?.backward(pooled) ?? mean.backward(pooled))
    _ = audio.backward(Self.scaled(sound, audioShare))
  }

  /// Rows times their shares.
  private static func scaled(_ rows: Tensor, _ shares: [Float]) -> Tensor {
    var result = rows
    let columns = rows.shape[1]
    result.withUnsafeMutableBuffer { values in
      for (row, share) in shares.enumerated() where share != 1 {
        for column in 0..<columns {
          // Not a product, since what is left out may be infinite.
          values[row * columns + column] = share == 0 ? 0 : values[row * columns + column] * share
        }
      }
    }
    return result
  }

  /// Weights by name, each with `prefix` before it.
  func tensors(prefix: String = "") -> [String: Tensor] {
    layers.reduce(into: [:]) { result, layer in
      result.merge(layer.tensors(prefix: prefix)) { _, new in new }
    }
  }

  /// Takes all weights from `file`; throws `FileError` when one is missing or does not fit.
  func load(from file: WeightFile, prefix: String = "") throws {
    for layer in layers { try layer.load(from: file, prefix: prefix) }
  }

  private static func dense(
    name: String, widths: [Int], dropout: Float, activatesLast: Bool,
    using generator: inout SeededGenerator
  ) -> Sequential {
    var layers: [any Layer] = []
    for (index, (inputs, outputs)) in zip(widths, widths.dropFirst()).enumerated() {
      layers.append(
        Dense(name: "\(name).\(index)", inputs: inputs, outputs: outputs, using: &generator))
      guard activatesLast || index < widths.count - 2 else { continue }
      layers += [ReLU(), Dropout(rate: dropout, salt: generator.next())]
    }
    return Sequential(layers)
  }
}
