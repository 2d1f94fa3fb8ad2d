// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Glibc

/// Functions of single values, over whole tensors.
public enum Elementwise {
  /// The sum of two tensors of one shape.
  public static func add(_ left: Tensor, _ right: Tensor) -> Tensor {
    combine(left, right) { $0 + $1 }
  }

  /// max(x, 0)
  public static func rectify(_ input: Tensor) -> Tensor {
    map(input) { max($0, 0) }
  }

  /// 1 / (1 + exp(-x))
  public static func sigmoid(_ input: Tensor) -> Tensor {
    map(input) { 1 / (1 + exp(-$0)) }
  }

  @inline(__always)
  static func map(_ input: Tensor, _ function: (Float) -> Float) -> Tensor {
    Tensor(shape: input.shape) { target in
      input.withUnsafeBuffer { source in
        ThreadTeam.forEach(source.count) { range in
          for index in range { target[index] = function(source[index]) }
        }
      }
    }
  }

  @inline(__always)
  static func combine(
    _ left: Tensor, _ right: Tensor, _ function: (Float, Float) -> Float
  ) -> Tensor {
    precondition(left.shape == right.shape, "\(left.shape) does not fit \(right.shape)")
    return Tensor(shape: left.shape) { target in
      left.withUnsafeBuffer { a in
        right.withUnsafeBuffer { b in
          ThreadTeam.forEach(a.count) { range in
            for index in range { target[index] = function(a[index], b[index]) }
          }
        }
      }
    }
  }
}
