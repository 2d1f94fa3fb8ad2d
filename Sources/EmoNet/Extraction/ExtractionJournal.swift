// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import Synchronization

/// Keeps the rows of unfinished tables on disk, so that a killed run can go on.
///
/// One file: a line that names the settings, then records of their length, their checksum, a key, the
/// clip's SHA-256 and the values. A record that a kill cut short ends the file. In memory is only where
/// each record stands.
final class ExtractionJournal: Sendable {
  private struct Place {
    let offset: Int
    let count: Int
    let checksum: String
  }

  private struct State {
    var end: Int
    var places: [ExactPath: Place] = [:]
  }

  private static let checksumLength = 64
  /// Length and CRC-32.
  private static let headLength = 8

  let path: String
  private let descriptor: Int32
  private let state: Mutex<State>

  /// Opens the journal of a run with these settings, empty unless `resume` finds its own.
  ///
  /// Throws `FileError`, also while another run has it.
  init(path: String, settings: String, resume: Bool) throws {
    self.path = path
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError.unwritable(path, code: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw FileError(
        .unwritable, path: path, reason: "another run is writing to this output")
    }
    let head = Array("emonet-journal/1 \(settings)\n".utf8)
    var state = State(end: head.count)
    if resume, FilePieces.read(descriptor, at: 0, count: head.count) == head {
      while let record = Self.record(descriptor, at: state.end) {
        state.places[ExactPath(record.key)] = record.place
        state.end = record.end
      }
    }
    var code: Int32 =
      ftruncate(descriptor, state.places.isEmpty ? 0 : off_t(state.end)) == 0
      ? 0 : errno
    if code == 0, state.places.isEmpty { code = Self.write(head, descriptor, at: 0) }
    guard code == 0 else {
      close(descriptor)
      throw FileError.unwritable(path, code: code)
    }
    self.descriptor = descriptor
    self.state = Mutex(state)
  }

  deinit {
    // A child that another thread is starting holds the lock too until it runs its own program.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Whether there is a row of this feature, made from a clip of this path and SHA-256.
  func contains(_ kind: FeatureKind, _ clip: String, checksum: String) -> Bool {
    state.withLock { $0.places[ExactPath(Self.key(kind, clip))]?.checksum == checksum }
  }

  /// SHA-256 of the clip from which the row of this feature was made; nil without a row.
  func checksum(_ kind: FeatureKind, _ clip: String) -> String? {
    state.withLock { $0.places[ExactPath(Self.key(kind, clip))]?.checksum }
  }

  /// Adds a row, in one piece; throws `FileError`.
  func append(
    _ kind: FeatureKind, _ clip: String, checksum: String, values: [Float]
  ) throws {
    precondition(
      checksum.utf8.count == Self.checksumLength, "'\(checksum)' is no SHA-256 in hexadecimal")
    let key = Array(Self.key(kind, clip).utf8)
    let payload =
      LittleEndian.bytes(UInt32(key.count)) + key + Array(checksum.utf8)
      + LittleEndian.bytes(values)
    let record =
      LittleEndian.bytes(UInt32(payload.count)) + LittleEndian.bytes(CRC32.of(payload)) + payload
    try state.withLock { state in
      let code = Self.write(record, descriptor, at: state.end)
      guard code == 0 else { throw FileError.unwritable(path, code: code) }
      state.places[ExactPath(Self.key(kind, clip))] = Place(
        offset: state.end + record.count - values.count * 4, count: values.count,
        checksum: checksum)
      state.end += record.count
    }
  }

  /// The values of a row; throws `FileError` when it is not there any more.
  func values(_ kind: FeatureKind, _ clip: String) throws -> [Float] {
    guard let place = state.withLock({ $0.places[ExactPath(Self.key(kind, clip))] }),
      let bytes = FilePieces.read(descriptor, at: place.offset, count: place.count * 4)
    else {
      throw FileError(.malformed, path: path, reason: "the row of \(clip) cannot be read")
    }
    return LittleEndian.floats(bytes)
  }

  /// Takes the file away; the journal must not be used any more.
  func remove() { unlink(path) }

  private static func key(_ kind: FeatureKind, _ clip: String) -> String {
    "\(kind.rawValue)\n\(clip)"
  }

  private static func write(_ bytes: [UInt8], _ descriptor: Int32, at offset: Int) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      FilePieces.write(buffer) { piece, done in
        pwrite(descriptor, piece.baseAddress, piece.count, off_t(offset + done))
      }
    }
  }

  /// The record at an offset; nil when none stands there whole.
  private static func record(
    _ descriptor: Int32, at offset: Int
  ) -> (key: String, place: Place, end: Int)? {
    guard let head = FilePieces.read(descriptor, at: offset, count: headLength) else { return nil }
    let (length, checksum): (UInt32, UInt32) = head.withUnsafeBytes {
      (LittleEndian.integer($0, at: 0), LittleEndian.integer($0, at: 4))
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, offset + headLength + Int(length) <= status.st_size,
      length >= 4 + checksumLength,
      let payload = FilePieces.read(descriptor, at: offset + headLength, count: Int(length)),
      CRC32.of(payload) == checksum
    else { return nil }
    let keyLength = payload.withUnsafeBytes { Int(LittleEndian.integer($0, at: 0) as UInt32) }
    let start = 4 + keyLength + checksumLength
    guard start <= payload.count else { return nil }
    let place = Place(
      offset: offset + headLength + start, count: (payload.count - start) / 4,
      checksum: String(decoding: payload[start - checksumLength..<start], as: UTF8.self))
    return (
      String(decoding: payload[4..<4 + keyLength], as: UTF8.self), place,
      offset + headLength + payload.count
    )
  }
}
