// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import NeuralNetwork

@Suite struct BilinearEnlargementTests {
  @Test func pixelsAreSquaresWhoseEdgesGoOn() {
    let image = Tensor(shape: [1, 2, 2, 1], [0, 4, 8, 12])
    // Centres of the new pixels lie at -0.25, 0.25, 0.75 and 1.25 of the old ones.
    let expected: [Float] = [0, 1, 3, 4, 2, 3, 5, 6, 6, 7, 9, 10, 8, 9, 11, 12]
    #expect(BilinearEnlargement(side: 4)(image) == Tensor(shape: [1, 4, 4, 1], expected))
  }

  @Test func aSlopeStaysASlopeInside() {
    let image = Tensor(shape: [1, 48, 48, 1], (0..<48 * 48).map { Float($0 % 48) })
    let large = BilinearEnlargement(side: 112)(image)
    for column in 2..<110 {
      // A rounding of positions up to 48 in single precision.
      #expect(abs(large[5 * 112 + column] - ((Float(column) + 0.5) * 48 / 112 - 0.5)) < 1e-5)
    }
  }

  @Test func imagesOfTheRightSizeAreLeftAlone() {
    let images = Tensor.random([2, 7, 7, 1], seed: 1)
    #expect(BilinearEnlargement(side: 7)(images) == images)
    #expect(BilinearEnlargement(side: 9)(Tensor(shape: [0, 7, 7, 1])).shape == [0, 9, 9, 1])
  }

  @Test func anImageComesOutTheSameInEveryBatchAndOnAnyNumberOfThreads() {
    let images = Tensor.random([5, 48, 48, 1], seed: 2)
    let enlargement = BilinearEnlargement(side: 112)
    let together = ComputeThreads.with(3) { enlargement(images) }
    for image in 0..<5 {
      #expect(enlargement(images.rows(image..<image + 1)) == together.rows(image..<image + 1))
    }
  }
}
