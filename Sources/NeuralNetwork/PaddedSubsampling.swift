// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// The shortcut without parameters of He et al. 2015 (option A): every `stride`-th position, new channels zero.
///
/// As in the CIFAR networks the old channels stand in the middle of the new ones.
enum PaddedSubsampling {
  static func outputShape(_ shape: [Int], stride: Int, channels: Int) -> [Int] {
    precondition(
      shape.count == 4 && channels >= shape[3], "cannot pad \(shape) to \(channels) channels")
    return [shape[0], (shape[1] + stride - 1) / stride, (shape[2] + stride - 1) / stride, channels]
  }

  /// The same as a 1x1 convolution, exact to the bit, which takes images in whatever layout the library chose.
  static func convolution(inputs: Int, outputs: Int, stride: Int) -> FoldedConvolution {
    var weight = Tensor(shape: [outputs, inputs, 1, 1])
    let offset = (outputs - inputs) / 2
    for channel in 0..<inputs { weight[(offset + channel) * inputs + channel] = 1 }
    return FoldedConvolution(weight: weight, bias: nil, stride: stride)
  }

  /// `[N, H, W, C]` to `[N, H / stride, W / stride, channels]`, rounded up; in the input's number format.
  static func forward(_ input: Tensor, stride: Int, channels: Int) -> Tensor {
    switch input.precision {
    case .float32: forward(Float.self, input, stride: stride, channels: channels)
    case .bfloat16: forward(BFloat16.self, input, stride: stride, channels: channels)
    }
  }

  private static func forward<T: StoredFloat>(
    _: T.Type, _ input: Tensor, stride: Int, channels: Int
  ) -> Tensor {
    let from = input.shape
    let to = outputShape(from, stride: stride, channels: channels)
    let offset = (channels - from[3]) / 2
    return Tensor(shape: to) { (target: UnsafeMutablePointer<T>) in
      target.update(repeating: T(0), count: to.reduce(1, *))
      input.withStored { (source: UnsafePointer<T>) in
        forEachPosition(from: from, to: to, stride: stride) { wide, narrow in
          (target + narrow * channels + offset).update(
            from: source + wide * from[3], count: from[3])
        }
      }
    }
  }

  /// Adds the output's gradient to the input's at the positions that were taken.
  static func addGradient(_ gradient: Tensor, to inputGradient: inout Tensor, stride: Int) {
    switch inputGradient.precision {
    case .float32: addGradient(Float.self, gradient, to: &inputGradient, stride: stride)
    case .bfloat16: addGradient(BFloat16.self, gradient, to: &inputGradient, stride: stride)
    }
  }

  private static func addGradient<T: StoredFloat>(
    _: T.Type, _ gradient: Tensor, to inputGradient: inout Tensor, stride: Int
  ) {
    let from = inputGradient.shape
    let to = gradient.shape
    let offset = (to[3] - from[3]) / 2
    inputGradient.withMutableStored { (target: UnsafeMutablePointer<T>) in
      gradient.converted(to: T.precision).withStored { (source: UnsafePointer<T>) in
        forEachPosition(from: from, to: to, stride: stride) { wide, narrow in
          let added = source + narrow * to[3] + offset
          let sum = target + wide * from[3]
          for channel in 0..<from[3] { sum[channel] = T(sum[channel].value + added[channel].value) }
        }
      }
    }
  }

  /// Position numbers (batch, row and column in one) in the wide image and in the subsampled one.
  @inline(__always)
  private static func forEachPosition(
    from: [Int], to: [Int], stride: Int, _ body: (_ wide: Int, _ narrow: Int) -> Void
  ) {
    let (height, width, channels) = (to[1], to[2], to[3])
    ThreadTeam.forEach(to[0], weight: height * width * channels) { images in
      for image in images {
        for row in 0..<height {
          for column in 0..<width {
            body(
              (image * from[1] + row * stride) * from[2] + column * stride,
              (image * height + row) * width + column)
          }
        }
      }
    }
  }
}
