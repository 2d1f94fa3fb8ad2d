// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

/// Where results go: standard output, or a file that appears under its name only when it is whole.
///
/// Until `finish` the file has a name of its own and stands in the same folder. Devices and pipes are
/// written straight.
final class ResultWriter {
  private let path: String?
  /// Where the results stand until they are whole; nil where they are written straight.
  private var temporaryPath: String?
  private let descriptor: Int32
  private var isOpen: Bool
  private var isEmpty = true

  /// Opens the file at `path`, or standard output for nil.
  init(path: String?) throws(Failure) {
    guard let path else {
      (self.path, temporaryPath, descriptor, isOpen) = (nil, nil, STDOUT_FILENO, false)
      return
    }
    // A link stays a link: the file that it leads to is replaced.
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    var status = stat()
    let exists = stat(target, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR {
      throw Failure(.ioError, "\(path): is a folder")
    }
    self.path = target
    if !exists || status.st_mode & S_IFMT == S_IFREG {
      // By process and by chance: two runs into one file do not write into each other's results.
      let temporary = "\(target).\(getpid())-\(UInt32.random(in: .min ... .max)).partial"
      temporaryPath = temporary
      descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    } else {
      descriptor = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    }
    isOpen = descriptor >= 0
    if !isOpen { throw .unwritable(path, code: errno) }
  }

  deinit { _ = leaveBehind() }

  /// Adds a text to the results.
  func write(_ text: String) throws(Failure) {
    guard let path else { return try Terminal.shared.printResult(text) }
    if !text.isEmpty { isEmpty = false }
    let code = FilePieces.write(Array(text.utf8), to: descriptor)
    if code != 0 { throw .unwritable(path, code: code) }
  }

  /// Closes a file and gives it its name.
  func finish() throws(Failure) {
    guard let path, isOpen else { return }
    isOpen = false
    if close(descriptor) != 0 { throw .unwritable(path, code: errno) }
    guard let temporaryPath else { return }
    if rename(temporaryPath, path) != 0 { throw .unwritable(path, code: errno) }
    self.temporaryPath = nil
  }

  /// Ends a run that stops early; what to say of the results so far, nil when there are none.
  ///
  /// They stay in `<name>.partial`.
  func leaveBehind() -> String? {
    if isOpen { close(descriptor) }
    isOpen = false
    guard let path, let temporaryPath else { return nil }
    self.temporaryPath = nil
    if isEmpty {
      unlink(temporaryPath)
      return nil
    }
    let partialPath = path + ".partial"
    let place = rename(temporaryPath, partialPath) == 0 ? partialPath : temporaryPath
    return "the results so far are in \(place)"
  }
}
