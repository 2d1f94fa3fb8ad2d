// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import NeuralNetwork

/// The layers of one member that join the branches' vectors and come to the seven scores.
package struct FusionHead: Sendable {
  /// What the names of a member's tensors begin with.
  package static let name = "fusion"

  private let layers: [FusedDense]
  /// Where scores stand in the input that are added to the answer: those of the faces and of the sound alone.
  private let direct: [Range<Int>]
  /// Values of the last hidden layer.
  let hiddenSize: Int

  /// A head from its trained layers, first to last; the last but one gives `hiddenSize` values.
  ///
  /// `direct` is where scores stand in its input to which the layers only add what they know better.
  package init(layers: [FusedDense], direct: [Range<Int>] = [], hiddenSize: Int) {
    self.layers = layers
    self.direct = direct
    self.hiddenSize = hiddenSize
  }

  /// Reads the head of a member that takes `inputs` values; throws `FileError` where a tensor does not fit.
  init(_ source: BranchRegistry.Source, member: Int, inputs: Int) throws {
    let widths = source.card.architecture.fusionWidths(inputs: inputs)
    self.init(
      layers: try DenseLayers.read(
        source.file, name: BranchRegistry.Source.prefix(ofMember: member) + Self.name,
        widths: widths, activatesLast: false), direct: source.card.architecture.directScores,
      hiddenSize: widths[widths.count - 2])
  }

  /// Scores before the softmax, `[7]`, for the branches' vectors side by side, `[1, inputs]`.
  func logits(_ joined: Tensor) -> [Float] {
    var logits = layers.reduce(joined) { $1($0) }.values
    for range in direct {
      for (emotion, place) in range.enumerated() { logits[emotion] += joined[place] }
    }
    return logits
  }

  /// The last hidden layer, `[64]`, for the same input.
  func hidden(_ joined: Tensor) -> [Float] { layers.dropLast().reduce(joined) { $1($0) }.values }
}

/// Dense layers with ReLU between them in a weight file.
enum DenseLayers {
  /// Reads layers called `name.0`, `name.1`, ... from the first of `widths` to the last.
  ///
  /// Throws `FileError` where a tensor is missing or has another shape.
  static func read(
    _ file: WeightFile, name: String, widths: [Int], activatesLast: Bool
  ) throws -> [FusedDense] {
    try zip(widths, widths.dropFirst()).enumerated().map { index, sizes in
      try FusedDense(
        from: file, name: "\(name).\(index)", inputs: sizes.0, outputs: sizes.1,
        activation: activatesLast || index < widths.count - 2 ? .relu : .none)
    }
  }
}
