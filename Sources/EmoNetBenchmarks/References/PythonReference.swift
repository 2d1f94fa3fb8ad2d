// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import NeuralNetwork

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
