// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Signal

/// A clip that is opened once and read as picture, as sound, or as both.
///
/// Its readers share the opening when both were made, or announced as `expected`, before either
/// reads its first packet. They may be used on two threads or one after the other, and one may be
/// left unused: no reader waits for the other. What one meets of the other's stream is kept for it
/// up to a limit. A reader that lags further behind, or comes too late, opens the file a second
/// time with its next packet, and so do both where reading fails. Frames, samples and reports are
/// always those of a reader with an opening of its own.
package final class MediaFile: Sendable {
  /// What a clip is read as.
  package enum Stream: Sendable, CaseIterable {
    case video, audio
  }

  /// Bytes of packets that are kept for a reader which lags, where nothing else is asked for.
  package static let usualQueueLimit = 16 << 20

  /// What the file says of itself.
  let header: FileHeader
  private let demuxer: SharedDemuxer
  private let count = OpeningCount()

  /// Opens the file at `path`, which should stay there until its readers are done.
  ///
  /// - Parameters:
  ///   - tracks: which of several tracks of picture and sound are read.
  ///   - expected: streams whose packets are kept for a reader that is still to be made.
  ///   - queueLimit: bytes of packets that are kept for a reader which lags.
  /// - Throws: ``MediaError`` of kind `unreadable` or `invalidData`.
  package init(
    path: String, tracks: TrackSelection = .usual, expected: Set<Stream> = [],
    queueLimit: Int = MediaFile.usualQueueLimit
  ) throws {
    precondition(queueLimit >= 0, "a queue of \(queueLimit) bytes")
    let opened = try Demuxer(path: path, tracks: tracks)
    count.increment()
    let header = opened.header
    self.header = header
    let streams = expected.compactMap { ($0 == .video ? header.video : header.audio)?.index }
    demuxer = SharedDemuxer(opened, expected: streams, queueLimit: queueLimit)
  }

  deinit { demuxer.leaveExpected() }

  /// What the file holds, as its header says.
  ///
  /// - Throws: ``MediaError`` of kind `missingStream` when it holds neither picture nor sound.
  package var info: MediaInfo {
    get throws { try MediaInfo(header) }
  }

  /// A reader of the picture.
  ///
  /// - Parameters:
  ///   - threads: threads that the decoder may use; the frames do not depend on it. Damage that the
  ///     decoder conceals is counted in full with one thread only.
  ///   - maximumSide: bound of the longer side, in pixels; larger pictures are scaled down.
  /// - Throws: ``MediaError``: of kind `missingStream` when the file has no picture (cover art of a
  ///   sound file is none), `invalidData` or `unsupported`.
  package func video(threads: Int = 1, maximumSide: Int = 1920) throws -> sending VideoReader {
    try VideoReader(self, threads: threads, maximumSide: maximumSide)
  }

  /// A reader of the sound; nil when the file has no sound stream.
  ///
  /// Sound that cannot be decoded gives a reader without samples, whose report says why.
  ///
  /// - Parameters:
  ///   - sampleRate: rate of the samples given, in Hz; nil keeps the rate of the stream.
  ///   - threads: threads that the decoder may use; the samples do not depend on it.
  package func audio(
    sampleRate: Int? = AudioSamples.canonicalSampleRate, threads: Int = 1
  ) -> sending AudioReader? {
    AudioReader(self, sampleRate: sampleRate, threads: threads)
  }

  /// The sound of the first track, the best one first, in which anything is heard; nil when the file
  /// has no sound stream.
  ///
  /// Where all are silent it is the best one's silence. As ``audio(sampleRate:threads:)``.
  package func sound(
    sampleRate: Int? = AudioSamples.canonicalSampleRate, threads: Int = 1
  ) -> sending (any SoundSource)? {
    AudibleTrack(self, sampleRate: sampleRate, threads: threads)
  }

  /// The packets of one of the file's streams.
  func packets(of stream: StreamHeader) -> PacketStream {
    PacketStream(stream, of: header, shared: demuxer, openings: count)
  }

  /// How often the file was opened so far, by this object and by the readers that it gave.
  var openings: Int { count.value }
}
