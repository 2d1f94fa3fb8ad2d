// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Glibc

/// A row-major array of floats with a shape; images are `[batch, height, width, channels]`.
///
/// A value: copies share their memory until one of them is written to. What layers of a training in
/// `bfloat16` hand to one another is kept in 16 bits; whoever looks at it is shown 32-bit floats.
package struct Tensor: Sendable {
  /// Extent of each axis, outermost first; empty for a single number.
  package private(set) var shape: [Int]
  /// Number of values, the product of `shape`.
  package let count: Int
  /// How the values are kept in memory.
  private(set) var precision: ComputePrecision
  /// The values in that format, shared until a write.
  private(set) var memory: TensorStorage

  /// A tensor whose values are undefined until they are written.
  init(uninitializedShape shape: [Int], precision: ComputePrecision = .float32) {
    precondition(shape.allSatisfy { $0 >= 0 }, "extents are not negative: \(shape)")
    self.shape = shape
    self.precision = precision
    count = shape.reduce(1, *)
    memory = TensorStorage(bytes: count * precision.bytes)
  }

  /// Values that stand in memory already, in row-major order.
  init(shape: [Int], storage: TensorStorage) {
    self.shape = shape
    precision = .float32
    count = shape.reduce(1, *)
    precondition(
      storage.capacity >= count * MemoryLayout<Float>.stride,
      "shape \(shape) in \(storage.capacity) bytes")
    memory = storage
  }

  /// Zeros.
  package init(shape: [Int]) {
    self.init(uninitializedShape: shape)
    memset(memory.pointer, 0, count * MemoryLayout<Float>.stride)
  }

  /// One value everywhere.
  package init(shape: [Int], repeating value: Float) {
    self.init(uninitializedShape: shape)
    pointer.update(repeating: value, count: count)
  }

  /// Values in row-major order; there must be as many as `shape` asks for.
  package init(shape: [Int], _ values: [Float]) {
    self.init(uninitializedShape: shape)
    precondition(
      values.count == count, "shape \(shape) needs \(count) values, not \(values.count)")
    values.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { pointer.update(from: base, count: source.count) }
    }
  }

  /// A tensor whose memory `body` fills completely, in row-major order.
  package init(
    shape: [Int], initializingWith body: (UnsafeMutableBufferPointer<Float>) throws -> Void
  ) rethrows {
    self.init(uninitializedShape: shape)
    try body(UnsafeMutableBufferPointer(start: pointer, count: count))
  }

  /// The values as 32-bit floats, for primitives; a copy, and so for reading alone, where they are
  /// kept in 16 bits.
  var storage: TensorStorage { converted(to: .float32).memory }

  private var pointer: UnsafeMutablePointer<Float> {
    precondition(precision == .float32, "32-bit floats are pointed at, not \(precision)")
    return memory.pointer.assumingMemoryBound(to: Float.self)
  }

  /// A copy of the values in row-major order.
  package var values: [Float] {
    withUnsafeBuffer { Array($0) }
  }

  /// The value at a row-major position, 0 to `count` - 1.
  package subscript(flat: Int) -> Float {
    get {
      precondition(flat >= 0 && flat < count, "position \(flat) of \(count)")
      return precision == .float32 ? pointer[flat] : withUnsafeBuffer { $0[flat] }
    }
    set {
      precondition(flat >= 0 && flat < count, "position \(flat) of \(count)")
      withUnsafeMutableBuffer { $0[flat] = newValue }
    }
  }

  /// The same values under another shape of the same count.
  package func reshaped(_ shape: [Int]) -> Tensor {
    precondition(
      shape.reduce(1, *) == count, "\(self.shape) holds \(count) values, not those of \(shape)")
    var result = self
    result.shape = shape
    return result
  }

  /// Lends the values for reading.
  package func withUnsafeBuffer<R>(_ body: (UnsafeBufferPointer<Float>) throws -> R) rethrows -> R {
    let plain = converted(to: .float32)
    return try withExtendedLifetime(plain.memory) {
      try body(UnsafeBufferPointer(start: plain.pointer, count: count))
    }
  }

  /// Lends the values for writing, after copying them if they are shared; they are 32-bit floats
  /// from then on.
  package mutating func withUnsafeMutableBuffer<R>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws -> R
  ) rethrows -> R {
    if precision != .float32 { self = converted(to: .float32) }
    makeUnique()
    return try withExtendedLifetime(memory) {
      try body(UnsafeMutableBufferPointer(start: pointer, count: count))
    }
  }

  /// The same values in memory of its own, for a primitive to write to.
  func copied() -> Tensor {
    let copy = Tensor(uninitializedShape: shape, precision: precision)
    memcpy(copy.memory.pointer, memory.pointer, count * precision.bytes)
    return copy
  }

  mutating func makeUnique() {
    if memory.isWritable && isKnownUniquelyReferenced(&memory) { return }
    memory = copied().memory
  }
}

extension Tensor: Equatable {
  /// Whether shapes and values agree; as for `Float`, a NaN equals nothing.
  package static func == (left: Tensor, right: Tensor) -> Bool {
    guard left.shape == right.shape else { return false }
    return left.withUnsafeBuffer { a in right.withUnsafeBuffer { b in a.elementsEqual(b) } }
  }
}

extension Tensor: CustomStringConvertible {
  /// The shape and the first values.
  package var description: String {
    let shown = withUnsafeBuffer { $0.prefix(8).map { "\($0)" } }
    return "Tensor\(shape)[\(shown.joined(separator: ", "))\(count > 8 ? ", …" : "")]"
  }
}
