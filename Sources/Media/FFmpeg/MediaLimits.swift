// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Glibc

/// How large a clip may be.
///
/// A few forged bytes can ask for gigabytes; what lies beyond a limit is refused before memory is
/// taken for it. The environment variable ``variable`` changes limits: `pixels=200000000,seconds=90000`.
package struct MediaLimits: Sendable, Equatable {
  /// Most pixels of a stored picture.
  var pixels = 48 << 20
  /// Most channels of a sound.
  var channels = 64
  /// Lowest and highest sample rate of a sound, in Hz.
  var lowestRate = 1000
  var highestRate = 400_000
  /// Greatest length of what is read of a clip, in seconds.
  var seconds = 43_200
  /// Most streams in a file.
  var streams = 200
  /// Most bytes that are read to find out what a file holds.
  var probe = 5_000_000

  /// The environment variable that changes limits.
  package static let variable = "EMONET_LIMITS"
  /// The limits of this process; the usual ones where the variable is wrong, see ``objection``.
  static let current = (try? MediaLimits(parsing: setting ?? "")) ?? MediaLimits()

  private static var keys: [(name: String, place: WritableKeyPath<MediaLimits, Int>)] {
    [
      ("pixels", \.pixels), ("channels", \.channels), ("lowest-rate", \.lowestRate),
      ("highest-rate", \.highestRate), ("seconds", \.seconds), ("streams", \.streams),
      ("probe", \.probe),
    ]
  }
  private static var setting: String? { getenv(variable).map { String(cString: $0) } }

  /// The usual limits.
  init() {}

  /// The usual limits but for what a text changes, `NAME=NUMBER` between commas.
  init(parsing text: String) throws(LimitError) {
    for part in text.split(separator: ",") {
      let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
      guard sides.count == 2, let key = Self.keys.first(where: { $0.name == sides[0] }),
        let number = Int(sides[1]), (1...1 << 40).contains(number)
      else { throw LimitError(part: String(part), known: Self.keys.map(\.name)) }
      self[keyPath: key.place] = number
    }
  }

  /// Why the environment variable cannot be followed; nil when it can or is not there.
  package static var objection: String? {
    guard let setting else { return nil }
    do {
      _ = try MediaLimits(parsing: setting)
      return nil
    } catch {
      return error.description
    }
  }

  /// The limits as they stand, for the help text: `pixels=50331648, ...`.
  package static var usual: String {
    keys.map { "\($0.name)=\(MediaLimits()[keyPath: $0.place])" }.joined(separator: ", ")
  }

  /// Most bytes that FFmpeg may take at once: a picture with four channels of 16 bits.
  var largestAllocation: Int { min(max(256 << 20, pixels * 8), Int(Int32.max)) }

  /// Why a picture of this size is refused; nil when it is not.
  func objection(width: Int, height: Int) -> String? {
    let (area, overflow) = width.multipliedReportingOverflow(by: height)
    guard overflow || area > pixels else { return nil }
    return "a picture of \(width)x\(height); " + Self.limit("pixels", pixels, "pixels")
  }

  /// Why a sound like this is refused; nil when it is not.
  func objection(sampleRate: Int, channels count: Int) -> String? {
    if sampleRate < lowestRate {
      return "a sound of \(sampleRate) Hz; " + Self.limit("lowest-rate", lowestRate, "Hz")
    }
    if sampleRate > highestRate {
      return "a sound of \(sampleRate) Hz; " + Self.limit("highest-rate", highestRate, "Hz")
    }
    guard count > channels else { return nil }
    return "a sound of \(count) channels; " + Self.limit("channels", channels, "channels")
  }

  /// Why nothing is read beyond this time, in seconds; nil when it is.
  func objection(time: Double) -> String? {
    guard time > Double(seconds) else { return nil }
    return "it goes on beyond \(seconds) s; " + Self.limit("seconds", seconds, "s")
  }

  private static func limit(_ name: String, _ value: Int, _ unit: String) -> String {
    "the limit is \(value) \(unit), which \(variable)=\(name)=N changes"
  }
}

/// A part of the limits' environment variable that cannot be followed.
struct LimitError: Error, CustomStringConvertible {
  let part: String
  let known: [String]

  var description: String {
    "\(MediaLimits.variable): '\(part)' is not NAME=NUMBER; names are \(known.joined(separator: ", "))"
  }
}
