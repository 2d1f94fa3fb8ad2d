// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Faces
import NeuralNetwork
import Testing

@testable import EmoNetTraining

@Suite struct FaceAugmentationTests {
  private let ramp = FaceCrop(
    grey: (0..<FaceCrop.side * FaceCrop.side).map { UInt8($0 % FaceCrop.side * 5) })

  @Test func withoutAnyVariationTheFaceStaysAsItIs() {
    var generator = SeededGenerator(seed: 1)
    #expect(TrainingFixtures.noAugmentation.apply(to: ramp, using: &generator) == ramp)
  }

  @Test func halfOfTheFacesAreMirroredAndNothingElseIsDoneToThem() {
    var augmentation = TrainingFixtures.noAugmentation
    augmentation.mirrors = true
    let mirrored = FaceCrop(
      grey: (0..<FaceCrop.side).flatMap { row in
        ramp.grey[row * FaceCrop.side..<(row + 1) * FaceCrop.side].reversed()
      })
    var generator = SeededGenerator(seed: 1)
    let faces = (0..<200).map { _ in augmentation.apply(to: ramp, using: &generator) }
    #expect(faces.allSatisfy { $0 == ramp || $0 == mirrored })
    let count = faces.count { $0 == mirrored }
    #expect((70...130).contains(count), "\(count) of 200")
  }

  @Test func theSameGeneratorGivesTheSameFaceAnotherGivesAnother() {
    var first = SeededGenerator(seed: 4)
    var again = SeededGenerator(seed: 4)
    var other = SeededGenerator(seed: 5)
    let face = TrainingFixtures.augmentation.apply(to: ramp, using: &first)
    #expect(face == TrainingFixtures.augmentation.apply(to: ramp, using: &again))
    #expect(face != TrainingFixtures.augmentation.apply(to: ramp, using: &other))
  }
}
