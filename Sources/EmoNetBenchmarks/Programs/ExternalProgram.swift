// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// A program that is started as a process of its own.
struct ExternalProgram: Sendable {
  let path: String

  /// The first of that name in PATH; nil when there is none.
  init?(named name: String) {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    self.init(anyOf: folders.map { "\($0)/\(name)" })
  }

  /// The one of that name in the folder of this process's own; nil when there is none.
  init?(besideThisOne name: String) {
    let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    self.init(
      anyOf: own.map {
        [URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent(name).path]
      } ?? [])
  }

  private init?(anyOf paths: [String]) {
    guard let path = paths.first(where: FileManager.default.isExecutableFile(atPath:)) else {
      return nil
    }
    self.path = path
  }

  /// What it writes to standard output; what it complains of goes to ours.
  ///
  /// Throws `BenchmarkError` when it does not end with exit code 0.
  @discardableResult
  func run(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    // Foundation's own wait looks every 50 ms only, and whole runs are timed here.
    let end = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in end.signal() }
    try process.run()
    // Before the end is waited for: the program would wait for ever at a full pipe.
    let data = output.fileHandleForReading.readDataToEndOfFile()
    end.wait()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw BenchmarkError(
        "\(path) \(arguments.joined(separator: " ")): ended with \(process.terminationStatus)")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
