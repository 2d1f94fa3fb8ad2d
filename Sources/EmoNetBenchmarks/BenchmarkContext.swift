// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation
internal import NeuralNetwork

/// What all benchmarks share: the options, the checkout's files, the reference script.
struct BenchmarkContext {
  let options: BenchmarkOptions
  /// nil without `--python`.
  let python: PythonProcess?

  /// Starts the reference script where the options ask for it.
  init(_ options: BenchmarkOptions) throws {
    self.options = options
    python = try options.python.map {
      try PythonProcess(
        interpreter: $0, script: Self.file("experiments/benchmarks/torch_reference.py"))
    }
  }

  /// The sample clip.
  var sampleClip: String { get throws { try Self.file("experiments/sample-clip/sample.avi") } }

  /// Threads for work that the program does on one thread, unless the options say otherwise.
  var inferenceThreads: Int { options.threads ?? 1 }

  /// Threads for work that the program does on all processors, unless the options say otherwise.
  var trainingThreads: Int {
    options.threads ?? ProcessInfo.processInfo.activeProcessorCount
  }

  /// The script's case of that name; nil without the script or the module that the case needs.
  func pythonReference(
    _ name: String, threads: Int, tensors: [String: Tensor], tolerances: [String: Double]
  ) throws -> PythonReference? {
    try python.flatMap {
      try PythonReference(
        name, threads: threads, tensors: tensors, tolerances: tolerances, in: $0)
    }
  }

  /// A file of the checkout that the working folder lies in.
  private static func file(_ path: String) throws -> String {
    var folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    while true {
      let candidate = folder.appendingPathComponent(path).path
      if FileManager.default.fileExists(atPath: candidate) { return candidate }
      guard folder.path != "/" else {
        throw BenchmarkError("\(path) is in no folder above this one: start it in the checkout")
      }
      folder.deleteLastPathComponent()
    }
  }
}
