// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import COneDNN
import Synchronization

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

  private static let compiling = Mutex(())

  /// Runs `body`, which describes or compiles an operation, while no other thread does so.
  ///
  /// oneDNN 2.6.3 keeps the input channels that lie together in the weights of the convolution it
  /// is describing (1 of 32-bit, 2 of 16-bit floats) in one variable of the whole process. When a
  /// second thread describes one of the other number format meanwhile, a convolution of 1 or 3
  /// channels gets the wrong step through its weights, reads beyond them, and stays wrong for as
  /// long as it is kept (experiments/threads-2026-11-25). Running operations is safe from any
  /// number of threads.
  static func compile(_ body: () -> dnnl_status_t) -> dnnl_status_t {
    compiling.withLock { _ in body() }
  }

  /// Shapes are checked before oneDNN sees them, so a refusal here is a mistake of the caller or a
  /// lack of memory.
  static func check(
    _ status: dnnl_status_t, _ operation: @autoclosure () -> String
  ) {
    precondition(
      status == dnnl_success, "oneDNN refused \(operation()) with status \(status.rawValue)")
  }
}

/// oneDNN's queue of operations; one thread at a time uses it, and on a processor each runs at
/// once.
final class ComputeStream {
  let handle: dnnl_stream_t

  init() {
    var stream: dnnl_stream_t?
    OneDNN.check(
      dnnl_stream_create(&stream, OneDNN.engine, dnnl_stream_default_flags.rawValue), "a stream")
    guard let stream else { preconditionFailure("oneDNN gave no stream") }
    handle = stream
  }

  deinit { dnnl_stream_destroy(handle) }
}

/// Shape and layout of an operand, in oneDNN's order of axes (channels before height and width).
struct MemoryFormat: Sendable {
  /// oneDNN's own record.
  var raw = dnnl_memory_desc_t()

  /// A dense layout named by `tag`, or the library's choice for `dnnl_format_tag_any`.
  init(_ extents: [Int], _ tag: dnnl_format_tag_t, type: dnnl_data_type_t = dnnl_f32) {
    let dimensions = extents.map { dnnl_dim_t($0) }
    OneDNN.check(
      dnnl_memory_desc_init_by_tag(&raw, Int32(extents.count), dimensions, type, tag),
      "a layout of \(extents)")
  }

  init(_ raw: dnnl_memory_desc_t) {
    self.raw = raw
  }

  /// The image tensor `[batch, height, width, channels]`, dense.
  static func image(_ shape: [Int]) -> MemoryFormat {
    precondition(shape.count == 4, "images are [batch, height, width, channels], not \(shape)")
    return MemoryFormat([shape[0], shape[3], shape[1], shape[2]], dnnl_acdb)
  }

  /// A vector.
  static func vector(_ count: Int) -> MemoryFormat {
    MemoryFormat([count], dnnl_a)
  }

  /// A matrix `[rows, columns]`, row-major.
  static func matrix(_ rows: Int, _ columns: Int) -> MemoryFormat {
    MemoryFormat([rows, columns], dnnl_ab)
  }

  /// The same layout with factors of another precision.
  func with(_ precision: ComputePrecision) -> MemoryFormat {
    var copy = self
    copy.raw.data_type = precision == .bfloat16 ? dnnl_bf16 : dnnl_f32
    return copy
  }

  /// The same shape in a layout that the library chooses.
  var withAnyLayout: MemoryFormat {
    var copy = self
    copy.raw.format_kind = dnnl_format_kind_any
    return copy
  }

  /// The upper left corner of an image of this layout, of `height` x `width` pixels, where it lies.
  func corner(height: Int, width: Int) -> MemoryFormat {
    let dimensions = [
      raw.dims.0, raw.dims.1, dnnl_dim_t(height), dnnl_dim_t(width),
    ]
    var (corner, whole) = (dnnl_memory_desc_t(), raw)
    OneDNN.check(
      dnnl_memory_desc_init_submemory(&corner, &whole, dimensions, [0, 0, 0, 0]),
      "a corner of \(height)x\(width) pixels")
    return MemoryFormat(corner)
  }

  /// Size in bytes, padding included.
  var bytes: Int {
    var copy = raw
    return dnnl_memory_desc_get_size(&copy)
  }

  /// Whether both lay the same shape out in the same way.
  func matches(_ other: MemoryFormat) -> Bool {
    var left = raw
    var right = other.raw
    return dnnl_memory_desc_equal(&left, &right) != 0
  }
}
