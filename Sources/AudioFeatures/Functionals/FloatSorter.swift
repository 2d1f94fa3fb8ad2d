// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Sorts finite floats in linear time, with memory that is kept from call to call.
///
/// A radix sort, a byte a pass: a float's bits, with the sign folded in, order as integers.
struct FloatSorter {
  private static let passes = 4
  private static let buckets = 256
  /// Under so many values the standard library's sort is faster.
  private static let smallCount = 48

  private var keys: [UInt32] = []
  private var spare: [UInt32] = []
  private var counts = [Int32](repeating: 0, count: passes * buckets)

  /// The values, `[n]`, in ascending order.
  mutating func sorted(_ values: [Float]) -> [Float] {
    guard values.count >= Self.smallCount else { return values.sorted() }
    keys.removeAll(keepingCapacity: true)
    keys.append(contentsOf: values.lazy.map(Self.key))
    if spare.count < keys.count { spare = [UInt32](repeating: 0, count: keys.count) }
    for i in counts.indices { counts[i] = 0 }
    counts.withUnsafeMutableBufferPointer { counts in
      keys.withUnsafeMutableBufferPointer { keys in
        spare.withUnsafeMutableBufferPointer { spare in
          Self.sort(keys, spare, counts)
        }
      }
    }
    return keys.map(Self.value)
  }

  /// Four stable passes, so the values end where they began.
  private static func sort(
    _ keys: UnsafeMutableBufferPointer<UInt32>, _ spare: UnsafeMutableBufferPointer<UInt32>,
    _ counts: UnsafeMutableBufferPointer<Int32>
  ) {
    for key in keys {
      for pass in 0..<passes { counts[pass * buckets + digit(key, pass)] &+= 1 }
    }
    let count = keys.count
    for pass in 0..<passes {
      let row = pass * buckets
      var start: Int32 = 0
      for bucket in row..<row + buckets {
        let size = counts[bucket]
        counts[bucket] = start
        start &+= size
      }
      let (from, to) = pass % 2 == 0 ? (keys, spare) : (spare, keys)
      for i in 0..<count {
        let key = from[i]
        let bucket = row + digit(key, pass)
        to[Int(counts[bucket])] = key
        counts[bucket] &+= 1
      }
    }
  }

  @inline(__always)
  private static func digit(_ key: UInt32, _ pass: Int) -> Int {
    Int(truncatingIfNeeded: key &>> UInt32(truncatingIfNeeded: 8 &* pass)) & 0xFF
  }

  /// Negative numbers order backwards by their bits, and before the positive ones.
  @inline(__always)
  private static func key(_ value: Float) -> UInt32 {
    let bits = value.bitPattern
    return bits ^ (bits >> 31 == 0 ? 0x8000_0000 : 0xFFFF_FFFF)
  }

  @inline(__always)
  private static func value(_ key: UInt32) -> Float {
    Float(bitPattern: key ^ (key >> 31 == 0 ? 0xFFFF_FFFF : 0x8000_0000))
  }
}
