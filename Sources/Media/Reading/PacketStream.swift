// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Glibc
import Synchronization

/// The packets of one stream of a file, in order, wherever they come from.
///
/// They come from the file's shared opening as long as the stream has its place there, then from an
/// opening of its own, which passes over what came before. Both give the same packets. Used from
/// one thread at a time.
final class PacketStream {
  private enum Source {
    case shared(SharedDemuxer)
    /// To be opened with the next packet.
    case unopened
    case own(Demuxer)
    case ended
  }

  private let file: FileHeader
  private let stream: Int32
  private let openings: OpeningCount
  private var source: Source
  /// Packets that came from the shared opening.
  private var given = 0
  /// Packets that the own opening is still to pass over.
  private var surplus = 0
  /// Why the file could not be opened once more, where the system refused it.
  private(set) var refusal: MediaError?

  /// The packets of `stream`, shared where it has a place in `shared` or can still get one.
  init(_ stream: StreamHeader, of file: FileHeader, shared: SharedDemuxer, openings: OpeningCount) {
    self.file = file
    self.stream = stream.index
    self.openings = openings
    source = shared.take(stream.index) ? .shared(shared) : .unopened
  }

  deinit {
    if case .shared(let demuxer) = source { demuxer.leave(stream) }
  }

  /// Reads the next packet into `packet`.
  ///
  /// A file that must be opened once more and cannot be gives one failure, then the end.
  func read(into packet: Packet) -> PacketReading {
    while true {
      switch source {
      case .shared(let demuxer):
        guard case .read(let reading) = demuxer.read(stream, into: packet) else {
          source = .unopened
          continue
        }
        if case .packet = reading { given += 1 }
        return reading
      case .unopened:
        packet.clear()
        if let failure = open() { return failure }
      case .own(let demuxer):
        let reading = demuxer.read(into: packet)
        switch reading {
        case .packet where packet.streamIndex != stream: continue
        case .packet where surplus > 0: surplus -= 1
        case .packet, .failure: return reading
        case .end:
          source = .ended
          return reading
        }
      case .ended: return .end(nil)
      }
    }
  }

  private func open() -> PacketReading? {
    source = .ended
    // What a pipe gave is gone, and opening it may take for ever.
    guard file.isRegular else { return .failure(-ESPIPE, "it is no file that can be read again") }
    do {
      let demuxer = try Demuxer(path: file.path)
      openings.increment()
      demuxer.keepOnly(CollectionOfOne(stream))
      surplus = given
      source = .own(demuxer)
      return nil
    } catch {
      let error = error as? MediaError
      if error?.endsClip == true { refusal = error }
      return .failure(error?.code ?? -EIO, error?.reason)
    }
  }
}

/// How often a file was opened.
final class OpeningCount: Sendable {
  private let count = Mutex(0)

  /// Openings so far.
  var value: Int { count.withLock { $0 } }

  func increment() { count.withLock { $0 += 1 } }
}
