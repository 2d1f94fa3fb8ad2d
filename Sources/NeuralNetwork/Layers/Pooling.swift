// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import COneDNN

/// The maximum of each channel over square windows, `[N, H, W, C]` to `[N, H', W', C]`, without
/// padding.
package final class MaxPooling2D: Layer {
  /// Side of a window in pixels.
  let size: Int
  /// Step between windows in pixels.
  let stride: Int
  /// The whole batch, and the noted positions of the maxima, share by share.
  private var kept: (key: PoolingPlan.Key, positions: [TensorStorage])?

  /// Windows of `size` x `size` pixels every `stride` pixels.
  package init(size: Int, stride: Int) {
    precondition(size > 0 && stride > 0, "size and stride are positive")
    self.size = size
    self.stride = stride
  }

  /// Takes the maxima; a rest at the right and at the bottom is left out.
  package func forward(_ input: Tensor, phase: Phase) -> Tensor {
    kept = nil
    guard phase.isTraining else { return Pooling.maximum(input, size: size, stride: stride) }
    let key = PoolingPlan.Key(
      input: input.shape, size: size, stride: stride, precision: input.precision,
      isTraining: true)
    let output = Tensor(uninitializedShape: key.outputShape, precision: input.precision)
    var positions = ThreadTeam.shares(of: key.input[0]).map { _ in input.memory }
    positions.withUnsafeMutableBufferPointer { positions in
      forEachShare(key) { share, plan, inputOffset, outputOffset in
        positions[share] = TensorStorage(bytes: plan.workspaceBytes)
        plan.forward.run([
          (DNNL_ARG_SRC, TensorStorage(partOf: input.memory, offset: inputOffset)),
          (DNNL_ARG_DST, TensorStorage(partOf: output.memory, offset: outputOffset)),
          (DNNL_ARG_WORKSPACE, positions[share]),
        ])
      }
    }
    kept = (key, positions)
    return output
  }

  /// Sends each gradient to the position of its maximum.
  package func backward(_ outputGradient: Tensor) -> Tensor {
    guard let (key, positions) = kept else {
      preconditionFailure("backward of a MaxPooling2D without forward")
    }
    kept = nil
    precondition(
      outputGradient.shape == key.outputShape,
      "gradient \(outputGradient.shape) for an output of \(key.outputShape)")
    precondition(
      positions.count == ThreadTeam.shares(of: key.input[0]).count,
      "backward runs with as many threads as forward did")
    let gradient = outputGradient.converted(to: key.precision)
    let inputGradient = Tensor(uninitializedShape: key.input, precision: key.precision)
    forEachShare(key) { share, plan, inputOffset, outputOffset in
      plan.backward?.run([
        (DNNL_ARG_DIFF_DST, TensorStorage(partOf: gradient.memory, offset: outputOffset)),
        (DNNL_ARG_DIFF_SRC, TensorStorage(partOf: inputGradient.memory, offset: inputOffset)),
        (DNNL_ARG_WORKSPACE, positions[share]),
      ])
    }
    return inputGradient
  }

  /// Runs `body` for each thread's share of the images, with the share's number, plan and memory
  /// offsets in bytes.
  private func forEachShare(
    _ whole: PoolingPlan.Key,
    _ body: (_ share: Int, PoolingPlan, _ inputOffset: Int, _ outputOffset: Int) -> Void
  ) {
    let shares = ThreadTeam.shares(of: whole.input[0])
    let inputBytes = whole.input.dropFirst().reduce(whole.precision.bytes, *)
    let outputBytes = whole.outputShape.dropFirst().reduce(whole.precision.bytes, *)
    ThreadTeam.run(shares.count) { share in
      var part = whole
      part.input[0] = shares[share].count
      let plan = PoolingPlan.all.plan(part) { PoolingPlan(part) }
      let first = shares[share].lowerBound
      body(share, plan, first * inputBytes, first * outputBytes)
    }
  }
}

/// The mean over an image's positions, `[N, H, W, C]` to `[N, C]`.
package final class GlobalAveragePooling: Layer {
  private var kept: (shape: [Int], precision: ComputePrecision)?

  /// A mean over height and width.
  package init() {}

  /// The mean of each channel.
  package func forward(_ input: Tensor, phase: Phase) -> Tensor {
    kept = phase.isTraining ? (input.shape, input.precision) : nil
    return Pooling.globalAverage(input)
  }

  /// Spreads each channel's gradient evenly over the positions.
  package func backward(_ outputGradient: Tensor) -> Tensor {
    guard let (shape, precision) = kept else {
      preconditionFailure("backward of a GlobalAveragePooling without forward")
    }
    kept = nil
    let positions = shape[1] * shape[2]
    let channels = shape[3]
    let share = 1 / Float(positions)
    let gradient = Tensor(shape: shape) { target in
      outputGradient.withUnsafeBuffer { gradient in
        ThreadTeam.forEach(shape[0], weight: positions * channels) { images in
          for image in images {
            for position in 0..<positions {
              let start = (image * positions + position) * channels
              for channel in 0..<channels {
                target[start + channel] = gradient[image * channels + channel] * share
              }
            }
          }
        }
      }
    }
    return gradient.converted(to: precision)
  }
}

