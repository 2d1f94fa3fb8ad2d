// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

/// Where results go: standard output, or a file that appears under its name only when it is whole.
///
/// Until `finish` the file has a name of its own and stands in the same folder. Devices and pipes are
/// written straight.
final class ResultWriter {
  /// What stands where the results will stand.
  private struct Standing: Equatable {
    let identity: FileIdentity?
    let seconds: Int
    let nanoseconds: Int

    init(_ path: String) {
      identity = FileIdentity(path)
      var status = stat()
      let exists = stat(path, &status) == 0
      seconds = exists ? status.st_mtim.tv_sec : 0
      nanoseconds = exists ? status.st_mtim.tv_nsec : 0
    }
  }

  private enum Target {
    case standardOutput
    case device(Int32)
    /// A file, and what stood there when it was begun; nil when it is finished or left.
    case file(StreamedFile?, Standing)
  }

  private let path: String
  private var target: Target
  private var isEmpty = true

  /// Opens the file at `path`, or standard output for nil.
  init(path: String?) throws(Failure) {
    guard let path else {
      (self.path, target) = ("", .standardOutput)
      return
    }
    // A link stays a link: the file that it leads to is replaced.
    let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    var status = stat()
    let exists = stat(place, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR {
      throw Failure(.ioError, "\(path): is a folder")
    }
    self.path = place
    guard !exists || status.st_mode & S_IFMT == S_IFREG else {
      let descriptor = open(place, O_WRONLY | O_CLOEXEC)
      if descriptor < 0 { throw .unwritable(path, code: errno) }
      target = .device(descriptor)
      return
    }
    LeftoverFiles.remove(besides: place)
    do throws(FileError) {
      target = .file(try StreamedFile(path: place), Standing(place))
    } catch {
      throw Failure(error)
    }
  }

  deinit {
    if case .device(let descriptor) = target { close(descriptor) }
  }

  /// Adds a text to the results.
  func write(_ text: String) throws(Failure) {
    if !text.isEmpty { isEmpty = false }
    switch target {
    case .standardOutput: try Terminal.shared.printResult(text)
    case .device(let descriptor):
      let code = FilePieces.write(Array(text.utf8), to: descriptor)
      if code != 0 { throw .unwritable(path, code: code) }
    case .file(let file, _): try Self.run { () throws(FileError) in try file?.append(text) }
    }
  }

  /// Closes a file and gives it its name.
  ///
  /// Results of another run that appeared there meanwhile stay; these are left in `<name>.partial` then.
  func finish() throws(Failure) {
    guard case .file(let file?, let before) = target else { return }
    guard Standing(path) == before else {
      let place = leaveBehind() ?? "they were none"
      throw Failure(.ioError, "\(path): another run has written it meanwhile; \(place)")
    }
    target = .file(nil, before)
    try Self.run { () throws(FileError) in try file.finish() }
    // What an earlier run that stopped had is told by these results.
    var status = stat()
    if lstat(partialPath, &status) == 0, status.st_mode & S_IFMT == S_IFREG { unlink(partialPath) }
  }

  /// Ends a run that stops early; what to say of the results so far, nil when there are none.
  ///
  /// They stay in `<name>.partial`.
  func leaveBehind() -> String? {
    guard case .file(let file?, let before) = target else { return nil }
    target = .file(nil, before)
    guard !isEmpty else { return nil }
    do throws(FileError) {
      try file.keep(as: partialPath)
      return "the results so far are in \(partialPath)"
    } catch {
      return "the results so far are lost: \(error)"
    }
  }

  private var partialPath: String { path + ".partial" }

  private static func run(_ body: () throws(FileError) -> Void) throws(Failure) {
    do throws(FileError) { try body() } catch { throw Failure(error) }
  }
}
