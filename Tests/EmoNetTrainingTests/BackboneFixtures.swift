// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Faces
import Foundation
import Tables
import TestSupport

@testable import EmoNetTraining

/// Small configurations and faces for tests of the face backbone.
enum BackboneFixtures {
  static let augmentation = TrainingFixtures.augmentation
  static let noAugmentation = TrainingFixtures.noAugmentation

  /// None of the keys that came later.
  static let configuration = BackboneConfiguration(
    faces: "faces", epochs: 1, batchSize: 4, peakLearningRate: 0.1, warmUpFraction: 0.2,
    momentum: 0.9, weightDecay: 0.0005, minimumVotes: 2, originalLabelWeight: 0.3,
    augmentation: augmentation)

  /// Faces in seven kinds of stripes, with unanimous votes.
  static func faces(_ count: Int) throws -> FaceSet {
    let side = FaceCrop.side
    var pixels: [UInt8] = []
    var votes: [UInt8] = []
    let labels = (0..<count).map { Emotion(index: $0 % Emotion.count) }
    for (face, label) in labels.enumerated() {
      pixels += (0..<side * side).map { pixel in
        let (x, y) = (pixel % side, pixel / side)
        let stripe = (x * (label.index + 1) + y * (7 - label.index)) / 12 % 2
        return UInt8(80 + 90 * stripe + face % 5)
      }
      votes += Emotion.allCases.map { $0 == label ? 10 : 0 } + [0, 0, 0]
    }
    let folder = try TemporaryFolder()
    try folder.write("faces.npy", npy(shape: "(\(count), 48, 48)", pixels))
    return FaceSet(
      images: try NumPyArray.read(folder / "faces.npy"), labels: labels, votes: votes)
  }

  /// Bytes as a NumPy file of version 1.
  private static func npy(shape: String, _ bytes: [UInt8]) -> Data {
    var header = "{'descr': '|u1', 'fortran_order': False, 'shape': \(shape), }"
    header += String(repeating: " ", count: 127 - 10 - header.utf8.count) + "\n"
    return Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0])
      + Data(header.utf8) + Data(bytes)
  }
}
