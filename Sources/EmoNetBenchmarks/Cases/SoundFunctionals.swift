// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import AudioFeatures
internal import Media
internal import NeuralNetwork

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
