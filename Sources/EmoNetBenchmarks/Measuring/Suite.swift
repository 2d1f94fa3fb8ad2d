// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A part of the program whose speed is looked at by itself.
enum Suite: String, CaseIterable, Sendable {
  /// Frames from a file.
  case decode
  /// Faces in frames.
  case detector
  /// Features of faces.
  case backbone
  /// Frames over time, forward and backward.
  case lstm
  /// Functionals of the sound.
  case audio
  /// One clip in a new process.
  case classifyCold = "classify-cold"
  /// Many clips with one model that is loaded once.
  case classifyBatch = "classify-batch"
  /// A whole step of gradient descent.
  case training
}
