// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The stretch of a sound that frames are still cut from, as amplitudes.
///
/// Samples come in pieces of any size. Positions are counted from the start of the sound; what has
/// been discarded makes room for what comes, so that memory does not grow with the sound.
struct SampleWindow: ~Copyable {
  /// Most samples that are held at a time.
  let capacity: Int
  /// Position after the last sample that has come.
  private(set) var end = 0
  /// Position of the first sample that is held; beyond `end` where samples to come are not wanted.
  private(set) var start = 0

  private let amplitudes: AlignedBuffer<Float>
  /// Position of the sample at the start of the memory.
  private var origin = 0

  /// A window on the start of a sound, of which nothing has come yet.
  init(capacity: Int) {
    self.capacity = capacity
    amplitudes = AlignedBuffer(count: capacity)
  }

  /// Samples that are held.
  var count: Int { max(0, end - start) }

  /// Takes as many of the next samples as there is room for, and says how many those are.
  mutating func take(_ samples: Span<Int16>) -> Int {
    let unwanted = min(samples.count, max(0, start - end))
    end += unwanted
    if end - origin + samples.count - unwanted > capacity { compact() }
    let taken = min(samples.count - unwanted, capacity - (end - origin))
    let place = amplitudes.start + (end - origin)
    samples.withUnsafeBufferPointer { samples in
      for i in 0..<taken { place[i] = SampleScale.amplitude(samples[unwanted + i]) }
    }
    end += taken
    return unwanted + taken
  }

  /// Lets go of all samples before a position, which never moves back.
  mutating func discard(before position: Int) {
    start = max(start, position)
  }

  /// Repeats a sound that is held whole from its start until it has `count` samples.
  mutating func lengthen(to count: Int) {
    precondition(start == 0 && count <= capacity, "\(count) samples cannot be held whole")
    let original = end
    while end < count {
      amplitudes.start[end] = original > 0 ? amplitudes.start[end % original] : 0
      end += 1
    }
  }

  /// Where the amplitudes, in [-1, 1], of the samples `range` stand; valid until the next change.
  func amplitudes(_ range: Range<Int>) -> UnsafePointer<Float> {
    precondition(
      range.lowerBound >= start && range.upperBound <= end,
      "the samples \(range) are not among those held, \(start)..<\(end)")
    return UnsafePointer(amplitudes.start + (range.lowerBound - origin))
  }

  /// Moves what is held to the start of the memory.
  private mutating func compact() {
    let first = min(start, end)
    guard first > origin else { return }
    amplitudes.start.update(from: amplitudes.start + (first - origin), count: count)
    origin = first
  }
}

/// Sixteen-bit samples as amplitudes.
enum SampleScale {
  /// Divides by 32767 (not 32768), so the lowest value falls a little under -1.
  static func amplitude(_ sample: Int16) -> Float { Float(sample) / 32767 }
}

/// The rule for sounds that are too short to have contours.
///
/// The functionals look at whole 60 ms frames and leave three of them out, so anything under 90 ms
/// has none. A sound under 100 ms (1600 samples at 16 kHz) is therefore repeated from its start
/// until it has that length; an empty one becomes silence.
enum ShortAudio {
  /// Shortest sound that is used as it is, in samples: 100 ms, rounded up.
  static func minimumCount(sampleRate: Int) -> Int { (sampleRate + 9) / 10 }
}
