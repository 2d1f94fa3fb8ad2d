// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A function of single values that is computed together with the layer before it.
public enum Activation: String, Sendable, Hashable, Codable {
  /// x
  case none
  /// max(x, 0)
  case relu
  /// 1 / (1 + exp(-x))
  case sigmoid

  var postOperations: [PrimitiveAttributes.PostOperation] {
    switch self {
    case .none: []
    case .relu: [.relu]
    case .sigmoid: [.sigmoid]
    }
  }
}
