// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// Where results go: standard output, or a file that appears under its name only when it is whole.
///
/// Until `finish` the file is called `<name>.partial` and stands in the same folder. Devices and pipes
/// are written straight.
final class ResultWriter {
  private let path: String?
  private let partialPath: String?
  private let descriptor: Int32
  private var isOpen: Bool
  private var isEmpty = true

  /// Opens the file at `path`, or standard output for nil.
  init(path: String?) throws(Failure) {
    guard let path else {
      (self.path, partialPath, descriptor, isOpen) = (nil, nil, STDOUT_FILENO, false)
      return
    }
    // A link stays a link: the file that it leads to is replaced.
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    var status = stat()
    let exists = stat(target, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR {
      throw Failure(.ioError, "\(path): is a folder")
    }
    let isRegular = !exists || status.st_mode & S_IFMT == S_IFREG
    self.path = target
    partialPath = isRegular ? target + ".partial" : nil
    descriptor = open(partialPath ?? target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    isOpen = descriptor >= 0
    if !isOpen { throw Failure(.ioError, "\(path): \(String(cString: strerror(errno)))") }
  }

  deinit {
    guard isOpen else { return }
    close(descriptor)
    if isEmpty, let partialPath { unlink(partialPath) }
  }

  /// Adds a text to the results.
  func write(_ text: String) throws(Failure) {
    guard let path else { return try Terminal.shared.printResult(text) }
    if !text.isEmpty { isEmpty = false }
    let code = FileDescriptor.writeAll(Array(text.utf8), to: descriptor)
    if code != 0 { throw Failure(.ioError, "\(path): \(String(cString: strerror(code)))") }
  }

  /// Closes a file and gives it its name.
  func finish() throws(Failure) {
    guard let path, isOpen else { return }
    isOpen = false
    if close(descriptor) != 0 || partialPath.map({ rename($0, path) }) ?? 0 != 0 {
      throw Failure(.ioError, "\(path): \(String(cString: strerror(errno)))")
    }
  }

  /// What to tell somebody whose run stopped early; nil when nothing is left behind.
  var leftBehind: String? {
    isOpen && !isEmpty ? partialPath.map { "the results so far are in \($0)" } : nil
  }
}
