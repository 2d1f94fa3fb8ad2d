// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A function of single values that is computed together with the layer before it.
package enum Activation: String, Sendable, Hashable, Codable {
  /// x
  case none
  /// max(x, 0)
  case relu

  var postOperations: [PrimitiveAttributes.PostOperation] {
    switch self {
    case .none: []
    case .relu: [.relu]
    }
  }
}

/// max(x, 0), value by value.
package final class ReLU: Layer {
  private var output: Tensor?

  /// A rectifier.
  package init() {}

  /// Sets negative values to zero.
  package func forward(_ input: Tensor, phase: Phase) -> Tensor {
    let result = input.rectified()
    output = phase.isTraining ? result : nil
    return result
  }

  /// Lets the gradient through where the output was positive.
  package func backward(_ outputGradient: Tensor) -> Tensor {
    guard let output else { preconditionFailure("backward of a ReLU without forward") }
    self.output = nil
    return RectifiedGradient.of(outputGradient, output: output)
  }
}

/// Gradients through a rectifier, which lets them pass where its output is positive.
///
/// They take the number format of that output.
enum RectifiedGradient {
  /// The gradient of the rectifier's input.
  static func of(_ gradient: Tensor, output: Tensor) -> Tensor {
    precondition(gradient.shape == output.shape, "one shape, \(output.shape)")
    return switch output.precision {
    case .float32: passed(Float.self, gradient, output)
    case .bfloat16: passed(BFloat16.self, gradient, output)
    }
  }

  /// Adds the gradient of the rectifier's input to `sum`.
  static func add(_ gradient: Tensor, output: Tensor, to sum: inout Tensor) {
    precondition(gradient.shape == output.shape && sum.shape == output.shape, "one shape")
    sum = sum.converted(to: output.precision)
    switch output.precision {
    case .float32: add(Float.self, gradient, output, &sum)
    case .bfloat16: add(BFloat16.self, gradient, output, &sum)
    }
  }

  private static func passed<T: StoredFloat>(
    _: T.Type, _ gradient: Tensor, _ output: Tensor
  ) -> Tensor {
    Tensor(shape: output.shape) { (target: UnsafeMutablePointer<T>) in
      gradient.converted(to: T.precision).withStored { (gradient: UnsafePointer<T>) in
        output.withStored { (values: UnsafePointer<T>) in
          ThreadTeam.forEach(output.count) { range in
            Stored.forEachSixteen(of: range) { position, count in
              let open = pass(gradient + position, values + position, count)
              Stored.store(open, target + position, count)
            }
          }
        }
      }
    }
  }

  private static func add<T: StoredFloat>(
    _: T.Type, _ gradient: Tensor, _ output: Tensor, _ sum: inout Tensor
  ) {
    sum.withMutableStored { (sum: UnsafeMutablePointer<T>) in
      gradient.converted(to: T.precision).withStored { (gradient: UnsafePointer<T>) in
        output.withStored { (values: UnsafePointer<T>) in
          ThreadTeam.forEach(output.count) { range in
            Stored.forEachSixteen(of: range) { position, count in
              let open = pass(gradient + position, values + position, count)
              let before = Stored.load(UnsafePointer(sum) + position, count)
              Stored.store(before + open, sum + position, count)
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private static func pass<T: StoredFloat>(
    _ gradient: UnsafePointer<T>, _ output: UnsafePointer<T>, _ count: Int
  ) -> SIMD16<Float> {
    Stored.load(gradient, count).replacing(with: 0, where: Stored.load(output, count) .<= 0)
  }
}
