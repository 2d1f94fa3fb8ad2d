// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Signal

/// The sound of the first of several tracks in which anything is heard.
///
/// As long as nothing but silence has come of a track and there is another one, its silence is counted
/// rather than given; at its end the next track is tried from its start. Where all are silent it is the
/// first one's silence that is given, so that a clip with several tracks is as silent as with one.
final class AudibleTrack: SoundSource {
  private let file: MediaFile
  private let wantedRate: Int?
  private let threads: Int
  /// The reader that gives the sound.
  private var reader: AudioReader
  private var others: ArraySlice<StreamHeader>
  /// The best track's reader and its samples of silence, once it has ended.
  private var first: (reader: AudioReader, silence: Int)?
  private var passedOver: [Int] = []
  /// Silence and a piece of sound that are still to be given.
  private var silence = 0
  private var waiting: AudioSamples?
  /// Whether the track is decided on.
  private var isSettled: Bool
  private var keepsChannels = false

  private static let silentPiece = 1 << 16

  var sampleRate: Int { reader.sampleRate }
  var report: AudioReport {
    var report = reader.report
    report.silentTracks = passedOver
    return report
  }

  /// The sound of an opened file; nil without any track of sound.
  init?(_ file: MediaFile, sampleRate: Int?, threads: Int) {
    guard let reader = AudioReader(file, sampleRate: sampleRate, threads: threads) else {
      return nil
    }
    self.file = file
    wantedRate = sampleRate
    self.threads = threads
    self.reader = reader
    others = file.header.otherAudio[...]
    isSettled = file.header.otherAudio.isEmpty
  }

  func keepChannels() {
    keepsChannels = true
    reader.keepChannels()
  }

  func next() throws -> AudioSamples? {
    while !isSettled { try settle() }
    if silence > 0, reader.sampleRate > 0 {
      let count = min(silence, Self.silentPiece)
      silence -= count
      return AudioSamples(
        values: [Int16](repeating: 0, count: count), sampleRate: reader.sampleRate,
        channels: (waiting?.channels ?? []).map {
          SoundChannel($0.place, values: [Float](repeating: 0, count: count))
        })
    }
    if let piece = waiting {
      waiting = nil
      return piece
    }
    return try reader.next()
  }

  /// Reads one piece; decides for its track where it is heard, and for the next one at the end.
  private func settle() throws {
    let piece: AudioSamples?
    do {
      piece = try reader.next()
    } catch {
      // What was read before is not worth more than a track that can be read whole.
      guard !others.isEmpty else { throw error }
      return takeNext()
    }
    guard let piece else { return takeNext() }
    // Channels of opposite phase are not silent although their mean is.
    if piece.values.contains(where: { $0 != 0 })
      || piece.channels.contains(where: { $0.values.contains { $0 != 0 } })
    {
      waiting = piece
      isSettled = true
    } else {
      silence += piece.values.count
    }
  }

  private func takeNext() {
    if first == nil { first = (reader, silence) }
    silence = 0
    while let stream = others.popFirst() {
      guard
        let next = AudioReader(file, stream: stream, sampleRate: wantedRate, threads: threads)
      else { continue }
      if keepsChannels { next.keepChannels() }
      passedOver.append(reader.report.track ?? 0)
      reader = next
      return
    }
    isSettled = true
    guard let first else { return }
    (reader, silence) = first
    passedOver = []
  }
}
