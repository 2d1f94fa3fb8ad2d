// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Synchronization

/// An operation whose operands are handed over in dense layouts and copied to the ones it works on
/// where they differ.
final class AdaptedPrimitive: Sendable {
  let primitive: Primitive
  /// Copies into the layout an input is wanted in, by argument.
  private let incoming: [Int32: Primitive]
  /// Copies out of the layout that an output arrives in, by argument.
  private let outgoing: [Int32: Primitive]
  private let bytes: [Int32: Int]

  /// Wraps `primitive`; `inputs` and `outputs` state the dense layouts of its arguments.
  init(
    _ primitive: Primitive, inputs: [Int32: MemoryFormat], outputs: [Int32: MemoryFormat]
  ) {
    self.primitive = primitive
    var incoming: [Int32: Primitive] = [:]
    var outgoing: [Int32: Primitive] = [:]
    var bytes: [Int32: Int] = [:]
    for (argument, plain) in inputs {
      let wanted = primitive.format(of: argument)
      guard !wanted.matches(plain) else { continue }
      incoming[argument] = Primitive(reorderFrom: plain, to: wanted)
      bytes[argument] = wanted.bytes
    }
    for (argument, plain) in outputs {
      let given = primitive.format(of: argument)
      guard !given.matches(plain) else { continue }
      outgoing[argument] = Primitive(reorderFrom: given, to: plain)
      bytes[argument] = given.bytes
    }
    self.incoming = incoming
    self.outgoing = outgoing
    self.bytes = bytes
  }

  /// The input in the layout that the operation works on; a copy only where the layouts differ.
  func prepared(_ argument: Int32, _ plain: TensorStorage) -> TensorStorage {
    guard let copy = incoming[argument] else { return plain }
    let target = TensorStorage(bytes: bytes[argument] ?? 0)
    Self.run(copy, plain, target)
    return target
  }

  /// Executes on dense operands; `ready` ones were prepared before.
  func run(
    inputs: [(index: Int32, storage: TensorStorage)],
    ready: [(index: Int32, storage: TensorStorage)] = [],
    outputs: [(index: Int32, storage: TensorStorage)]
  ) {
    var operands = ready
    for (argument, storage) in inputs {
      operands.append((argument, prepared(argument, storage)))
    }
    var copies: [(copy: Primitive, from: TensorStorage, to: TensorStorage)] = []
    for (argument, storage) in outputs {
      if let copy = outgoing[argument] {
        let own = TensorStorage(bytes: bytes[argument] ?? 0)
        copies.append((copy, own, storage))
        operands.append((argument, own))
      } else {
        operands.append((argument, storage))
      }
    }
    primitive.run(operands)
    for (copy, from, to) in copies {
      Self.run(copy, from, to)
    }
  }

  /// Copies with one thread where waking a second one would take longer than the copy.
  private static func run(_ copy: Primitive, _ from: TensorStorage, _ to: TensorStorage) {
    let isSmall = max(from.capacity, to.capacity) < 1 << 20
    ComputeThreads.with(isSmall ? 1 : ComputeThreads.current) {
      copy.run([(Primitive.copySource, from), (Primitive.copyTarget, to)])
    }
  }
}

/// Compiled operations by what they do, in which shape and for how many threads; compiling takes
/// milliseconds.
final class PrimitiveCache<Key: Hashable & Sendable, Plan: Sendable>: Sendable {
  /// Beyond this many entries the cache starts afresh, so that ever new lengths of clips do not
  /// fill the memory.
  private static var limit: Int { 256 }

  private struct Entry: Hashable, Sendable {
    let key: Key
    let threads: Int
  }

  private let entries = Mutex<[Entry: Plan]>([:])

  /// The plan for `key` under the calling thread's thread count, made on first use.
  func plan(_ key: Key, _ make: () -> Plan) -> Plan {
    // oneDNN divides the work among threads when it compiles, not when it runs.
    let entry = Entry(key: key, threads: ComputeThreads.apply())
    if let plan = entries.withLock({ $0[entry] }) { return plan }
    let plan = make()
    entries.withLock { entries in
      if entries.count >= Self.limit { entries.removeAll() }
      entries[entry] = plan
    }
    return plan
  }
}
