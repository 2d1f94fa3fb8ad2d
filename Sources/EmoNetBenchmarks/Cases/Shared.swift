// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Media
import NeuralNetwork
import Signal

/// Inputs that are the same in every run.
enum RandomInput {
  /// A tensor of standard normal values.
  static func normal(_ shape: [Int], seed: UInt64) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    return Tensor(shape: shape) { values in
      for index in values.indices { values[index] = generator.normal() }
    }
  }
}

extension VideoReader {
  /// All canonical frames of the clip at `path` at once.
  static func frames(of path: String) throws -> [VideoFrame] {
    let reader = try VideoReader(path: path)
    var frames: [VideoFrame] = []
    while let frame = try reader.next() { frames.append(frame) }
    return frames
  }
}

extension ComputePrecision {
  /// Throws `Skipped` where the processor is slower with it than with 32-bit floats.
  func demandSpeed() throws {
    guard self == .float32 || Self.isBFloat16Fast else {
      throw Skipped(reason: "this processor does not multiply 16-bit floats itself")
    }
  }
}

extension Check {
  /// What holds for the judgement of every clip with a face and a sound.
  static func prediction(_ prediction: Prediction) -> [Check] {
    let scores = Emotion.allCases.map { prediction.scores[$0] }
    return [
      .finite(scores, "scores"),
      .close([scores.reduce(0, +)], to: [1], within: 1e-5, "sum of the scores"),
      Check(
        "judged from picture and sound",
        prediction.modalities.values.allSatisfy(\.used)),
    ]
  }
}
