// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import Foundation

/// A clip, or something that should have led to clips, that could not be used.
struct UnusableClip: Error, Sendable, Equatable {
  let path: String
  let reason: String
  /// The exit code when this failure ends the run.
  let exitCode: ExitCode

  init(path: String, reason: String, exitCode: ExitCode) {
    self.path = path
    self.reason = reason
    self.exitCode = exitCode
  }

  /// What an error means for the clip at `path`.
  init(path: String, error: any Error) {
    let failure = Failure(error)
    // Most errors name the path themselves; here it stands before the reason already.
    let text = failure.message
    let reason = text.hasPrefix("\(path): ") ? String(text.dropFirst(path.count + 2)) : text
    self.init(path: path, reason: reason, exitCode: failure.exitCode)
  }

  /// Why a path cannot be read as a file at all; nil when it can.
  static func unreadable(_ path: String) -> UnusableClip? {
    func failure(_ exitCode: ExitCode, _ reason: String) -> UnusableClip {
      UnusableClip(path: path, reason: reason, exitCode: exitCode)
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      return failure(.noInput, errno == ENOENT ? "no such file" : String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      return failure(.noInput, String(cString: strerror(errno)))
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return failure(.noInput, "is a folder")
    case S_IFIFO: return failure(.noInput, "is a pipe, and would have to be read more than once")
    case S_IFREG where status.st_size == 0: return failure(.badData, "the file is empty")
    default: return nil
    }
  }

  /// One line for people.
  var line: String { "\(path): \(reason)" }
}

extension Failure {
  /// A clip that ends the run.
  init(_ clip: UnusableClip) { self.init(clip.exitCode, clip.line) }
}

extension UnusableClip {
  /// The list of failed clips for people, after a run that went on past them.
  static func table(_ failures: [UnusableClip], of total: Int) -> String {
    let head = "emonet: \(failures.count) of \(total) failed:\n"
    return head + failures.map { "  \($0.line)\n" }.joined()
  }
}
