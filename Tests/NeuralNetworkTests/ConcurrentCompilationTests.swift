// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Dispatch
import Synchronization
import Testing

@testable import NeuralNetwork

/// Operations are compiled when a size is met for the first time, on whatever thread meets it.
@Suite struct ConcurrentCompilationTests {
  /// A convolution of few channels was compiled wrong once in some hundred times, and read beyond
  /// its weights, while other threads compiled in 16-bit floats.
  @Test(.enabled(if: ComputePrecision.isBFloat16Available), arguments: [1, 3])
  func aConvolutionIsRightThoughOthersInSixteenBitsAreCompiledMeanwhile(channels: Int) {
    // Of ones with weights of one, so that the sum is known wherever no border is near.
    let layer = FoldedConvolution(
      weight: Tensor(shape: [16, channels, 3, 3], repeating: 1), bias: nil, padding: 1)
    let wide = FoldedConvolution(weight: Tensor(shape: [16, 16, 3, 3]), bias: nil, padding: 1)
    // Each is met for the first time, and they are more than oneDNN keeps kernels of.
    let widths = 8..<1008
    let isOver = Atomic(false)
    let wrong = Mutex<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: 3) { part in
      if part == 0 {
        for width in widths {
          let network = FusedNetwork { steps, image in
            var image = image
            return [steps.convolution(layer, of: &image)]
          }
          let result = network(Tensor(shape: [1, 3, width, channels], repeating: 1))[0]
          if result[(width + width / 2) * 16] != Float(9 * channels) {
            wrong.withLock { $0.append(width) }
          }
        }
        isOver.store(true, ordering: .relaxed)
      } else {
        // Bounded, since all parts may have to share one thread.
        for round in 0..<20_000 where !isOver.load(ordering: .relaxed) {
          let width = widths.lowerBound + round * part % widths.count
          _ = Primitive(
            inference: ConvolutionGeometry(wide, input: [1, 3, width, 16], precision: .bfloat16),
            followedBy: [])
        }
      }
    }
    #expect(wrong.withLock { $0 } == [])
  }

  /// Memory that was somebody else's before, full of values that are no numbers.
  private static func leaveForeignMemory() {
    let blocks = (0..<64).map { TensorStorage(bytes: 1 << (6 + $0 % 16)) }
    for block in blocks {
      UnsafeMutableRawBufferPointer(start: block.pointer, count: block.capacity)
        .initializeMemory(as: UInt8.self, repeating: 0xFF)
    }
  }

  @Test(arguments: FusedResidualNetworkTests.precisions)
  func theFirstCallsOfManyThreadsGiveTheBytesOfLaterOnes(precision: ComputePrecision) {
    let images = Tensor.random([8, 24, 20, 1], seed: 3)
    let network = FusedResidualNetworkTests.usual
    let expected = network.fused(precision)(images)
    for threads in 2...8 {
      Self.leaveForeignMemory()
      let cold = network.fused(precision)
      let different = Atomic(0)
      DispatchQueue.concurrentPerform(iterations: threads) { _ in
        for image in 0..<8
        where cold(images.rows(image..<image + 1)) != expected.rows(image..<image + 1) {
          different.wrappingAdd(1, ordering: .relaxed)
        }
      }
      #expect(different.load(ordering: .relaxed) == 0, "\(threads) threads")
    }
  }
}
