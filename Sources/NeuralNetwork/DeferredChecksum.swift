// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Synchronization

/// SHA-256 of a file as it was when it was opened, computed when it is first asked for.
///
/// A run that never tells the checksum need not wait for it. A file that is renamed onto the place of this one
/// meanwhile changes nothing.
public final class DeferredChecksum: Sendable {
  private let file: FileMapping
  private let digest = Mutex<String?>(nil)

  init(of file: FileMapping) {
    self.file = file
  }

  /// The checksum as 64 lower-case hexadecimal digits.
  public var sha256: String {
    digest.withLock { known in
      if let known { return known }
      let made = FileChecksum.sha256(of: file.bytes)
      known = made
      return made
    }
  }
}
