// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A plan's operations with the memory in which one image at a time goes through them.
final class NetworkWorkspace: @unchecked Sendable {
  // Sendable: whoever took it from the network's list is its only user.
  let plan: NetworkPlan
  private(set) var memory: TensorStorage
  private let steps: [BoundPrimitive]
  /// Operands that are the image: the step and the operand's place in it.
  private let inputs: [(step: Int, place: Int)]
  private let stream = ComputeStream()

  init(_ plan: NetworkPlan, memory: TensorStorage) {
    var inputs: [(step: Int, place: Int)] = []
    steps = plan.steps.enumerated().map { number, step in
      var operands: [(index: Int32, memory: UnsafeMutableRawPointer?)] = []
      for (place, (index, operand)) in step.operands.enumerated() {
        switch operand {
        case .input:
          inputs.append((number, place))
          operands.append((index, nil))
        case .slot: operands.append((index, nil))
        case .constant(let constant): operands.append((index, plan.constants[constant].pointer))
        }
      }
      if step.primitive.scratchpadBytes > 0 { operands.append((Primitive.scratchpad, nil)) }
      return BoundPrimitive(step.primitive, operands)
    }
    self.inputs = inputs
    self.plan = plan
    self.memory = memory
    bind()
  }

  /// Works in other memory from now on, of at least `plan.bytes`.
  func use(_ other: TensorStorage) {
    guard other !== memory else { return }
    memory = other
    bind()
  }

  private func bind() {
    precondition(memory.capacity >= plan.bytes, "\(memory.capacity) bytes for \(plan.bytes)")
    for (step, bound) in zip(plan.steps, steps) {
      for (place, (_, operand)) in step.operands.enumerated() {
        guard case .slot(let slot) = operand else { continue }
        bound.bind(place, to: memory.pointer + plan.slotOffsets[slot])
      }
      if step.primitive.scratchpadBytes > 0 {
        bound.bind(step.operands.count, to: memory.pointer + plan.scratchpadOffset)
      }
    }
  }

  /// Sends one image `[height, width, channels]` through the network.
  func run(_ image: UnsafeBufferPointer<Float>) {
    for (step, place) in inputs {
      steps[step].bind(place, to: UnsafeMutableRawPointer(mutating: image.baseAddress))
    }
    for step in steps { step.run(on: stream) }
  }

  /// Values of a result of the last run; they stand until the next.
  func output(_ index: Int) -> UnsafeBufferPointer<Float> {
    let (slot, shape) = plan.outputs[index]
    return UnsafeBufferPointer(
      start: (memory.pointer + plan.slotOffsets[slot]).assumingMemoryBound(to: Float.self),
      count: shape.reduce(1, *))
  }
}
