// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

extension Layer {
  /// Takes every parameter and buffer from the file, each under `prefix` and its own name.
  ///
  /// - Throws: `WeightError` naming the tensor, and both shapes when they differ; nothing is changed then.
  public func load(from file: WeightFile, prefix: String = "") throws {
    let loaded = try (parameters + buffers).map { parameter in
      (parameter, try file.tensor(prefix + parameter.name, shape: parameter.value.shape))
    }
    for (parameter, value) in loaded { parameter.value = value }
  }

  /// Every parameter and buffer by `prefix` and its own name, ready for a `WeightFile`.
  public func tensors(prefix: String = "") -> [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    for parameter in parameters + buffers {
      let previous = tensors.updateValue(parameter.value, forKey: prefix + parameter.name)
      precondition(previous == nil, "two parameters are called \(prefix + parameter.name)")
    }
    return tensors
  }
}
