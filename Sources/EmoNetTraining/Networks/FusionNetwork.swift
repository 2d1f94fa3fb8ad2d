// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork

/// The trainable part that judges a whole clip: both branches and what joins them.
///
/// Picture: face features `[clips, time, 64]` into a 3-layer LSTM, pooled over the clip to 128.
/// Sound: discriminants `[clips, discriminants]` into three dense layers of which the last gives 64.
/// Both, side by side, go through three dense layers to the seven emotions. A modality that a clip
/// lacks stands as zeros, in training (where modalities are also dropped at random) as in use.
final class FusionNetwork {
  let recurrent: LSTM
  let audio: Sequential
  let fusion: Sequential
  private let architecture: ModelArchitecture
  private let pooling = SequencePooling(.mean)
  private var videoMask: [Bool] = []
  private var audioMask: [Bool] = []

  /// A network with random weights drawn from `generator`.
  init(
    discriminants: Int, configuration: BranchesConfiguration,
    architecture: ModelArchitecture = ModelArchitecture(), using generator: inout SeededGenerator
  ) {
    self.architecture = architecture
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
        inputs: architecture.recurrentSize + architecture.audioSize),
      dropout: configuration.fusionDropout, activatesLast: false, using: &generator)
  }

  /// Everything that is saved and learnt.
  var layers: [any Layer] { [recurrent, audio, fusion] }

  /// Everything that is learnt.
  var parameters: [Parameter] { layers.flatMap(\.parameters) }

  /// Scores before the softmax, `[clips, 7]`.
  func forward(_ batch: FusionBatch, phase: Phase) -> Tensor {
    videoMask = batch.lengths.map { $0 > 0 }
    audioMask = batch.hasSound
    let video = pooling.forward(
      recurrent.forward(batch.faces, phase: phase), lengths: batch.lengths.map { max($0, 1) })
    let sound = audio.forward(batch.discriminants, phase: phase)
    return fusion.forward(
      .concatenated(
        [masked(video, videoMask), masked(sound, audioMask)], axis: .last), phase: phase)
  }

  /// Sends the gradient of the scores back to all parameters.
  func backward(_ gradient: Tensor) {
    let joint = fusion.backward(gradient)
    let (video, sound) = joint.splitColumns(at: architecture.recurrentSize)
    _ = recurrent.backward(pooling.backward(masked(video, videoMask)))
    _ = audio.backward(masked(sound, audioMask))
  }

  /// Rows whose mask is false become zeros.
  private func masked(_ rows: Tensor, _ mask: [Bool]) -> Tensor {
    var result = rows
    let columns = rows.shape[1]
    result.withUnsafeMutableBuffer { values in
      for (row, keeps) in mask.enumerated() where !keeps {
        for column in 0..<columns { values[row * columns + column] = 0 }
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

/// Clips side by side, as the fusion network takes them.
struct FusionBatch {
  /// Standardised face features, `[clips, time, 64]`, zeros after each clip's end.
  let faces: Tensor
  /// Frames of each clip; 0 for a clip without picture.
  let lengths: [Int]
  /// Discriminants of the sound, `[clips, discriminants]`; zeros for a clip without sound.
  let discriminants: Tensor
  /// Whether each clip has sound.
  let hasSound: [Bool]

  /// Clips from their face features `[frames, 64]` and discriminants `[discriminants]`, either of
  /// which may be missing.
  init(rows: [(faces: Tensor?, sound: [Float]?)], discriminants count: Int) {
    let width = FaceBackboneLayers.featureCount
    lengths = rows.map { $0.faces?.shape[0] ?? 0 }
    let longest = max(lengths.max() ?? 0, 1)
    var faces = Tensor(shape: [rows.count, longest, width])
    faces.withUnsafeMutableBuffer { target in
      for (row, clip) in rows.enumerated() {
        clip.faces?.withUnsafeBuffer { source in
          for index in source.indices { target[row * longest * width + index] = source[index] }
        }
      }
    }
    self.faces = faces
    hasSound = rows.map { $0.sound != nil }
    discriminants = Tensor(
      shape: [rows.count, count],
      rows.flatMap { $0.sound ?? [Float](repeating: 0, count: count) })
  }
}
