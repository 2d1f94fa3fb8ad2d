// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import NeuralNetwork

/// One trained fusion network for use, on one clip at a time.
struct FusedFusionNetwork: Sendable {
  /// Scores before the softmax, `[7]`: of both branches, and of each as if it were alone.
  struct Logits: Sendable {
    var fused: [Float]
    var video: [Float]?
    var audio: [Float]?
  }

  private let recurrent: FusedLSTM
  private let audio: [FusedDense]
  private let fusion: [FusedDense]

  init(_ network: FusionNetwork) {
    recurrent = FusedLSTM(network.recurrent)
    audio = Self.fused(network.audio)
    fusion = Self.fused(network.fusion)
  }

  /// Reads a network of `discriminants` values a sound, without a detour over the trainable form.
  ///
  /// Throws `WeightError` where a tensor is missing or has another shape.
  init(from file: WeightFile, prefix: String, discriminants: Int) throws {
    typealias Name = FusionNetwork.Name
    typealias Size = FusionNetwork.Size
    recurrent = try FusedLSTM(
      from: file, name: prefix + Name.recurrent, inputSize: FaceBackbone.featureCount,
      hiddenSize: Size.recurrent, layerCount: Size.recurrentLayers)
    audio = try Self.dense(
      from: file, name: prefix + Name.audio,
      widths: Size.audioWidths(discriminants: discriminants), activatesLast: true)
    fusion = try Self.dense(
      from: file, name: prefix + Name.fusion, widths: Size.fusionWidths, activatesLast: false)
  }

  /// Mean of the LSTM's steps, `[1, 128]`, for standardised face features `[frames, 64]`.
  func videoVector(faces: Tensor) -> Tensor {
    let steps = recurrent(faces.reshaped([1] + faces.shape))
    return SequencePooling(.mean).forward(steps, lengths: [steps.shape[1]])
  }

  /// The sound's vector, `[1, 64]`, for discriminants `[1, count]`.
  func soundVector(discriminants: Tensor) -> Tensor {
    audio.reduce(discriminants) { $1($0) }
  }

  /// The answers to the vectors of picture and sound.
  func judge(video: Tensor?, sound: Tensor?) -> Logits {
    func answer(_ video: Tensor?, _ sound: Tensor?) -> [Float] {
      fusion.reduce(Self.joined(video, sound)) { $1($0) }.values
    }
    let fused = answer(video, sound)
    return Logits(
      fused: fused, video: video.map { sound == nil ? fused : answer($0, nil) },
      audio: sound.map { video == nil ? fused : answer(nil, $0) })
  }

  /// The last hidden layer, `[64]`, for the same input.
  func clipVector(video: Tensor?, sound: Tensor?) -> [Float] {
    fusion.dropLast().reduce(Self.joined(video, sound)) { $1($0) }.values
  }

  /// Both vectors side by side, zeros for a missing one.
  private static func joined(_ video: Tensor?, _ sound: Tensor?) -> Tensor {
    .concatenated(
      [
        video ?? Tensor(shape: [1, FusionNetwork.Size.recurrent]),
        sound ?? Tensor(shape: [1, FusionNetwork.Size.audio]),
      ], axis: .last)
  }

  private static func dense(
    from file: WeightFile, name: String, widths: [Int], activatesLast: Bool
  ) throws -> [FusedDense] {
    try zip(widths, widths.dropFirst()).enumerated().map { index, sizes in
      try FusedDense(
        from: file, name: "\(name).\(index)", inputs: sizes.0, outputs: sizes.1,
        activation: activatesLast || index < widths.count - 2 ? .relu : .none)
    }
  }

  private static func fused(_ network: Sequential) -> [FusedDense] {
    let layers = network.layers
    return layers.enumerated().compactMap { index, layer in
      (layer as? Dense).map { dense in
        FusedDense(
          dense, activation: index + 1 < layers.count && layers[index + 1] is ReLU ? .relu : .none)
      }
    }
  }
}
