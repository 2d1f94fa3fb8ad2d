// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// All benchmarks, in the order in which they run.
enum Catalogue {
  static var benchmarks: [Benchmark] {
    [1, 16, 64].map(BackboneInference.benchmark(batch:))
      + [BackboneTraining.benchmark(.float32), BackboneTraining.benchmark(.bfloat16)]
      + [RecurrentInference.benchmark, RecurrentTraining.benchmark]
      + [SoundFunctionals.benchmark, SoundFileFunctionals.benchmark, FacesOfClip.benchmark]
      + [ClipJudgement.warm, ClipJudgement.cold]
  }
}
