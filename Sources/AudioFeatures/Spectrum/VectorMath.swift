// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Loops over contiguous floats, eight at a time.
///
/// Sums are kept in eight lanes and added at the end, always in the same order, so a result depends
/// on its input alone.
enum VectorMath {
  /// Floats handled at once.
  static let width = 8

  /// Sum of `a[i] * b[i]` for `i` in `0..<count`.
  static func dot(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int
  ) -> Float {
    var lanes = SIMD8<Float>.zero
    var i = 0
    while i + width <= count {
      lanes += load(a + i) * load(b + i)
      i += width
    }
    var sum = lanes.sum()
    while i < count {
      sum += a[i] * b[i]
      i += 1
    }
    return sum
  }

  /// `result[i] = a[i] * b[i]`.
  static func multiply(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    var i = 0
    while i + width <= count {
      store(load(a + i) * load(b + i), result + i)
      i += width
    }
    while i < count {
      result[i] = a[i] * b[i]
      i += 1
    }
  }

  /// Squared magnitudes of eight complex numbers, stored as pairs.
  @inline(__always)
  static func power(_ pairs: UnsafePointer<Float>) -> SIMD8<Float> {
    let values = UnsafeRawPointer(pairs).loadUnaligned(as: SIMD16<Float>.self)
    let squares = values * values
    return squares.evenHalf + squares.oddHalf
  }

  /// Eight floats from any address.
  @inline(__always)
  static func load(_ address: UnsafePointer<Float>) -> SIMD8<Float> {
    UnsafeRawPointer(address).loadUnaligned(as: SIMD8<Float>.self)
  }

  /// Eight floats to any address.
  @inline(__always)
  static func store(_ value: SIMD8<Float>, _ address: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(address).storeBytes(of: value, as: SIMD8<Float>.self)
  }
}

/// Scratch memory for one caller, aligned as FFTW's plans and vector loads expect; starts as zeros.
struct AlignedBuffer<Element: BitwiseCopyable>: ~Copyable {
  /// The first element; valid while the buffer lives.
  let start: UnsafeMutablePointer<Element>
  /// How many there are.
  let count: Int

  /// All elements; valid while the buffer lives.
  var elements: UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: start, count: count)
  }

  /// Bytes that every buffer's start is a multiple of.
  static var alignment: Int { 64 }

  init(repeating value: Element, count: Int) {
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, count) * MemoryLayout<Element>.stride, alignment: Self.alignment)
    start = bytes.bindMemory(to: Element.self, capacity: count)
    start.initialize(repeating: value, count: count)
    self.count = count
  }

  deinit {
    UnsafeMutableRawPointer(start).deallocate()
  }
}

extension AlignedBuffer where Element == Float {
  /// Floats, padded with zeros so that whole vectors may be read at any valid index.
  init(count: Int) {
    self.init(repeating: 0, count: count + VectorMath.width)
  }
}
