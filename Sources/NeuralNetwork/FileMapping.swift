// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// A file's bytes as memory, read by the system when they are first looked at.
///
/// A file that is replaced by renaming another onto it, as all writers of this package do, stays as it was for whoever
/// has mapped it. One that another program shortens in place ends the process when the missing part is looked at.
final class FileMapping: @unchecked Sendable {
  // Sendable: the memory is read only.
  let bytes: UnsafeRawBufferPointer

  /// Maps all bytes of an open file; an empty one cannot be mapped.
  init(_ file: ReadableFile) throws {
    guard file.size > 0 else { throw WeightError(.read, path: file.path, reason: "it is empty") }
    let address = mmap(nil, file.size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file.descriptor, 0)
    guard let address, address != MAP_FAILED else { throw ReadableFile.refusal(file.path, errno) }
    bytes = UnsafeRawBufferPointer(start: address, count: file.size)
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }
}
