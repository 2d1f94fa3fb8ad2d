// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import COneDNN

/// Number format of what convolutions multiply and hand on, as a setting of the calling thread.
///
/// With `bfloat16` weights are rounded to 8 significant bits where they are multiplied, and so is
/// what training keeps between the layers of an image. Learnt weights and their gradients, sums and
/// statistics stay 32-bit floats.
package enum ComputePrecision: String, Sendable, Codable, CaseIterable {
  /// 24 significant bits.
  case float32
  /// 8 significant bits; about twice as fast where the processor multiplies them itself.
  case bfloat16

  /// Size of a value.
  var bytes: Int { self == .float32 ? 4 : 2 }

  /// Whether the processor multiplies 16-bit floats itself; it is slower than `float32` where it
  /// does not.
  package static var isBFloat16Fast: Bool {
    let flag = dnnl_cpu_isa_avx512_core_bf16.rawValue
    return dnnl_get_effective_cpu_isa().rawValue & flag == flag
  }

  /// Whether oneDNN can compute in `bfloat16` on this processor at all: with AVX-512, if need be
  /// without its 16-bit instructions.
  package static var isBFloat16Available: Bool {
    let flag = dnnl_cpu_isa_avx512_core.rawValue
    return dnnl_get_effective_cpu_isa().rawValue & flag == flag
  }

  private static let setting = ThreadSetting()

  /// The calling thread's setting.
  static var current: ComputePrecision { setting.value == 0 ? .float32 : .bfloat16 }

  /// Sets the precision of training convolutions that are called from this thread from now on.
  package static func use(_ precision: ComputePrecision) {
    setting.value = precision == .bfloat16 ? 1 : 0
  }

  /// Runs `body` with another precision and puts the calling thread's setting back.
  package static func with<R>(_ precision: ComputePrecision, _ body: () throws -> R) rethrows -> R {
    let before = current
    use(precision)
    defer { use(before) }
    return try body()
  }
}

/// A number format of values in memory; computations on them are in 32-bit floats.
protocol StoredFloat: BitwiseCopyable {
  static var precision: ComputePrecision { get }
  /// The nearest number of this format, the even one of two that are equally near.
  init(_ value: Float)
  var value: Float { get }
  /// Sixteen neighbouring values, at any address.
  static func load(_ pointer: UnsafePointer<Self>) -> SIMD16<Float>
  static func store(_ values: SIMD16<Float>, _ pointer: UnsafeMutablePointer<Self>)
}

extension Float: StoredFloat {
  static let precision = ComputePrecision.float32

  var value: Float { self }

  @inline(__always)
  static func load(_ pointer: UnsafePointer<Float>) -> SIMD16<Float> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD16<Float>.self)
  }

  @inline(__always)
  static func store(_ values: SIMD16<Float>, _ pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: values, as: SIMD16<Float>.self)
  }
}

/// The upper half of a 32-bit float: its sign and exponent, and 8 significant bits.
struct BFloat16: StoredFloat {
  static let precision = ComputePrecision.bfloat16

  let bits: UInt16

  init(bits: UInt16) { self.bits = bits }

  /// A NaN stays one, unless nearly all its bits are set, which no arithmetic gives.
  @inline(__always)
  init(_ value: Float) {
    let pattern = value.bitPattern
    bits = UInt16(truncatingIfNeeded: (pattern &+ Self.half &+ (pattern >> 16 & 1)) >> 16)
  }

  @inline(__always)
  var value: Float { Float(bitPattern: UInt32(bits) << 16) }

  /// Half of the last kept bit, less the smallest step: with that bit added, a half is rounded to
  /// the even neighbour.
  private static var half: UInt32 { 0x7FFF }

  @inline(__always)
  static func load(_ pointer: UnsafePointer<BFloat16>) -> SIMD16<Float> {
    SIMD16(lowHalf: loadEight(pointer), highHalf: loadEight(pointer + 8))
  }

  @inline(__always)
  static func store(_ values: SIMD16<Float>, _ pointer: UnsafeMutablePointer<BFloat16>) {
    storeEight(values.lowHalf, pointer)
    storeEight(values.highHalf, pointer + 8)
  }

  // By eights and by halves of the 32-bit words, which the compiler makes one instruction each of;
  // the standard library's conversions of sixteen integers go one by one.
  @inline(__always)
  private static func loadEight(_ pointer: UnsafePointer<BFloat16>) -> SIMD8<Float> {
    var words = SIMD16<UInt16>.zero
    words.oddHalf = UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<UInt16>.self)
    return unsafeBitCast(words, to: SIMD8<Float>.self)
  }

  @inline(__always)
  private static func storeEight(
    _ values: SIMD8<Float>, _ pointer: UnsafeMutablePointer<BFloat16>
  ) {
    let patterns = unsafeBitCast(values, to: SIMD8<UInt32>.self)
    let odd = patterns &>> 16 & SIMD8(repeating: 1)
    let rounded = patterns &+ odd &+ SIMD8(repeating: half)
    UnsafeMutableRawPointer(pointer).storeBytes(
      of: unsafeBitCast(rounded, to: SIMD16<UInt16>.self).oddHalf, as: SIMD8<UInt16>.self)
  }
}

/// Values in 16-bit floats, as they stand between the layers of a training in `bfloat16`.
///
/// Half the memory goes through the processor. Everything that is not written for them sees 32-bit
/// floats.
extension Tensor {
  /// The same values in another number format, rounded to it; the tensor itself where it has that
  /// format.
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

  /// Calls `body` with positions sixteen apart, and with the number of values from there on, fewer
  /// at the end.
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
