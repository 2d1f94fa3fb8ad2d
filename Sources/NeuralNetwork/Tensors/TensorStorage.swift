// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Glibc
import Synchronization

/// A block of memory that returns to a pool when nobody holds it, or a part of another block or of
/// a mapped file.
///
/// Blocks of the pool are aligned to 64 bytes. Large ones are kept for the next tensor of a similar
/// size: a training step allocates the same hundreds of megabytes every time, and without the pool
/// each step would pay for mapping and clearing those pages again.
final class TensorStorage: @unchecked Sendable {
  // Sendable: `Tensor` writes only while it is the sole owner; shared blocks are read only.
  let pointer: UnsafeMutableRawPointer
  /// Size of the block in bytes, at least what was asked for.
  let capacity: Int
  /// Whether the memory may be written to; that of a mapped file may not.
  let isWritable: Bool
  private let owner: Owner

  private enum Owner {
    case pool
    case whole(TensorStorage)
    case file(FileMapping)
  }

  init(bytes: Int) {
    capacity = StoragePool.roundedCapacity(bytes)
    pointer = StoragePool.shared.take(capacity)
    isWritable = true
    owner = .pool
  }

  /// The memory of `whole` from `offset` bytes on.
  init(partOf whole: TensorStorage, offset: Int) {
    precondition(offset >= 0 && offset <= whole.capacity, "part at \(offset) of \(whole.capacity)")
    capacity = whole.capacity - offset
    pointer = whole.pointer + offset
    isWritable = whole.isWritable
    owner = .whole(whole)
  }

  /// Bytes of a mapped file, as they are.
  init(_ file: FileMapping, bytes: Range<Int>) {
    precondition(
      bytes.lowerBound >= 0 && bytes.upperBound <= file.bytes.count,
      "bytes \(bytes) of \(file.bytes.count)")
    guard let base = file.bytes.baseAddress else { preconditionFailure("an empty mapping") }
    capacity = bytes.count
    pointer = UnsafeMutableRawPointer(mutating: base + bytes.lowerBound)
    isWritable = false
    owner = .file(file)
  }

  deinit {
    guard case .pool = owner else { return }
    StoragePool.shared.give(pointer, capacity)
  }
}

/// Freed blocks by size, so that the same pages serve again.
private final class StoragePool: Sendable {
  static let shared = StoragePool()

  /// Blocks below this size go straight to the allocator, which recycles them well itself.
  private static let smallest = 64 << 10
  /// At most this many bytes wait unused; beyond it, blocks are given back to the system.
  private static let idleLimit = 2 << 30

  private struct Idle {
    var blocks: [Int: [UInt]] = [:]
    var bytes = 0
  }

  private let idle = Mutex(Idle())

  /// Rounds up to one of eight steps for each power of two, so that similar sizes share blocks.
  static func roundedCapacity(_ bytes: Int) -> Int {
    let atLeast = max(bytes, 64)
    guard atLeast >= smallest else { return (atLeast + 63) & ~63 }
    let step = 1 << (Int.bitWidth - atLeast.leadingZeroBitCount - 4)
    return (atLeast + step - 1) & ~(step - 1)
  }

  func take(_ capacity: Int) -> UnsafeMutableRawPointer {
    if capacity >= Self.smallest {
      let address: UInt? = idle.withLock { idle in
        guard let address = idle.blocks[capacity]?.popLast() else { return nil }
        idle.bytes -= capacity
        return address
      }
      if let address, let pointer = UnsafeMutableRawPointer(bitPattern: address) { return pointer }
    }
    let isHuge = capacity >= 4 << 20
    var pointer: UnsafeMutableRawPointer?
    let status = posix_memalign(&pointer, isHuge ? 2 << 20 : 64, capacity)
    guard status == 0, let pointer else {
      preconditionFailure("no memory for a tensor of \(capacity) bytes")
    }
    if isHuge { madvise(pointer, capacity, MADV_HUGEPAGE) }
    return pointer
  }

  func give(_ pointer: UnsafeMutableRawPointer, _ capacity: Int) {
    if capacity >= Self.smallest {
      let address = UInt(bitPattern: pointer)
      let isKept = idle.withLock { idle in
        guard idle.bytes + capacity <= Self.idleLimit else { return false }
        idle.blocks[capacity, default: []].append(address)
        idle.bytes += capacity
        return true
      }
      if isKept { return }
    }
    free(pointer)
  }
}
