// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Signal

@testable import Media

/// All that there is to see in a clip, or why there is nothing.
struct Seen: Equatable, Sendable {
  /// Places, times and colours.
  var frames: [[Double]] = []
  var report: DecodingReport?
  var error: MediaError?

  /// Reads frames to the end; `pause` runs before each.
  init(pause: () -> Void = {}, _ open: () throws -> VideoReader) {
    do {
      let reader = try open()
      defer { report = reader.report }
      pause()
      while let frame = try reader.next() {
        add(frame)
        pause()
      }
    } catch {
      self.error = error as? MediaError
    }
  }

  init() {}

  mutating func add(_ frame: VideoFrame) {
    // Fixtures are flat or noise; a sum by position tells their frames apart.
    let sum = frame.pixels.enumerated().reduce(0) { ($0 &* 31 &+ Int($1.element)) % 1_000_003 }
    frames.append(
      [frame.index, frame.width, frame.height, sum].map(Double.init) + [frame.timestamp])
  }
}

/// All that there is to hear in a clip; nil without a sound stream.
struct Heard: Equatable, Sendable {
  var samples: [Int16] = []
  var report: AudioReport
  var error: MediaError?

  /// Reads samples to the end; `pause` runs before each piece.
  init?(pause: () -> Void = {}, _ reader: AudioReader?) {
    guard let reader else { return nil }
    report = reader.report
    do {
      pause()
      while let piece = try reader.next() {
        samples += piece.values
        pause()
      }
    } catch {
      self.error = error as? MediaError
    }
    report = reader.report
  }
}

/// What a clip holds, read in one way or another.
struct ClipContent: Equatable, Sendable {
  var seen: Seen
  var heard: Heard?

  /// Which reader gets how far before the other one goes on.
  enum Order: CaseIterable, Sendable {
    case videoThenAudio, audioThenVideo, videoMadeAfterAudioWasRead, audioMadeAfterVideoWasRead
    case byTurns, atOnce, announcedAndAtOnce

    /// Whether one reader is made when the other is done.
    var isLate: Bool { self == .videoMadeAfterAudioWasRead || self == .audioMadeAfterVideoWasRead }
    /// Whether readers are made on two threads, so that one may begin before the other is there.
    var isAnnounced: Bool { self == .announcedAndAtOnce }
  }

  /// By readers with openings of their own.
  init(apart path: String) throws {
    seen = Seen { try VideoReader(path: path) }
    heard = Heard(try AudioReader(path: path))
  }

  /// By readers of one file; `seed` makes different threads wait at different places.
  init(_ file: MediaFile, _ order: Order, seed: UInt64 = 0) async {
    switch order {
    case .videoThenAudio:
      let audio = file.audio()
      seen = Seen { try file.video() }
      heard = Heard(audio)
    case .audioThenVideo:
      let video = Result { try file.video() }
      heard = Heard(file.audio())
      seen = Seen { try video.get() }
    case .audioMadeAfterVideoWasRead:
      seen = Seen { try file.video() }
      heard = Heard(file.audio())
    case .videoMadeAfterAudioWasRead:
      heard = Heard(file.audio())
      seen = Seen { try file.video() }
    case .byTurns:
      let audio = file.audio()
      var pieces: [Int16] = []
      seen = Seen(pause: { pieces += (try? audio?.next())?.values ?? [] }) { try file.video() }
      heard = Heard(audio)
      heard?.samples.insert(contentsOf: pieces, at: 0)
    case .atOnce:
      let video = Result { try file.video() }
      let audio = file.audio()
      async let rest = Heard(pause: ClipContent.pause(seed), audio)
      seen = Seen(pause: ClipContent.pause(seed &+ 1)) { try video.get() }
      heard = await rest
    case .announcedAndAtOnce:
      async let rest = Heard(pause: ClipContent.pause(seed), file.audio())
      seen = Seen(pause: ClipContent.pause(seed &+ 1)) { try file.video() }
      heard = await rest
    }
  }

  /// Lets other threads go first, a different number of times each time.
  private static func pause(_ seed: UInt64) -> () -> Void {
    guard seed > 0 else { return {} }
    var noise = Noise(state: seed)
    return { for _ in 0..<noise.next() % 30 { sched_yield() } }
  }
}
