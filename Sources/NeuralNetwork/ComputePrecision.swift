// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN
internal import Glibc

/// Number format of what convolutions multiply and hand on, as a setting of the calling thread.
///
/// With `bfloat16` weights are rounded to 8 significant bits where they are multiplied, and so is what training keeps
/// between the layers of an image. Learnt weights and their gradients, sums and statistics stay 32-bit floats.
public enum ComputePrecision: String, Sendable, Codable, CaseIterable {
  /// 24 significant bits.
  case float32
  /// 8 significant bits; about twice as fast where the processor multiplies them itself.
  case bfloat16

  /// Size of a value.
  var bytes: Int { self == .float32 ? 4 : 2 }

  /// Whether the processor multiplies 16-bit floats itself; it is slower than `float32` where it does not.
  public static var isBFloat16Fast: Bool {
    let flag = dnnl_cpu_isa_avx512_core_bf16.rawValue
    return dnnl_get_effective_cpu_isa().rawValue & flag == flag
  }

  /// Whether oneDNN can compute in `bfloat16` on this processor at all: with AVX-512, if need be without its 16-bit
  /// instructions.
  public static var isBFloat16Available: Bool {
    let flag = dnnl_cpu_isa_avx512_core.rawValue
    return dnnl_get_effective_cpu_isa().rawValue & flag == flag
  }

  /// The calling thread's setting.
  public static var current: ComputePrecision {
    pthread_getspecific(key) == nil ? .float32 : .bfloat16
  }

  /// Sets the precision of training convolutions that are called from this thread from now on.
  public static func use(_ precision: ComputePrecision) {
    pthread_setspecific(key, UnsafeRawPointer(bitPattern: precision == .bfloat16 ? 1 : 0))
  }

  /// Runs `body` with another precision and puts the calling thread's setting back.
  public static func with<R>(_ precision: ComputePrecision, _ body: () throws -> R) rethrows -> R {
    let before = current
    use(precision)
    defer { use(before) }
    return try body()
  }

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let status = pthread_key_create(&key, nil)
    precondition(status == 0, "no thread-specific key: error \(status)")
    return key
  }()
}
