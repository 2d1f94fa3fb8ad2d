// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Scratch memory for one caller, aligned as FFTW's plans and vector loads expect; starts as zeros.
struct AlignedBuffer<Element: BitwiseCopyable>: ~Copyable {
  /// The elements; valid while the buffer lives.
  let elements: UnsafeMutableBufferPointer<Element>

  /// Bytes that every buffer's start is a multiple of.
  static var alignment: Int { 64 }

  init(repeating value: Element, count: Int) {
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, count) * MemoryLayout<Element>.stride, alignment: Self.alignment)
    elements = UnsafeMutableBufferPointer(
      start: bytes.bindMemory(to: Element.self, capacity: count), count: count)
    elements.initialize(repeating: value)
  }

  deinit {
    UnsafeMutableRawPointer(elements.baseAddress)?.deallocate()
  }
}

extension AlignedBuffer where Element == Float {
  /// Floats, padded with zeros so that whole vectors may be read at any valid index.
  init(count: Int) {
    self.init(repeating: 0, count: count + VectorMath.width)
  }
}
