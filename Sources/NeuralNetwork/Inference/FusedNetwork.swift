// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Synchronization

/// A convolutional network for inference, compiled as a whole for each image size that it meets.
///
/// One image at a time goes through it on one thread, in memory that is used again for the next
/// image, so that most of what stands between two operations stays in the processor's cache and no
/// page is touched twice for the first time (measured: a batch of 64 faces through one layer after
/// another takes 1.15 times as long). Safe to call from several threads at once; results depend on
/// the image alone.
package final class FusedNetwork: Sendable {
  /// Says which operations an image goes through, and which values are the results.
  package typealias Description =
    @Sendable (inout NetworkSteps, NetworkSteps.Value) -> [NetworkSteps.Value]

  /// Number format of weights and of what stands between layers; input, sums and results are 32-bit
  /// floats.
  package let precision: ComputePrecision
  private let describe: Description
  private let weights = ArrangedWeights()
  private let prepared = Mutex(Prepared())

  /// Beyond this many image sizes all are forgotten, so that ever new ones do not fill the memory.
  private static let sizeLimit = 32

  private struct Prepared {
    var plans: [[Int]: NetworkPlan] = [:]
    /// Operations that no call uses at the moment, by their plan.
    var idle: [ObjectIdentifier: [NetworkWorkspace]] = [:]
    /// Memory that no call uses at the moment.
    var memory: [TensorStorage] = []
  }

  /// A network of the operations that `describe` puts together.
  ///
  /// `bfloat16` needs `ComputePrecision.isBFloat16Available`.
  package init(precision: ComputePrecision = .float32, _ describe: @escaping Description) {
    precondition(
      precision == .float32 || ComputePrecision.isBFloat16Available,
      "this processor cannot compute in \(precision)")
    self.precision = precision
    self.describe = describe
  }

  /// The results for one image `[1, height, width, channels]`, each
  /// `[1, height', width', channels']`.
  package func callAsFunction(_ image: Tensor) -> [Tensor] {
    precondition(
      image.shape.count == 4 && image.shape[0] == 1,
      "an image is [1, height, width, channels], not \(image.shape)")
    return withWorkspace(for: image.shape) { workspace in
      image.withUnsafeBuffer { workspace.run($0) }
      return workspace.plan.outputs.indices.map { index in
        Tensor(shape: workspace.plan.outputs[index].shape) { values in
          _ = values.update(fromContentsOf: workspace.output(index))
        }
      }
    }
  }

  /// Lends the operations and memory for images `[1, height, width, channels]` to `body`, on one
  /// thread.
  func withWorkspace<R>(for imageShape: [Int], _ body: (NetworkWorkspace) -> R) -> R {
    ComputeThreads.with(1) {
      _ = ComputeThreads.apply()
      let plan = plan(for: imageShape)
      let workspace = workspace(for: plan)
      defer { giveBack(workspace) }
      return body(workspace)
    }
  }

  private func plan(for imageShape: [Int]) -> NetworkPlan {
    prepared.withLock { prepared in
      if let plan = prepared.plans[imageShape] { return plan }
      // oneDNN divides the work among threads when it compiles; here an image stays on one.
      let plan = NetworkPlan(imageShape, precision: precision, weights: weights, describe)
      if prepared.plans.count >= Self.sizeLimit { prepared = Prepared() }
      prepared.plans[imageShape] = plan
      return plan
    }
  }

  private func workspace(for plan: NetworkPlan) -> NetworkWorkspace {
    let (idle, memory) = prepared.withLock { prepared in
      let fitting = prepared.memory.firstIndex { $0.capacity >= plan.bytes }
      // Memory that is too small for one size is given up for memory that is large enough for both.
      let memory = fitting.map { prepared.memory.remove(at: $0) }
      if memory == nil { _ = prepared.memory.popLast() }
      return (prepared.idle[ObjectIdentifier(plan)]?.popLast(), memory)
    }
    let enough = memory ?? TensorStorage(bytes: plan.bytes)
    guard let idle else { return NetworkWorkspace(plan, memory: enough) }
    idle.use(enough)
    return idle
  }

  private func giveBack(_ workspace: NetworkWorkspace) {
    prepared.withLock { prepared in
      prepared.memory.append(workspace.memory)
      guard prepared.plans.values.contains(where: { $0 === workspace.plan }) else { return }
      prepared.idle[ObjectIdentifier(workspace.plan), default: []].append(workspace)
    }
  }
}

/// The compiled operations of a network on one image of a certain size, and the memory between
/// them.
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
    // Whole cache lines, and a page between slots, so that equal places in two of them do not
    // compete for one line.
    var end = 0
    slotOffsets = network.slotBytes.map { bytes in
      defer { end += (bytes + 4096 + 63) & ~63 }
      return end
    }
    scratchpadOffset = end
    bytes = end + (steps.map(\.primitive.scratchpadBytes).max() ?? 0)
  }
}

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

/// Weights in the layouts and number formats that operations asked for so far, each made once.
final class ArrangedWeights: Sendable {
  private struct Arrangement: Sendable {
    /// Kept, so that its address stays its own.
    let plain: TensorStorage
    let format: MemoryFormat
    let storage: TensorStorage
  }

  private let known = Mutex<[ObjectIdentifier: [Arrangement]]>([:])

  /// `weight`, which lies as `plain` says, as `wanted` says.
  func storage(
    _ weight: Tensor, from plain: MemoryFormat, to wanted: MemoryFormat
  ) -> TensorStorage {
    guard !wanted.matches(plain) else { return weight.storage }
    return known.withLock { known in
      let key = ObjectIdentifier(weight.storage)
      if let found = known[key]?.first(where: { $0.format.matches(wanted) }) {
        return found.storage
      }
      let storage = TensorStorage(bytes: wanted.bytes)
      Primitive(reorderFrom: plain, to: wanted).run([
        (Primitive.copySource, weight.storage), (Primitive.copyTarget, storage),
      ])
      known[key, default: []].append(
        Arrangement(plain: weight.storage, format: wanted, storage: storage))
      return storage
    }
  }
}
