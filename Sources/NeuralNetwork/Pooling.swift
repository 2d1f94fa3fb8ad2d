// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN

/// Reductions over an image's positions, without anything kept for a gradient.
public enum Pooling {
  /// The mean over height and width, `[N, H, W, C]` to `[N, C]`.
  public static func globalAverage(_ input: Tensor) -> Tensor {
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

  /// The mean over the positions of one image `[positions, channels]`, for each of `mean`'s channels.
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

  /// The maximum over windows of `size` x `size` pixels every `stride` pixels, without padding: a rest is left out.
  public static func maximum(_ input: Tensor, size: Int, stride: Int) -> Tensor {
    let key = PoolingPlan.Key(input: input.shape, size: size, stride: stride, isTraining: false)
    let plan = PoolingPlan.all.plan(key) { PoolingPlan(key) }
    let output = Tensor(uninitializedShape: key.outputShape)
    plan.forward.run([(DNNL_ARG_SRC, input.storage), (DNNL_ARG_DST, output.storage)])
    return output
  }
}