/// Reductions over an image's positions, without anything kept for a gradient.
enum Pooling {
  /// The mean over height and width, `[N, H, W, C]` to `[N, C]`.
  static func globalAverage(_ input: Tensor) -> Tensor {
    let shape = input.shape
    precondition(shape.count == 4, "images are [batch, height, width, channels], not \(shape)")
    let positions = shape[1] * shape[2]
    let channels = shape[3]
    return Tensor(shape: [shape[0], channels]) { target in
      input.withUnsafeBuffer { source in
        ThreadTeam.forEach(shape[0], weight: positions * channels) { images in
          for image in images {
            let length = positions * channels
            average(
              UnsafeBufferPointer(rebasing: source[image * length..<(image + 1) * length]),
              into: UnsafeMutableBufferPointer(
                rebasing: target[image * channels..<(image + 1) * channels]))
          }
        }
      }
    }
  }

  /// The mean over the positions of one image `[positions, channels]`, for each of `mean`'s
  /// channels.
  static func average(
    _ image: UnsafeBufferPointer<Float>, into mean: UnsafeMutableBufferPointer<Float>
  ) {
    let channels = mean.count
    let share = Float(channels) / Float(image.count)
    mean.update(repeating: 0)
    for start in stride(from: 0, to: image.count, by: channels) {
      for channel in 0..<channels { mean[channel] += image[start + channel] }
    }
    for channel in 0..<channels { mean[channel] *= share }
  }

  /// The maximum over windows of `size` x `size` pixels every `stride` pixels, without padding: a
  /// rest is left out.
  static func maximum(_ input: Tensor, size: Int, stride: Int) -> Tensor {
    let key = PoolingPlan.Key(input: input.shape, size: size, stride: stride)
    let plan = PoolingPlan.all.plan(key) { PoolingPlan(key) }
    let output = Tensor(uninitializedShape: key.outputShape)
    plan.forward.run([(DNNL_ARG_SRC, input.storage), (DNNL_ARG_DST, output.storage)])
    return output
  }
}

/// The compiled operations of one maximum pooling.
final class PoolingPlan: Sendable {
  struct Key: Hashable, Sendable {
    /// `[batch, height, width, channels]`.
    var input: [Int]
    var size: Int
    var stride: Int
    /// Number format of the images.
    var precision = ComputePrecision.float32
    var isTraining = false

    /// Windows lie wholly inside the image: a rest at the right and at the bottom is left out.
    var outputShape: [Int] {
      [input[0], (input[1] - size) / stride + 1, (input[2] - size) / stride + 1, input[3]]
    }
  }

  let forward: Primitive
  /// nil for inference.
  let backward: Primitive?
  /// Size of the noted positions of the maxima; zero for inference.
  let workspaceBytes: Int

  init(_ key: Key) {
    precondition(
      key.input.count == 4 && key.input[1] >= key.size && key.input[2] >= key.size,
      "no window of \(key.size)x\(key.size) fits into \(key.input)")
    var source = MemoryFormat.image(key.input).with(key.precision)
    var target = MemoryFormat.image(key.outputShape).with(key.precision)
    forward = Primitive("\(key)", key.forwardDescriptor(from: source, to: target))
    workspaceBytes = key.isTraining ? forward.format(of: DNNL_ARG_WORKSPACE).bytes : 0
    guard key.isTraining else {
      backward = nil
      return
    }
    var descriptor = dnnl_pooling_desc_t()
    OneDNN.check(
      dnnl_pooling_backward_desc_init(
        &descriptor, dnnl_pooling_max, &source.raw, &target.raw, key.strides, key.kernel,
        key.padding, key.padding), "gradient of \(key)")
    backward = Primitive("gradient of \(key)", descriptor, hint: forward)
  }

  static let all = PrimitiveCache<Key, PoolingPlan>()
}

extension PoolingPlan.Key {
  fileprivate var kernel: [dnnl_dim_t] { [dnnl_dim_t(size), dnnl_dim_t(size)] }
  fileprivate var strides: [dnnl_dim_t] { [dnnl_dim_t(stride), dnnl_dim_t(stride)] }
  fileprivate var padding: [dnnl_dim_t] { [0, 0] }

  /// Of the maxima of an image that lies as `source` says; `target` may leave its layout to the
  /// library.
  func forwardDescriptor(from source: MemoryFormat, to target: MemoryFormat) -> dnnl_pooling_desc_t
  {
    var source = source
    var target = target
    var descriptor = dnnl_pooling_desc_t()
    OneDNN.check(
      dnnl_pooling_forward_desc_init(
        &descriptor, isTraining ? dnnl_forward_training : dnnl_forward_inference,
        dnnl_pooling_max, &source.raw, &target.raw, strides, kernel, padding, padding), "\(self)")
    return descriptor
  }
}
