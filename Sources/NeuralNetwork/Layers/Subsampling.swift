// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A shortcut without parameters: the mean of small windows, and channels of zeros beside the old.
///
/// Windows lie wholly inside the image: a rest at the right and at the bottom is left out.
struct Subsampling: Hashable, Sendable {
  /// Side of a window in pixels; a window of one pixel takes it as it is.
  let window: Int
  /// Step between windows in pixels.
  let stride: Int
  let inputChannels: Int
  let outputChannels: Int
  /// Channels of zeros before the old ones; the others follow them.
  let channelOffset: Int

  /// Every `stride`-th position; the old channels stand in the middle of the new ones.
  ///
  /// He et al. 2015 (option A), as in the CIFAR networks.
  static func padded(inputs: Int, outputs: Int, stride: Int) -> Subsampling {
    Subsampling(
      window: 1, stride: stride, inputChannels: inputs, outputChannels: outputs,
      channelOffset: (outputs - inputs) / 2)
  }

  /// The mean of 2x2 pixels for a stride of 2; the old channels stand before the new ones.
  ///
  /// As in dlib's face recognition network (King 2017).
  static func averaged(inputs: Int, outputs: Int, stride: Int) -> Subsampling {
    precondition(stride <= 2, "means of 2x2 pixels have a stride of 2, not \(stride)")
    return Subsampling(
      window: stride, stride: stride, inputChannels: inputs, outputChannels: outputs,
      channelOffset: 0)
  }

  private init(
    window: Int, stride: Int, inputChannels: Int, outputChannels: Int, channelOffset: Int
  ) {
    precondition(
      outputChannels >= inputChannels,
      "\(inputChannels) channels cannot be padded to \(outputChannels)")
    self.window = window
    self.stride = stride
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.channelOffset = channelOffset
  }

  /// The shape that an image `[batch, height, width, channels]` comes out with.
  func outputShape(_ shape: [Int]) -> [Int] {
    precondition(
      shape.count == 4 && shape[3] == inputChannels && min(shape[1], shape[2]) >= window,
      "images of \(inputChannels) channels and \(window)x\(window) pixels or more, not \(shape)")
    return [
      shape[0], (shape[1] - window) / stride + 1, (shape[2] - window) / stride + 1, outputChannels,
    ]
  }

  /// `[N, H, W, in]` to `[N, H', W', out]`; in the input's number format.
  func forward(_ input: Tensor) -> Tensor {
    switch input.precision {
    case .float32: forward(Float.self, input)
    case .bfloat16: forward(BFloat16.self, input)
    }
  }

  private func forward<T: StoredFloat>(_: T.Type, _ input: Tensor) -> Tensor {
    let to = outputShape(input.shape)
    let (channels, below) = (inputChannels, input.shape[2] * inputChannels)
    return Tensor(shape: to) { (target: UnsafeMutablePointer<T>) in
      target.update(repeating: T(0), count: to.reduce(1, *))
      input.withStored { (source: UnsafePointer<T>) in
        forEachWindow(from: input.shape, to: to) { first, output in
          let mean = target + output * outputChannels + channelOffset
          let pixel = source + first * channels
          guard window == 2 else { return mean.update(from: pixel, count: channels) }
          for channel in 0..<channels {
            let upper = pixel[channel].value + pixel[channels + channel].value
            let lower = pixel[below + channel].value + pixel[below + channels + channel].value
            mean[channel] = T((upper + lower) / 4)
          }
        }
      }
    }
  }

  /// Adds the output's gradient to the input's, evenly to the pixels of each window.
  func addGradient(_ gradient: Tensor, to inputGradient: inout Tensor) {
    switch inputGradient.precision {
    case .float32: addGradient(Float.self, gradient, to: &inputGradient)
    case .bfloat16: addGradient(BFloat16.self, gradient, to: &inputGradient)
    }
  }

  private func addGradient<T: StoredFloat>(
    _: T.Type, _ gradient: Tensor, to inputGradient: inout Tensor
  ) {
    let from = inputGradient.shape
    let to = outputShape(from)
    precondition(gradient.shape == to, "gradient \(gradient.shape) for an output of \(to)")
    let share = 1 / Float(window * window)
    inputGradient.withMutableStored { (target: UnsafeMutablePointer<T>) in
      gradient.converted(to: T.precision).withStored { (source: UnsafePointer<T>) in
        forEachWindow(from: from, to: to) { first, output in
          let added = source + output * outputChannels + channelOffset
          for row in 0..<window {
            for column in 0..<window {
              let sum = target + (first + row * from[2] + column) * inputChannels
              for channel in 0..<inputChannels {
                sum[channel] = T(sum[channel].value + share * added[channel].value)
              }
            }
          }
        }
      }
    }
  }

  /// Calls `body` with each window's first pixel and its pixel in the output, both counted from the
  /// first image's first.
  @inline(__always)
  private func forEachWindow(
    from: [Int], to: [Int], _ body: (_ first: Int, _ output: Int) -> Void
  ) {
    let (height, width) = (to[1], to[2])
    ThreadTeam.forEach(to[0], weight: height * width * outputChannels) { images in
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

/// Sums of images of which one may be smaller, as if zeros stood beyond its lower and right edge.
extension Tensor {
  /// The sum of two images of equal batch and channels, in the left one's number format.
  static func cornerSum(_ left: Tensor, _ right: Tensor) -> Tensor {
    let (a, b) = (left.shape, right.shape)
    precondition(a.count == 4 && a[0] == b[0] && a[3] == b[3], "\(b) cannot be added to \(a)")
    if a == b { return (left + right).converted(to: left.precision) }
    var sum = left.resized(height: max(a[1], b[1]), width: max(a[2], b[2]))
    sum.add(right.resized(height: sum.shape[1], width: sum.shape[2]))
    return sum.converted(to: left.precision)
  }

  /// An image's upper left corner, with zeros where it is smaller; 32-bit floats.
  func resized(height: Int, width: Int) -> Tensor {
    if shape[1] == height && shape[2] == width { return self }
    var result = Tensor(shape: [shape[0], height, width, shape[3]])
    let length = min(width, shape[2]) * shape[3]
    result.withUnsafeMutableBuffer { target in
      withUnsafeBuffer { source in
        for image in 0..<shape[0] {
          for row in 0..<min(height, shape[1]) {
            let from = (image * shape[1] + row) * shape[2] * shape[3]
            let to = (image * height + row) * width * shape[3]
            _ = target[to..<to + length].update(fromContentsOf: source[from..<from + length])
          }
        }
      }
    }
    return result
  }
}
