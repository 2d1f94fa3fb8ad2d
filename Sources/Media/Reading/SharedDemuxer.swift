// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Synchronization

/// One opening of a file whose packets the readers of several streams share, in file order.
///
/// A stream takes part by its place, which is to be had until the first packet is read. Whoever
/// needs a packet reads on; what is met of other streams goes to their queues when they have a
/// place, else away. Nobody ever waits for another reader. Instead a stream loses its place, and
/// its queue, and its reader goes on with an opening of its own:
///
/// - when its queue exceeds the limit, since its reader lags or has not begun;
/// - when damage is met while there are several places: where it is in another stream, a reader for
///   itself passes over it.
///
/// The file is closed when all is read, or when the last place is given up after that was begun.
/// Used from any thread.
final class SharedDemuxer: @unchecked Sendable {
  /// What became of a reader's wish.
  enum Answer {
    case read(PacketReading)
    /// The stream has no place here, and what it was given so far is all that it gets.
    case noPlace
  }

  private enum State {
    /// No packet was read yet.
    case fresh(Demuxer)
    case reading(Demuxer)
    /// Nothing more is to be read; queues may still hold packets.
    case closed
  }

  /// A stream that takes part.
  private struct Place {
    var queue = PacketQueue()
    /// Whether a reader has it, rather than that one is expected.
    var isTaken: Bool
  }

  // What follows is touched under the lock only.
  private let lock = Mutex(())
  private var state: State
  private var places: [Int32: Place] = [:]
  private let queueLimit: Int

  /// Shares `demuxer`, with at most `queueLimit` bytes of packets in the queue of each stream.
  ///
  /// - Parameter expected: streams that have a place before their reader comes.
  init(_ demuxer: Demuxer, expected: [Int32], queueLimit: Int) {
    state = .fresh(demuxer)
    self.queueLimit = queueLimit
    for stream in expected { places[stream] = Place(isTaken: false) }
  }

  /// Takes the place of a stream for one reader; false when there is none to be had.
  func take(_ stream: Int32) -> Bool {
    lock.withLock { _ in
      if let place = places[stream] {
        guard !place.isTaken else { return false }
      } else {
        guard case .fresh = state else { return false }
      }
      places[stream, default: Place(isTaken: true)].isTaken = true
      return true
    }
  }

  /// Gives the place of a stream up.
  func leave(_ stream: Int32) {
    lock.withLock { _ in dismiss(stream) }
  }

  /// Gives up the places for which no reader came.
  func leaveExpected() {
    lock.withLock { _ in
      for (stream, place) in places where !place.isTaken { dismiss(stream) }
    }
  }

  /// Reads the next packet of a stream into `packet`, for the reader that has its place.
  func read(_ stream: Int32, into packet: Packet) -> Answer {
    while true {
      // The lock is let go after each packet, so that another reader can take what was queued.
      if let answer = lock.withLock({ _ in step(stream, packet) }) { return answer }
    }
  }

  /// Takes a packet from the queue or the file; nil when the one from the file was another
  /// stream's.
  private func step(_ stream: Int32, _ packet: Packet) -> Answer? {
    guard places[stream] != nil else { return .noPlace }
    if let queued = places[stream]?.queue.popFirst() {
      packet.takeContent(of: queued)
      return .read(.packet)
    }
    guard let demuxer = demuxerBegun() else {
      dismiss(stream)
      packet.clear()
      return .read(.end(nil))
    }
    let reading = demuxer.read(into: packet)
    let isIntact = places.count == 1 || !demuxer.hasFoundDamage
    switch reading {
    case .packet where isIntact: return deliver(packet, to: stream)
    case .failure where places.count == 1: return .read(reading)
    case .end where places.count == 1:
      state = .closed
      return .read(reading)
    case .end(nil) where isIntact && demuxer.isAtEndOfAllStreams():
      state = .closed
      return nil
    case .packet, .failure, .end:
      state = .closed
      places = [:]
      return .noPlace
    }
  }

  private func deliver(_ packet: Packet, to stream: Int32) -> Answer? {
    let index = packet.streamIndex
    if index == stream { return .read(.packet) }
    guard places[index] != nil else { return nil }
    let queued = Packet()
    queued.takeContent(of: packet)
    places[index]?.queue.append(queued)
    if let size = places[index]?.queue.size, size > queueLimit { dismiss(index) }
    return nil
  }

  /// The demuxer, which reads the streams that have a place from now on; nil when all is read.
  private func demuxerBegun() -> Demuxer? {
    switch state {
    case .closed: return nil
    case .reading(let demuxer): return demuxer
    case .fresh(let demuxer):
      state = .reading(demuxer)
      demuxer.keepOnly(places.keys)
      return demuxer
    }
  }

  private func dismiss(_ stream: Int32) {
    places[stream] = nil
    guard case .reading(let demuxer) = state else { return }
    if places.isEmpty { state = .closed } else { demuxer.keepOnly(places.keys) }
  }
}

/// Packets in the order in which they were read, each let go as soon as it is taken.
private struct PacketQueue {
  /// Their content and what is kept of each besides, in bytes.
  private(set) var size = 0
  private var incoming: [Packet] = []
  /// In reverse order.
  private var outgoing: [Packet] = []

  mutating func append(_ packet: Packet) {
    incoming.append(packet)
    size += packet.size
  }

  mutating func popFirst() -> Packet? {
    if outgoing.isEmpty {
      outgoing = incoming.reversed()
      incoming = []
    }
    guard let first = outgoing.popLast() else { return nil }
    size -= first.size
    return first
  }
}
