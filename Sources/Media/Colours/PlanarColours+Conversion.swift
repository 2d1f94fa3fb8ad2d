// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

extension PlanarColours {
  /// Writes the colours of `picture`, `[height, width, 3]`, RGB.
  ///
  /// - Parameters:
  ///   - target: nothing is written after the last row's last pixel.
  ///   - stride: distance of rows in `target`, in bytes; what lies between rows may be overwritten.
  func convert(_ picture: Picture, to target: UnsafeMutablePointer<UInt8>, stride: Int) {
    let (width, height) = (picture.width, picture.height)
    precondition(
      Self.serves(width: width, height: height) && stride >= width * 3,
      "a picture of \(width)x\(height) with rows of \(stride) bytes")
    // A row of chroma with its last value repeated at both ends, for U and for V.
    let chromaLength = width / 2 + 2
    let rowLength = width * 3
    withUnsafeTemporaryAllocation(of: Int16.self, capacity: 2 * chromaLength) { chroma in
      // Rows are written in steps that end two bytes too far.
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rowLength + 2) { lastRow in
        guard let u = chroma.baseAddress, let last = lastRow.baseAddress else { return }
        let v = u + chromaLength
        for y in 0..<height {
          let (first, second) = Self.chromaRows(y, height: height)
          Self.add(
            picture.u + first * picture.uStride, picture.u + second * picture.uStride,
            count: width / 2, to: u + 1)
          Self.add(
            picture.v + first * picture.vStride, picture.v + second * picture.vStride,
            count: width / 2, to: v + 1)
          let luma = picture.luma + y * picture.lumaStride
          let row = target + y * stride
          convertRow(luma, u: u, v: v, width: width, to: y + 1 < height ? row : last)
          if y + 1 == height { row.update(from: last, count: rowLength) }
        }
      }
    }
  }

  /// The rows of chroma whose mean belongs to row `y`.
  private static func chromaRows(_ y: Int, height: Int) -> (Int, Int) {
    if y == 0 { return (0, 0) }
    if y == height - 1 { return (height / 2 - 2, height / 2 - 1) }
    return y % 2 == 0 ? (y / 2 - 1, y / 2) : (y / 2, y / 2)
  }

  /// 32 times the sum of two rows, `[count]`, and its end values once more before and after it.
  private static func add(
    _ first: UnsafePointer<UInt8>, _ second: UnsafePointer<UInt8>, count: Int,
    to sums: UnsafeMutablePointer<Int16>
  ) {
    for i in 0..<count {
      sums[i] = (Int16(first[i]) &+ Int16(second[i])) &<< 5
    }
    sums[-1] = sums[0]
    sums[count] = sums[count - 1]
  }

  /// Sixteen pixels at a time, the last ones once more where the width is no multiple.
  private func convertRow(
    _ luma: UnsafePointer<UInt8>, u: UnsafePointer<Int16>, v: UnsafePointer<Int16>, width: Int,
    to target: UnsafeMutablePointer<UInt8>
  ) {
    factors.withUnsafeBufferPointer { factors in
      guard let factors = factors.baseAddress else { return }
      for step in stride(from: 0, to: width, by: 16) {
        let x = min(step, width - 16)
        let (evenU, oddU) = Self.interpolate(u + x / 2)
        let (evenV, oddV) = Self.interpolate(v + x / 2)
        // 256 times brightness less 128, which fits: the lower byte of a word is the even pixel's.
        let pairs = UnsafeRawPointer(luma + x).loadUnaligned(as: SIMD8<UInt16>.self)
        let even = colours(
          Words(truncatingIfNeeded: (pairs &<< 8) ^ 0x8000), evenU, evenV, factors)
        let odd = colours(
          Words(truncatingIfNeeded: (pairs & 0xff00) ^ 0x8000), oddU, oddV, factors)
        Self.store(
          (even.red & 255) | (even.green &<< 8), (even.blue & 255) | (odd.red &<< 8),
          (odd.green & 255) | (odd.blue &<< 8), to: target + x * 3)
      }
    }
  }

  /// Chroma less its middle at eight even and eight odd pixels, times 256, from sums from one
  /// before the first on.
  @inline(__always)
  private static func interpolate(_ sums: UnsafePointer<Int16>) -> (even: Words, odd: Words) {
    let raw = UnsafeRawPointer(sums)
    let left = raw.loadUnaligned(as: Words.self)
    let near = raw.loadUnaligned(fromByteOffset: 2, as: Words.self)
    let right = raw.loadUnaligned(fromByteOffset: 4, as: Words.self)
    // Parts of the sum may overflow; the whole does not.
    let most = near &* 3 &+ Words(repeating: .min)
    return (most &+ left, most &+ right)
  }

  /// The colours of eight pixels; only the lower bytes count.
  @inline(__always)
  private func colours(
    _ y: Words, _ u: Words, _ v: Words, _ factors: UnsafePointer<Factors>
  ) -> (red: Words, green: Words, blue: Words) {
    let brightness = Self.product(y, factors.pointee.brightness) &+ base
    // The colour plus 512; what overflowed is negative.
    @inline(__always) func clipped(_ chroma: SIMD8<Int32>) -> Words {
      let colour = Words(truncatingIfNeeded: (brightness &+ chroma) &>> 21)
      return pointwiseMin(
        pointwiseMax(colour, Words(repeating: 512)), Words(repeating: 512 + 255))
    }
    return (
      clipped(Self.product(v, factors.pointee.redOfV)),
      clipped(
        Self.product(v, factors.pointee.greenOfV) &+ Self.product(u, factors.pointee.greenOfU)),
      clipped(Self.product(u, factors.pointee.blueOfU))
    )
  }

  /// Baseline processors multiply words of 16 bits only, which the compiler uses where it sees both
  /// widened.
  @inline(__always)
  private static func product(_ a: Words, _ b: Words) -> SIMD8<Int32> {
    SIMD8<Int32>(truncatingIfNeeded: a) &* SIMD8<Int32>(truncatingIfNeeded: b)
  }

  /// Writes words a, b, c, a, b, c and so on: six bytes for two pixels, and two bytes too many at
  /// the end.
  @inline(__always)
  private static func store(
    _ a: Words, _ b: Words, _ c: Words, to target: UnsafeMutablePointer<UInt8>
  ) {
    @inline(__always) func four(
      _ a: SIMD4<Int16>, _ b: SIMD4<Int16>, _ c: SIMD4<Int16>, _ target: UnsafeMutableRawPointer
    ) {
      var (ab, c0) = (Words(), Words())
      (ab.evenHalf, ab.oddHalf) = (a, b)
      (c0.evenHalf, c0.oddHalf) = (c, SIMD4())
      var joined = SIMD8<UInt32>()
      joined.evenHalf = unsafeBitCast(ab, to: SIMD4<UInt32>.self)
      joined.oddHalf = unsafeBitCast(c0, to: SIMD4<UInt32>.self)
      let pixels = unsafeBitCast(joined, to: SIMD4<UInt64>.self)
      for i in 0..<4 { target.storeBytes(of: pixels[i], toByteOffset: 6 * i, as: UInt64.self) }
    }
    four(a.lowHalf, b.lowHalf, c.lowHalf, target)
    four(a.highHalf, b.highHalf, c.highHalf, target + 24)
  }
}
