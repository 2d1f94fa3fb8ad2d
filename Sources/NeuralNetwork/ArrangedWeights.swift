// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Synchronization

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
