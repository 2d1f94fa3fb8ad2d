// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Values in 16-bit floats, as they stand between the layers of a training in `bfloat16`.
///
/// Half the memory goes through the processor. Everything that is not written for them sees 32-bit floats.
extension Tensor {
  /// The same values in another number format, rounded to it; the tensor itself where it has that format.
  func converted(to precision: ComputePrecision) -> Tensor {
    guard precision != self.precision else { return self }
    switch precision {
    case .float32: return mapped(BFloat16.self, to: Float.self)
    case .bfloat16: return mapped(Float.self, to: BFloat16.self)
    }
  }

  private func mapped<Given: StoredFloat, Wanted: StoredFloat>(
    _: Given.Type, to _: Wanted.Type
  ) -> Tensor {
    Tensor(shape: shape) { (target: UnsafeMutablePointer<Wanted>) in
      withStored { (source: UnsafePointer<Given>) in
        ThreadTeam.forEach(count) { range in
          Stored.forEachSixteen(of: range) { position, lanes in
            Stored.store(Stored.load(source + position, lanes), target + position, lanes)
          }
        }
      }
    }
  }

  /// A tensor in the format `T`, whose memory `body` fills completely.
  init<T: StoredFloat>(shape: [Int], _ body: (UnsafeMutablePointer<T>) -> Void) {
    self.init(uninitializedShape: shape, precision: T.precision)
    body(memory.pointer.assumingMemoryBound(to: T.self))
  }

  /// Lends values that have the format `T` for reading.
  func withStored<T: StoredFloat, R>(_ body: (UnsafePointer<T>) -> R) -> R {
    precondition(precision == T.precision, "\(precision) is not \(T.precision)")
    return withExtendedLifetime(memory) {
      body(UnsafePointer(memory.pointer.assumingMemoryBound(to: T.self)))
    }
  }

  /// Lends values that have the format `T` for writing, after copying them if they are shared.
  mutating func withMutableStored<T: StoredFloat>(_ body: (UnsafeMutablePointer<T>) -> Void) {
    precondition(precision == T.precision, "\(precision) is not \(T.precision)")
    makeUnique()
    withExtendedLifetime(memory) {
      body(memory.pointer.assumingMemoryBound(to: T.self))
    }
  }
}

/// Loops over stored values, sixteen at a time.
enum Stored {
  static let lanes = 16

  /// Calls `body` with positions sixteen apart, and with the number of values from there on, fewer at the end.
  ///
  /// To be called within a thread's share, as is said of `ChannelAffine.forEachValue`.
  @inline(__always)
  static func forEachSixteen(
    of range: Range<Int>, _ body: (_ position: Int, _ count: Int) -> Void
  ) {
    var position = range.lowerBound
    while position + lanes <= range.upperBound {
      body(position, lanes)
      position += lanes
    }
    if position < range.upperBound { body(position, range.upperBound - position) }
  }

  /// The values from `pointer` on; those beyond `count` are zero and not read.
  @inline(__always)
  static func load<T: StoredFloat>(_ pointer: UnsafePointer<T>, _ count: Int) -> SIMD16<Float> {
    if count == lanes { return T.load(pointer) }
    var values = SIMD16<Float>.zero
    for lane in 0..<count { values[lane] = pointer[lane].value }
    return values
  }

  @inline(__always)
  static func store<T: StoredFloat>(
    _ values: SIMD16<Float>, _ pointer: UnsafeMutablePointer<T>, _ count: Int
  ) {
    if count == lanes { return T.store(values, pointer) }
    for lane in 0..<count { pointer[lane] = T(values[lane]) }
  }
}
