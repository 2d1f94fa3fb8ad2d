// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Faces
import NeuralNetwork
import Testing

@testable import EmoNetTraining

@Suite
struct FaceArtefactsTests {
  private static let side = FaceCrop.side
  private static let flat = [Float](repeating: 100, count: side * side)
  private static let stripes = (0..<side * side).map { Float($0 % 4 < 2 ? 60 : 180) }

  private static func difference(_ left: [Float], _ right: [Float]) -> Float {
    zip(left, right).map { abs($0 - $1) }.max() ?? 0
  }

  /// Difference of the lightest and the darkest pixel, away from the edges.
  private static func spread(_ image: [Float]) -> Float {
    let inner = image.enumerated().filter { (8..<40).contains($0.offset % side) }.map(\.element)
    return (inner.max() ?? 0) - (inner.min() ?? 0)
  }

  @Test
  func anEvenPictureStaysAsItIs() {
    #expect(Self.difference(FaceArtefacts.reduced(Self.flat, side: 48, to: 17), Self.flat) < 1e-3)
    #expect(
      Self.difference(FaceArtefacts.blurred(Self.flat, side: 48, deviation: 2), Self.flat) < 1e-3)
    // The mean of a block is 8 (100 - 128) = -224, 14 steps of 16.
    #expect(
      Self.difference(FaceArtefacts.compressed(Self.flat, side: 48, quality: 50), Self.flat) < 1e-3)
  }

  @Test
  func aPictureAtItsOwnSizeAndOneAtFullQualityStayAsTheyAre() {
    #expect(
      Self.difference(FaceArtefacts.reduced(Self.stripes, side: 48, to: 48), Self.stripes) < 1e-3)
    // Each of 64 cosines is rounded to whole numbers.
    #expect(
      Self.difference(
        FaceArtefacts.compressed(Self.stripes, side: 48, quality: 100), Self.stripes) < 2.1)
  }

  @Test
  func fineStripesGoTheMoreTheStrongerTheLoss() {
    let spread = Self.spread(Self.stripes)
    #expect(Self.spread(FaceArtefacts.reduced(Self.stripes, side: 48, to: 12)) < 0.3 * spread)
    #expect(Self.spread(FaceArtefacts.blurred(Self.stripes, side: 48, deviation: 2)) < 0.1 * spread)
    let good = FaceArtefacts.compressed(Self.stripes, side: 48, quality: 90)
    let bad = FaceArtefacts.compressed(Self.stripes, side: 48, quality: 5)
    #expect(
      Self.difference(good, Self.stripes) < Self.difference(bad, Self.stripes))
  }

  @Test
  func halfOfTheFacesAreChangedWhereItIsAskedFor() {
    var augmentation = BackboneFixtures.noAugmentation
    augmentation.reduction = 0.3
    let crop = FaceCrop(grey: Self.stripes.map { UInt8($0) })
    var generator = SeededGenerator(seed: 1)
    let same = (0..<200).count { _ in augmentation.apply(to: crop, using: &generator) == crop }
    #expect((70...130).contains(same), "\(same) of 200")
  }
}
