// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Files
import Foundation
import NeuralNetwork

/// What all benchmarks share: the options, the checkout's files, the programs and the reference script.
struct BenchmarkContext {
  let options: BenchmarkOptions
  /// For clips, sounds and tensors that are made for a run; goes with the last context.
  let folder: RunFolder
  /// nil without `--python`.
  let python: PythonProcess?
  /// `emonet`, from the same build as this program; nil when it was not built.
  let program = EmoNetProgram()
  /// nil where it is not installed.
  let ffmpeg = FFmpegProgram()

  /// Starts the reference script where the options ask for it.
  init(_ options: BenchmarkOptions) throws {
    self.options = options
    let folder = try RunFolder()
    self.folder = folder
    python = try options.python.map {
      try PythonProcess(
        interpreter: $0, script: Self.file("experiments/benchmarks/torch_reference.py"),
        folder: folder)
    }
  }

  /// The sample clip.
  var sampleClip: String { get throws { try Self.file("experiments/sample-clip/sample.avi") } }

  /// The model for whole clips; throws `Skipped` where none was asked for and there is none.
  func weights() throws -> String {
    do {
      return try WeightsLocator.locate(flag: options.weights)
    } catch let error as FileError where options.weights == nil && error.kind == .missing {
      throw Skipped(reason: "no \(WeightsLocator.modelName) is there")
    }
  }

  /// What the ratios are to be; nothing is demanded outside of a checkout.
  func thresholds(of benchmarks: [String]) throws -> ThresholdTable {
    guard let path = options.thresholds ?? (try? Self.file(ThresholdTable.path)) else {
      return .empty
    }
    return try .read(path, benchmarks: benchmarks)
  }

  /// Threads for work that the program does on one thread, unless the options say otherwise.
  var inferenceThreads: Int { options.threads ?? 1 }

  /// Threads for work that the program does on all processors, unless the options say otherwise.
  var allThreads: Int {
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
