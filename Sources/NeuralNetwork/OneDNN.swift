// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN

/// The processor's oneDNN engine and the check that every call to the library goes through.
enum OneDNN {
  /// The one engine; it is immutable and serves all threads.
  static var engine: dnnl_engine_t { shared.handle }

  private static let shared = Engine()

  private final class Engine: @unchecked Sendable {
    // Sendable: the handle is never changed after creation, and oneDNN's engines are thread-safe.
    let handle: dnnl_engine_t

    init() {
      var engine: dnnl_engine_t?
      OneDNN.check(dnnl_engine_create(&engine, dnnl_cpu, 0), "engine")
      guard let engine else { preconditionFailure("oneDNN gave no engine") }
      handle = engine
      // It would keep 1024 kernels by itself, beside those that PrimitiveCache keeps.
      OneDNN.check(dnnl_set_primitive_cache_capacity(256), "primitive cache")
    }

    deinit { dnnl_engine_destroy(handle) }
  }

  /// Shapes are checked before oneDNN sees them, so a refusal here is a mistake of the caller or a lack of memory.
  static func check(
    _ status: dnnl_status_t, _ operation: @autoclosure () -> String
  ) {
    precondition(
      status == dnnl_success, "oneDNN refused \(operation()) with status \(status.rawValue)")
  }
}
