// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Values of one frame after another, of which the first may have been discarded.
struct ContourRows {
  /// Values of a frame.
  let width: Int
  /// First frame that is held.
  private(set) var start = 0
  /// `[frames, width]`, row-major.
  private var values: [Float] = []

  init(width: Int) {
    self.width = width
  }

  /// Frame after the last that is held.
  var end: Int { start + values.count / width }

  /// Appends the values of one frame, `[width]`.
  mutating func append(_ row: some Collection<Float>) {
    values.append(contentsOf: row)
  }

  /// Lets go of all frames before one.
  mutating func discard(before frame: Int) {
    let count = min(frame, end) - start
    guard count > 0 else { return }
    values.removeFirst(count * width)
    start += count
  }

  /// One column's values in frames that are held.
  func column(_ column: Int, in frames: Range<Int>) -> [Float] {
    precondition(
      frames.lowerBound >= start && frames.upperBound <= end,
      "the frames \(frames) are not among those held, \(start)..<\(end)")
    return frames.map { values[($0 - start) * width + column] }
  }
}

/// Unsmoothed contours of one sound, a column for each descriptor.
///
/// Every column has one row for each whole 60 ms frame, but the pitch tracker answers one frame
/// late, so that the columns about the voice have one row fewer.
struct Contours {
  /// The columns before these are those of `SpectralAnalysis`.
  static let pitchEnvelope = SpectralAnalysis.valueCount
  static let voicing = pitchEnvelope + 1
  static let pitch = voicing + 1
  static let jitterLocal = pitch + 1
  static let jitterDifference = jitterLocal + 1
  static let shimmer = jitterDifference + 1
  static let columnCount = shimmer + 1
  /// Columns about the voice, in the order of its rows.
  static let voiceColumns = pitchEnvelope..<columnCount

  /// `[frames, 32]`.
  let spectral: ContourRows
  /// `[frames - 1, 6]`.
  let voice: ContourRows

  /// Whole 60 ms frames.
  var frameCount: Int { spectral.end }
  /// Frames for which every contour has a value.
  var completeCount: Int { voice.end }

  /// One column's values from a frame on to its last, or to the frame before `end`.
  func column(_ column: Int, from start: Int = 0, to end: Int? = nil) -> [Float] {
    if Self.voiceColumns.contains(column) {
      voice.column(column - Self.pitchEnvelope, in: start..<(end ?? voice.end))
    } else {
      spectral.column(column, in: start..<(end ?? spectral.end))
    }
  }
}

/// Centred moving average of three, edges repeated.
enum MovingAverage {
  /// `(x[n - 1] + x[n] + x[n + 1]) / 3` for each `n`, `[count]` to `[count]`.
  static func smoothed(_ contour: [Float]) -> [Float] {
    let count = contour.count
    return contour.withUnsafeBufferPointer { x in
      [Float](unsafeUninitializedCapacity: count) { result, initialized in
        for n in 0..<count {
          let sum = x[max(0, n - 1)] + x[n] + x[min(count - 1, n + 1)]
          result[n] = sum / 3
        }
        initialized = count
      }
    }
  }
}

/// Slope of a contour over five frames, edges repeated.
enum DeltaRegression {
  /// `((x[n + 1] - x[n - 1]) + 2 (x[n + 2] - x[n - 2])) / 10` for each `n`, `[count]` to `[count]`.
  static func slopes(_ contour: [Float]) -> [Float] {
    let count = contour.count
    func at(_ n: Int, _ values: UnsafeBufferPointer<Float>) -> Float {
      values[min(count - 1, max(0, n))]
    }
    return contour.withUnsafeBufferPointer { x in
      [Float](unsafeUninitializedCapacity: count) { result, initialized in
        for n in 0..<count {
          let near = at(n + 1, x) - at(n - 1, x)
          let far = at(n + 2, x) - at(n - 2, x)
          result[n] = (near + 2 * far) / 10
        }
        initialized = count
      }
    }
  }
}
