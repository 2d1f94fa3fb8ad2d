// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

extension SamplingGrid {
  /// Larger squares are no faces that a picture shows; they are not worth the memory of their
  /// surroundings.
  private static let longestExtent = 4096

  /// The means of each pixel's samples, rounded; `picture` has pixels.
  func crop(from picture: GreyPicture) -> FaceCrop {
    let (columns, rows) = extent
    guard columns.count <= Self.longestExtent, rows.count <= Self.longestExtent else {
      let sampler = BilinearSampler(picture)
      return crop { sampler.addLine(from: starts[$0], step: (stepX, stepY), to: $1) }
    }
    let isInside =
      columns.lowerBound >= 0 && rows.lowerBound >= 0 && columns.upperBound <= picture.width
      && rows.upperBound <= picture.height
    let part = isInside ? picture : picture.part(columns: columns, rows: rows)
    let (left, top) = isInside ? (0, 0) : (columns.lowerBound << 16, rows.lowerBound << 16)
    return part.values.withUnsafeBytes { pixels in
      crop { line, sums in
        addLine(
          from: (starts[line].x - left, starts[line].y - top), in: pixels, width: part.width,
          to: sums)
      }
    }
  }

  /// A sample of brightness 128, in steps of 1/65536; less it, samples have a sign and products
  /// need 16 bits.
  private static let middle = 128 << 16

  /// - Parameter addLine: adds the samples of a line, less ``middle``, to the sums `[48 samples]`.
  private func crop(addLine: (Int, UnsafeMutableBufferPointer<Int32>) -> Void) -> FaceCrop {
    let share = samples * samples << 16
    var grey: [UInt8] = []
    grey.reserveCapacity(FaceCrop.side * FaceCrop.side)
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: length) { sums in
      for row in 0..<FaceCrop.side {
        sums.initialize(repeating: 0)
        for line in 0..<samples { addLine(row * samples + line, sums) }
        for column in 0..<FaceCrop.side {
          var sum = share / 2 + samples * samples * Self.middle
          for i in column * samples..<(column + 1) * samples { sum += Int(sums[i]) }
          grey.append(UInt8(min(255, sum / share)))
        }
      }
    }
    return FaceCrop(grey: grey)
  }

  /// Adds the bilinear samples of one line, less ``middle``, eight at a time.
  ///
  /// With a, b above c, d the pixels round a position and x, y in 1/256 its place between them:
  /// (256 - y) (256 a + x (b - a)) + y (256 c + x (d - c)).
  ///
  /// - Parameter start: in 1/65536 pixel; each position and the pixels round it lie in the picture.
  private func addLine(
    from start: (x: Int, y: Int), in pixels: UnsafeRawBufferPointer, width: Int,
    to sums: UnsafeMutableBufferPointer<Int32>
  ) {
    typealias Words = SIMD8<UInt16>
    let lanes = Words(0, 1, 2, 3, 4, 5, 6, 7)
    // The lower 16 bits of the positions are all that the weights need.
    let stepX = Words(repeating: UInt16(truncatingIfNeeded: self.stepX))
    let stepY = Words(repeating: UInt16(truncatingIfNeeded: self.stepY))
    var fractionX = Words(repeating: UInt16(truncatingIfNeeded: start.x)) &+ lanes &* stepX
    var fractionY = Words(repeating: UInt16(truncatingIfNeeded: start.y)) &+ lanes &* stepY
    var (x, y) = start
    for i in stride(from: 0, to: length, by: 8) {
      var upper = Words()
      var lower = Words()
      for lane in 0..<8 {
        let position = (y >> 16) &* width &+ (x >> 16)
        upper[lane] = pixels.loadUnaligned(fromByteOffset: position, as: UInt16.self)
        lower[lane] = pixels.loadUnaligned(fromByteOffset: position &+ width, as: UInt16.self)
        x &+= self.stepX
        y &+= self.stepY
      }
      let down = fractionY &>> 8
      let above = Self.signedMix(upper, fractionX &>> 8)
      let below = Self.signedMix(lower, fractionX &>> 8)
      let samples =
        Self.product(above, SIMD8<Int16>(truncatingIfNeeded: 256 &- down))
        &+ Self.product(below, SIMD8<Int16>(truncatingIfNeeded: down))
      let target = UnsafeMutableRawBufferPointer(sums)
      let sum = target.loadUnaligned(fromByteOffset: 4 * i, as: SIMD8<Int32>.self)
      target.storeBytes(of: sum &+ samples, toByteOffset: 4 * i, as: SIMD8<Int32>.self)
      fractionX &+= stepX &* 8
      fractionY &+= stepY &* 8
    }
  }

  /// 256 a + x (b - a) - 2¹⁵ for pairs of bytes a, b in the order of memory; the whole never
  /// overflows.
  @inline(__always)
  private static func signedMix(_ pairs: SIMD8<UInt16>, _ x: SIMD8<UInt16>) -> SIMD8<Int16> {
    let (a, b) = (pairs & 255, pairs &>> 8)
    return SIMD8<Int16>(truncatingIfNeeded: ((a &<< 8) &+ (b &- a) &* x) ^ 0x8000)
  }

  @inline(__always)
  private static func product(_ a: SIMD8<Int16>, _ b: SIMD8<Int16>) -> SIMD8<Int32> {
    // Widened by hand: the library's conversion is a call here.
    @inline(__always) func wide(_ words: SIMD8<Int16>) -> SIMD8<Int32> {
      var wide = SIMD8<Int32>()
      for lane in 0..<8 { wide[lane] = Int32(words[lane]) }
      return wide
    }
    return wide(a) &* wide(b)
  }
}
