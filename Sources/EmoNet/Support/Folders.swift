// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// Makes folders.
enum Folders {
  /// Makes a folder and those that it lies in, where they are missing; throws `FileWriteError`.
  static func create(_ path: String) throws(FileWriteError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      throw FileWriteError(path: path, code: Int32(cause?.code ?? Int(EIO)))
    }
  }
}
