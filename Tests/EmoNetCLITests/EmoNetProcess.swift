// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation
import Synchronization
import TestSupport

/// What the program wrote and how it ended.
struct Ran: Equatable {
  var output = ""
  var errors = ""
  var exitCode: Int32 = 0
}

/// The real program, started as a process.
enum EmoNetProcess {
  /// The folder that holds the tests' own executable, and the program beside it.
  private static let products =
    URL(
      fileURLWithPath: (try? FileManager.default.destinationOfSymbolicLink(
        atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    ).deletingLastPathComponent()

  /// Path of the program.
  static let path = products.appendingPathComponent("emonet").path

  /// The weights that the checkout ships.
  static let weights = Checkout.path("Weights/\(WeightsLocator.modelName)")

  /// Whether they are there: before the first training they are not.
  static let hasWeights = FileManager.default.fileExists(atPath: weights)

  /// Runs the program with these arguments.
  static func run(
    _ arguments: [String], input: String = "", in folder: String = Checkout.root,
    environment: [String: String] = [:]
  ) throws -> Ran {
    try run(program: path, arguments, input: input, in: folder, environment: environment)
  }

  /// Runs bash on a script, with the program first on its path.
  static func bash(_ script: String, input: String = "", in folder: String = Checkout.root) throws
    -> Ran
  {
    try run(program: "/bin/bash", ["-c", script], input: input, in: folder, environment: [:])
  }

  private static func run(
    program: String, _ arguments: [String], input: String, in folder: String,
    environment: [String: String]
  ) throws -> Ran {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var variables = ProcessInfo.processInfo.environment
    variables["EMONET_WEIGHTS"] = nil
    variables["PATH"] = "\(products.path):\(variables["PATH"] ?? "/usr/bin:/bin")"
    process.environment = variables.merging(environment) { _, new in new }
    let (standardInput, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = standardInput
    process.standardOutput = output
    process.standardError = errors
    try process.run()

    // Both pipes are emptied while the program runs: it would wait for ever at a full one.
    let errorText = Mutex("")
    let reading = DispatchGroup()
    DispatchQueue.global().async(group: reading) {
      let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      errorText.withLock { $0 = text }
    }
    try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try standardInput.fileHandleForWriting.close()
    let outputText = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    reading.wait()
    process.waitUntilExit()
    return Ran(
      output: outputText, errors: errorText.withLock { $0 }, exitCode: process.terminationStatus)
  }
}
