// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN

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
