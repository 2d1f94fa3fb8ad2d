// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

extension DetectionPicture {
  /// Rows first, into one line of floats, because that loop runs over neighbouring memory; then
  /// columns.
  ///
  /// A value is the sum over its columns of weight times the sum over its rows of weight times
  /// byte, each added up in ascending order. Taps of weight zero add nothing and are passed over,
  /// or come along where that is faster.
  ///
  /// - Parameters:
  ///   - source: `[height, width, 3]`, red green blue.
  ///   - target: `[rows, rowLength]`, blue green red, as many columns as `columns` has targets; the
  ///     rest stays.
  ///   - rowLength: distance of rows in `target`, in values.
  static func resample(
    _ source: UnsafePointer<UInt8>, width: Int, columns: ResamplingTaps, rows: ResamplingTaps,
    to target: UnsafeMutablePointer<Float>, rowLength: Int
  ) {
    // The last columns' taps of weight zero may lie beyond the line, and pixels are read with a
    // fourth value.
    let length = (width + columns.stride) * 3 + 1
    withUnsafeTemporaryAllocation(of: Float.self, capacity: length) { line in
      line.initialize(repeating: 0)
      guard let line = line.baseAddress else { return }
      for row in rows.first.indices {
        blendRows(
          source + rows.first[row] * width * 3, length: width * 3, taps: rows, at: row, to: line)
        blendColumns(line, taps: columns, to: target + row * rowLength)
      }
    }
  }

  /// The weighted sum of a target row's source rows, `[length]`; three rows at a time stay in
  /// registers.
  private static func blendRows(
    _ source: UnsafePointer<UInt8>, length: Int, taps: ResamplingTaps, at row: Int,
    to line: UnsafeMutablePointer<Float>
  ) {
    taps.weights.withUnsafeBufferPointer { weights in
      guard let weights = weights.baseAddress.map({ $0 + row * taps.stride }) else { return }
      let count = usedTaps(weights, count: taps.counts[row])
      let (second, third) = (source + length, source + 2 * length)
      let weight = weights[0]
      let weightSecond = count > 1 ? weights[1] : 0
      let weightThird = count > 2 ? weights[2] : 0
      switch count {
      case 1: blend(length, to: line) { Float(source[$0]) * weight }
      case 2:
        blend(length, to: line) { i in
          Float(source[i]) * weight + Float(second[i]) * weightSecond
        }
      default:
        blend(length, to: line) { i in
          Float(source[i]) * weight + Float(second[i]) * weightSecond
            + Float(third[i]) * weightThird
        }
      }
      var tap = 3
      while tap < count {
        let next = source + tap * length
        if tap + 1 < count {
          let after = next + length
          let (weight, weightAfter) = (weights[tap], weights[tap + 1])
          blend(length, to: line) { i in
            line[i] + Float(next[i]) * weight + Float(after[i]) * weightAfter
          }
        } else {
          let weight = weights[tap]
          blend(length, to: line) { i in line[i] + Float(next[i]) * weight }
        }
        tap += 2
      }
    }
  }

  private static func usedTaps(_ weights: UnsafePointer<Float>, count: Int) -> Int {
    var count = count
    while count > 1, weights[count - 1] == 0 { count -= 1 }
    return count
  }

  @inline(__always)
  private static func blend(
    _ length: Int, to line: UnsafeMutablePointer<Float>, _ value: (Int) -> Float
  ) {
    for i in 0..<length { line[i] = value(i) }
  }

  /// The weighted sums of pixels of a line, red green blue turned into blue green red.
  private static func blendColumns(
    _ line: UnsafePointer<Float>, taps: ResamplingTaps, to target: UnsafeMutablePointer<Float>
  ) {
    switch taps.stride {
    case 1: blendColumns(line, taps, tapCount: 1, to: target)
    case 2: blendColumns(line, taps, tapCount: 2, to: target)
    case 3: blendColumns(line, taps, tapCount: 3, to: target)
    case 4: blendColumns(line, taps, tapCount: 4, to: target)
    case 5: blendColumns(line, taps, tapCount: 5, to: target)
    default: blendColumns(line, taps, tapCount: taps.stride, to: target)
    }
  }

  /// With a constant for `tapCount` the inner loop vanishes.
  @inline(__always)
  private static func blendColumns(
    _ line: UnsafePointer<Float>, _ taps: ResamplingTaps, tapCount: Int,
    to target: UnsafeMutablePointer<Float>
  ) {
    let raw = UnsafeRawPointer(line)
    let last = taps.first.count - 1
    taps.weights.withUnsafeBufferPointer { weights in
      taps.first.withUnsafeBufferPointer { first in
        @inline(__always) func pixel(_ column: Int) -> SIMD4<Float> {
          let offset = first[column] &* 12
          let weight = column &* tapCount
          var sum = raw.loadUnaligned(fromByteOffset: offset, as: SIMD4<Float>.self)
          sum *= weights[weight]
          for tap in 1..<tapCount {
            sum +=
              raw.loadUnaligned(fromByteOffset: offset &+ tap &* 12, as: SIMD4<Float>.self)
              * weights[weight &+ tap]
          }
          return sum
        }
        var place = UnsafeMutableRawPointer(target)
        for column in 0..<last {
          // The fourth value is overwritten by the next pixel.
          place.storeBytes(of: pixel(column), as: SIMD4<Float>.self)
          place += 12
        }
        let end = pixel(last)
        for channel in 0..<3 { target[last * 3 + channel] = end[channel] }
      }
    }
    // Apart from the sums, which the compiler takes to pieces where it sees their parts exchanged.
    for column in 0...last {
      let red = target[3 * column]
      target[3 * column] = target[3 * column + 2]
      target[3 * column + 2] = red
    }
  }
}
