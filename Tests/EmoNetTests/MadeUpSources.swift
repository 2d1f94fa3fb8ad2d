// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Media
import Signal
import Synchronization

@testable import EmoNet

/// Frames of one grey level each, from memory.
final class MadeUpFrames: FrameSource {
  private let count: Int
  private let failure: MediaError?
  private(set) var report = DecodingReport()

  /// `count` frames, in whose place an error may come.
  init(_ count: Int, failure: MediaError? = nil) {
    self.count = count
    self.failure = failure
  }

  func next() throws -> VideoFrame? {
    if let failure { throw failure }
    let index = report.canonicalFrames
    guard index < count else { return nil }
    report.decodedFrames += 1
    report.canonicalFrames += 1
    report.duration = Double(index + 1) / 25
    return VideoFrame(
      index: index, timestamp: Double(index) / 25, width: 64, height: 48,
      pixels: [UInt8](repeating: UInt8(index % 200), count: 64 * 48 * 3))
  }
}

/// A sound from memory, in pieces.
final class MadeUpSound: SoundSource {
  private var pieces: ArraySlice<[Int16]>
  private let failure: MediaError?
  private let log: SourceLog?
  let sampleRate: Int
  private(set) var report = AudioReport()

  /// The sound of these pieces, which may end in an error; `silence` samples were put before it.
  init(
    _ pieces: [[Int16]], silence: Int = 0, sampleRate: Int = 16_000, failure: MediaError? = nil,
    log: SourceLog? = nil
  ) {
    self.pieces = pieces[...]
    self.sampleRate = sampleRate
    self.failure = failure
    self.log = log
    report.leadingSilence = Double(silence) / Double(sampleRate)
  }

  func next() throws -> AudioSamples? {
    guard let piece = pieces.popFirst() else {
      if let failure { throw failure }
      return nil
    }
    log?.noteRead()
    report.decodedSamples += piece.count
    return AudioSamples(values: piece, sampleRate: sampleRate)
  }
}

/// How often sources were opened and how many pieces were read from them.
final class SourceLog: Sendable {
  private let state = Mutex<(opened: [Int?], read: Int)>(([], 0))

  /// The sample rates at which sounds were opened.
  var opened: [Int?] { state.withLock { $0.opened } }
  /// Pieces that were read.
  var read: Int { state.withLock { $0.read } }

  func noteOpened(_ sampleRate: Int?) { state.withLock { $0.opened.append(sampleRate) } }
  func noteRead() { state.withLock { $0.read += 1 } }
}

/// Keeps what a pass finds in the picture.
final class Watcher: VideoConsumer {
  private(set) var frames: [FramePlace] = []
  private(set) var faces: [ObservedFace] = []

  func take(_ frame: FramePlace) { frames.append(frame) }
  func take(_ faces: [ObservedFace]) { self.faces += faces }
}

/// Keeps what a pass finds in the sound.
final class Listener: AudioConsumer, @unchecked Sendable {
  // Sendable: it is fed from one thread, and asked after the pass.
  private(set) var samples: [Int16] = []
  /// Places and lengths of the pieces.
  private(set) var places: [Range<Int>] = []
  private(set) var ends: [Double] = []

  func take(_ samples: ArraySlice<Int16>, at position: Int, sampleRate: Int) {
    self.samples += samples
    places.append(position..<position + samples.count)
  }

  func end(at time: Double) { ends.append(time) }
}
