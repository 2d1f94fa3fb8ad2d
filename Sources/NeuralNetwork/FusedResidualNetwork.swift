// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Synchronization

/// A residual network for inference: a convolution, residual blocks, and the mean over the positions.
///
/// Images go through the whole network one by one, so that all that stands between two layers stays in the processor's
/// cache (measured: a batch of 64 through one layer after another takes 1.15 times as long), and several threads take
/// an image each instead of sharing every layer. What comes out of an image therefore depends neither on its batch nor
/// on the number of threads. Safe to call from several threads at once.
public final class FusedResidualNetwork: Sendable {
  /// Number format of weights and of what stands between layers; input, sums and features are 32-bit floats.
  public let precision: ComputePrecision
  private let stem: FoldedConvolution
  private let blocks: [FoldedResidualBlock]
  private let prepared = Mutex(Prepared())

  /// What was made for the last image size.
  private struct Prepared {
    var plan: ResidualNetworkPlan?
    /// Memory that no call uses at the moment.
    var idle: [NetworkWorkspace] = []
  }

  /// A network of a first convolution with its activation, and blocks.
  ///
  /// `bfloat16` needs `ComputePrecision.isBFloat16Available`.
  public init(
    stem: FoldedConvolution, blocks: [FoldedResidualBlock], precision: ComputePrecision = .float32
  ) {
    precondition(
      precision == .float32 || ComputePrecision.isBFloat16Available,
      "this processor cannot compute in \(precision)")
    self.stem = stem
    self.blocks = blocks
    self.precision = precision
  }

  /// The last block's mean over each image, `[N, H, W, in]` to `[N, channels]`.
  public func callAsFunction(_ images: Tensor) -> Tensor {
    precondition(
      images.shape.count == 4, "images are [batch, height, width, channels], not \(images.shape)")
    let count = images.shape[0]
    let channels = (blocks.last?.second ?? stem).weight.shape[0]
    guard count > 0 else { return Tensor(shape: [0, channels]) }
    let plan = plan(for: Array(images.shape.dropFirst()))
    let length = images.count / count
    return Tensor(shape: [count, channels]) { features in
      images.withUnsafeBuffer { pixels in
        let next = Atomic(0)
        ThreadTeam.run(min(ComputeThreads.current, count)) { _ in
          _ = ComputeThreads.apply()
          let workspace = workspace(for: plan)
          while true {
            let image = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard image < count else { break }
            workspace.run(
              UnsafeBufferPointer(rebasing: pixels[image * length..<(image + 1) * length]),
              features: UnsafeMutableBufferPointer(
                rebasing: features[image * channels..<(image + 1) * channels]))
          }
          giveBack(workspace)
        }
      }
    }
  }

  private func plan(for imageShape: [Int]) -> ResidualNetworkPlan {
    prepared.withLock { prepared in
      if let plan = prepared.plan, plan.imageShape == imageShape { return plan }
      // oneDNN divides the work among threads when it compiles; here an image stays on one.
      let plan = ComputeThreads.with(1) {
        _ = ComputeThreads.apply()
        return ResidualNetworkPlan(
          stem: stem, blocks: blocks, imageShape: imageShape, precision: precision)
      }
      prepared = Prepared(plan: plan)
      return plan
    }
  }

  private func workspace(for plan: ResidualNetworkPlan) -> NetworkWorkspace {
    let idle = prepared.withLock { $0.plan === plan ? $0.idle.popLast() : nil }
    return idle ?? NetworkWorkspace(plan)
  }

  private func giveBack(_ workspace: NetworkWorkspace) {
    prepared.withLock { prepared in
      if prepared.plan === workspace.plan { prepared.idle.append(workspace) }
    }
  }
}
