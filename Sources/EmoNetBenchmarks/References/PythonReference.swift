// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import NeuralNetwork

/// A case of the reference script, set up with the same inputs and weights.
struct PythonReference: Reference {
  let name: String
  /// The script's results against ours.
  let checks: [Check]
  private let benchmark: String
  private let threads: Int
  private let process: PythonProcess

  /// Sets a case up; nil where the module that it needs is not installed.
  ///
  /// - Parameters:
  ///   - benchmark: name of the case in the script.
  ///   - tensors: inputs, weights and our results, under the names that the script expects.
  ///   - tolerances: by what the script compares, the greatest relative difference that is right.
  init?(
    _ benchmark: String, threads: Int, tensors: [String: Tensor], tolerances: [String: Double],
    in process: PythonProcess
  ) throws {
    let answer = try process.prepare(benchmark, threads: threads, tensors: tensors)
    if answer.isMissing == true { return nil }
    guard let name = answer.name, let differences = answer.differences else {
      throw BenchmarkError("the reference script's answer on \(benchmark) is not complete")
    }
    self.name = name
    self.benchmark = benchmark
    self.threads = threads
    self.process = process
    checks = tolerances.sorted { $0.key < $1.key }.map { what, tolerance in
      .within(tolerance, differences[what] ?? .infinity, "\(what) of \(name)")
    }
  }

  func seconds(iterations: Int) throws -> Double {
    try process.seconds(benchmark, threads: threads, iterations: iterations)
  }
}

/// The reference script as a process that answers a line of JSON with a line of JSON.
///
/// Arrays travel as weight files.
final class PythonProcess {
  private struct Request: Encodable {
    var command: String
    var `case`: String
    var threads: Int
    var iterations: Int
    var file: String?
  }

  /// What the script answers; absent is what the command does not give.
  struct Answer: Decodable {
    var error: String?
    /// Module and version that do the work.
    var name: String?
    /// The module is not installed.
    var isMissing: Bool?
    /// By what was compared, the largest difference from our result, relative to the largest magnitude.
    var differences: [String: Double]?
    var seconds: Double?
  }

  private static let ended = BenchmarkError(
    "the reference script has ended; is the path an interpreter?")
  private let process = Process()
  private let requests = Pipe()
  private let answers = Pipe()
  private let folder: RunFolder
  private var received = Data()

  /// Starts `script` with `interpreter`, a path or a name in PATH; weight files are put into `folder`.
  init(interpreter: String, script: String, folder: RunFolder) throws {
    self.folder = folder
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [interpreter, "-u", "-B", script]
    process.standardInput = requests
    process.standardOutput = answers
    try process.run()
  }

  deinit {
    try? requests.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// Hands the case's arrays over and has the reference set up and compared with our results.
  func prepare(_ name: String, threads: Int, tensors: [String: Tensor]) throws -> Answer {
    let file = folder.path(of: "\(name).safetensors")
    try WeightFile(tensors: tensors, metadata: [:]).write(to: file)
    return try ask(
      Request(command: "prepare", case: name, threads: threads, iterations: 0, file: file))
  }

  /// Seconds that `iterations` runs of a prepared case take.
  func seconds(_ name: String, threads: Int, iterations: Int) throws -> Double {
    let answer = try ask(
      Request(command: "run", case: name, threads: threads, iterations: iterations))
    guard let seconds = answer.seconds else {
      throw BenchmarkError("the reference script gave no time for \(name)")
    }
    return seconds
  }

  private func ask(_ request: Request) throws -> Answer {
    let line = try JSONEncoder().encode(request) + Data("\n".utf8)
    do {
      try requests.fileHandleForWriting.write(contentsOf: line)
    } catch {
      throw Self.ended
    }
    let answer = try JSONDecoder().decode(Answer.self, from: receive())
    if let error = answer.error {
      throw BenchmarkError("the reference script on \(request.case): \(error)")
    }
    return answer
  }

  private func receive() throws -> Data {
    while true {
      if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
        defer { received = Data(received[(end + 1)...]) }
        return Data(received[..<end])
      }
      let more = answers.fileHandleForReading.availableData
      guard !more.isEmpty else { throw Self.ended }
      received += more
    }
  }
}
