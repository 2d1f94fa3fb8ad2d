// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// All benchmarks, suite by suite, in the order in which they run.
enum Catalogue {
  static var benchmarks: [Benchmark] {
    [FrameDecoding.benchmark, FaceDetection.benchmark, FacesOfClip.benchmark]
      + backbone
      + [RecurrentInference.benchmark, RecurrentTraining.benchmark]
      + [SoundFunctionals.benchmark, SoundFileFunctionals.benchmark]
      + ClipForm.allCases.map(ColdClassification.benchmark)
      + [BatchClassification.benchmark, WarmClassification.benchmark]
      + [BackboneTraining.benchmark(.float32), BackboneTraining.benchmark(.bfloat16)]
  }

  private static var backbone: [Benchmark] {
    [BackboneForm.float32, .bfloat16].flatMap { form in
      [1, 16, 64].map { BackboneInference.benchmark(batch: $0, form: form) }
    }
  }
}
