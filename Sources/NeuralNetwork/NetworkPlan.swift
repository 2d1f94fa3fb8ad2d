// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The compiled operations of a network on one image of a certain size, and the memory between them.
final class NetworkPlan: Sendable {
  let steps: [NetworkSteps.Step]
  /// Weights as the operations read them.
  let constants: [TensorStorage]
  /// Where each slot begins in the memory of a run, in bytes.
  let slotOffsets: [Int]
  /// Where the operations' own working memory begins.
  let scratchpadOffset: Int
  /// Memory of a run in bytes.
  let bytes: Int
  /// Slot and shape `[1, height, width, channels]` of each result, dense 32-bit floats.
  let outputs: [(slot: Int, shape: [Int])]

  /// Compiles what `describe` makes of an image `[1, height, width, channels]`.
  init(
    _ imageShape: [Int], precision: ComputePrecision, weights: ArrangedWeights,
    _ describe: FusedNetwork.Description
  ) {
    var network = NetworkSteps(precision: precision, weights: weights)
    let image = NetworkSteps.Value(
      operand: .input, format: .image(imageShape), shape: imageShape)
    let results = describe(&network, image)
    outputs = results.map { network.plain($0) }
    steps = network.steps
    constants = network.constants
    // Whole cache lines, and a page between slots, so that equal places in two of them do not compete for one line.
    var end = 0
    slotOffsets = network.slotBytes.map { bytes in
      defer { end += (bytes + 4096 + 63) & ~63 }
      return end
    }
    scratchpadOffset = end
    bytes = end + (steps.map(\.primitive.scratchpadBytes).max() ?? 0)
  }
}
