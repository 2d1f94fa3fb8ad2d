// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import Media
import NeuralNetwork
import Signal

/// The 1582 values of the sample clip's sound.
enum SoundFunctionals {
  static let benchmark = Benchmark(
    suite: .audio, name: "functionals", summary: "1582 functionals of the sample clip's sound",
    prepare: prepare)

  private static func prepare(_ context: BenchmarkContext) throws -> PreparedBenchmark {
    let path = try context.sampleClip
    guard let sound = try AudioReader.read(path)?.samples, !sound.values.isEmpty else {
      throw BenchmarkError("\(path): no sound")
    }
    // The variant that openSMILE's Python module has; the default differs from it by a threshold and a unit.
    let extractor = FunctionalsExtractor(featureSet: .is10)
    let functionals = extractor.functionals(of: sound)
    var checks = [
      Check.finite(functionals.values, "values"),
      Check("1582 values", functionals.values.count == 1582),
      Check("the same values again", extractor.functionals(of: sound) == functionals),
    ]
    var references: [any Reference] = [RealTimeReference(duration: sound.duration)]
    let count = functionals.values.count
    if let python = try context.pythonReference(
      "functionals", threads: 1,
      tensors: [
        "samples": Tensor(shape: [sound.values.count], sound.values.map { Float($0) }),
        "rate": Tensor(shape: [1], [Float(sound.sampleRate)]),
        "output": Tensor(shape: [count], functionals.values),
      ],
      // Values, not sizes: single precision decides some line spectral frequencies.
      tolerances: ["share of values more than 1 % off those": 0.01])
    {
      checks += python.checks
      references.append(python)
    }
    return PreparedBenchmark(
      work: Work(amount: sound.duration, unit: "seconds of sound"), threads: 1,
      run: { _ = extractor.functionals(of: sound) }, references: references, checks: checks)
  }
}

/// The 1582 values of a sound file, reading included: what somebody with a folder of files waits for.
enum SoundFileFunctionals {
  static let benchmark = Benchmark(
    suite: .audio, name: "functionals-file",
    summary: "1582 functionals of the sample clip's sound as a WAV file, reading included",
    prepare: prepare)

  private static func prepare(_ context: BenchmarkContext) throws -> PreparedBenchmark {
    let clip = try context.sampleClip
    guard let sound = try AudioReader.read(clip)?.samples, !sound.values.isEmpty else {
      throw BenchmarkError("\(clip): no sound")
    }
    let file = context.folder.path(of: "sound.wav")
    try write(sound, to: file)
    let extractor = FunctionalsExtractor(featureSet: .is10)
    func values() -> [Float] {
      (try? AudioReader.read(file)).map { extractor.functionals(of: $0.samples).values } ?? []
    }
    let found = values()
    var checks = [
      Check("1582 values", found.count == 1582),
      Check("those of the samples", found == extractor.functionals(of: sound).values),
    ]
    var references: [any Reference] = [RealTimeReference(duration: sound.duration)]
    if let python = try context.pythonReference(
      "functionals-file", threads: 1,
      tensors: [
        "samples": Tensor(shape: [sound.values.count], sound.values.map { Float($0) }),
        "rate": Tensor(shape: [1], [Float(sound.sampleRate)]),
        "output": Tensor(shape: [found.count], found),
      ],
      tolerances: ["share of values more than 1 % off those": 0.01])
    {
      checks += python.checks
      references.append(python)
    }
    return PreparedBenchmark(
      work: Work(amount: sound.duration, unit: "seconds of sound"), threads: 1,
      run: { _ = values() }, references: references, checks: checks)
  }

  /// The sound as a file of 16-bit samples.
  private static func write(_ sound: AudioSamples, to path: String) throws {
    let writer = try VideoWriter(
      path: path, audio: AudioTrack(sampleRate: sound.sampleRate, channels: 1))
    try writer.append(audio: sound.values)
    try writer.finish()
  }
}
