// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The memory in which one image at a time goes through a network.
final class NetworkWorkspace: @unchecked Sendable {
  // Sendable: whoever took it from the network's list is its only user.
  let plan: ResidualNetworkPlan
  private let input: TensorStorage
  private let output: TensorStorage
  private let steps: [BoundPrimitive]
  private let stream = ComputeStream()

  init(_ plan: ResidualNetworkPlan) {
    let slots = plan.slotBytes.map(TensorStorage.init(bytes:))
    let scratchpad = TensorStorage(bytes: plan.steps.map(\.primitive.scratchpadBytes).max() ?? 0)
    steps = plan.steps.map { step in
      var operands = step.operands.map { index, operand in
        switch operand {
        case .slot(let slot): (index: index, storage: slots[slot])
        case .constant(let storage): (index: index, storage: storage)
        }
      }
      if step.primitive.scratchpadBytes > 0 {
        operands.append((index: Primitive.scratchpad, storage: scratchpad))
      }
      return BoundPrimitive(step.primitive, operands)
    }
    input = slots[plan.input]
    output = slots[plan.output]
    self.plan = plan
  }

  /// Reads one image `[height, width, channels]` and writes its features `[channels]`.
  func run(_ image: UnsafeBufferPointer<Float>, features: UnsafeMutableBufferPointer<Float>) {
    guard let pixels = image.baseAddress else { return }
    input.pointer.copyMemory(
      from: pixels, byteCount: image.count * MemoryLayout<Float>.stride)
    for step in steps { step.run(on: stream) }
    Pooling.average(
      UnsafeBufferPointer(
        start: output.pointer.assumingMemoryBound(to: Float.self), count: plan.outputCount),
      into: features)
  }
}
