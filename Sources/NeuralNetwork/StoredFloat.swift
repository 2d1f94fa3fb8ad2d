// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

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

  /// Half of the last kept bit, less the smallest step: with that bit added, a half is rounded to the even neighbour.
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

  // By eights and by halves of the 32-bit words, which the compiler makes one instruction each of; the standard
  // library's conversions of sixteen integers go one by one.
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
