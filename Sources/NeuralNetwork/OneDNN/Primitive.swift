// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import COneDNN

/// A compiled oneDNN operation; immutable, and safe to run from several threads at once.
///
/// The working memory is handed in at each run (oneDNN's user scratchpad mode), so runs share
/// nothing.
final class Primitive: @unchecked Sendable {
  // Sendable: both handles are only read after creation.
  let handle: dnnl_primitive_t
  let description: dnnl_primitive_desc_t
  let operation: String
  /// Size of the working memory that a run needs.
  let scratchpadBytes: Int

  /// Compiles what a filled-in descriptor (`dnnl_convolution_desc_t` and the like) asks for.
  ///
  /// A backward operation takes the forward operation it belongs to as a hint.
  convenience init<Descriptor>(
    _ operation: String, _ descriptor: Descriptor, hint: Primitive? = nil,
    attributes: PrimitiveAttributes = PrimitiveAttributes()
  ) {
    var description: dnnl_primitive_desc_t?
    let status = withExtendedLifetime((attributes, hint)) {
      withUnsafePointer(to: descriptor) { descriptor in
        OneDNN.compile {
          dnnl_primitive_desc_create(
            &description, descriptor, attributes.handle, OneDNN.engine, hint?.description)
        }
      }
    }
    OneDNN.check(status, operation)
    self.init(operation, description)
  }

  /// Copies from one layout to another, or adds to what is there.
  convenience init(
    reorderFrom source: MemoryFormat, to target: MemoryFormat, isAdded: Bool = false
  ) {
    var source = source.raw
    var target = target.raw
    var description: dnnl_primitive_desc_t?
    let attributes = PrimitiveAttributes(isAdded ? [.sum] : [])
    let status = withExtendedLifetime(attributes) {
      OneDNN.compile {
        dnnl_reorder_primitive_desc_create(
          &description, &source, OneDNN.engine, &target, OneDNN.engine, attributes.handle)
      }
    }
    OneDNN.check(status, "reorder")
    self.init("reorder", description)
  }

  /// Arguments of a copy between layouts.
  static var copySource: Int32 { DNNL_ARG_FROM }
  static var copyTarget: Int32 { DNNL_ARG_TO }
  /// Argument of the working memory.
  static var scratchpad: Int32 { DNNL_ARG_SCRATCHPAD }

  /// Takes ownership of `description`.
  private init(_ operation: String, _ description: dnnl_primitive_desc_t?) {
    guard let description else { preconditionFailure("oneDNN gave no \(operation)") }
    var handle: dnnl_primitive_t?
    let status = OneDNN.compile { dnnl_primitive_create(&handle, description) }
    OneDNN.check(status, operation)
    guard let handle else { preconditionFailure("oneDNN gave no \(operation)") }
    self.handle = handle
    self.description = description
    self.operation = operation
    if let format = dnnl_primitive_desc_query_md(
      description, dnnl_query_exec_arg_md, DNNL_ARG_SCRATCHPAD)
    {
      scratchpadBytes = dnnl_memory_desc_get_size(format)
    } else {
      scratchpadBytes = 0
    }
  }

  deinit {
    dnnl_primitive_destroy(handle)
    dnnl_primitive_desc_destroy(description)
  }

  /// The layout that this operation expects for an argument (`DNNL_ARG_SRC` and the like).
  func format(of argument: Int32) -> MemoryFormat {
    guard
      let format = dnnl_primitive_desc_query_md(description, dnnl_query_exec_arg_md, argument)
    else {
      preconditionFailure("\(operation) has no argument \(argument)")
    }
    return MemoryFormat(format.pointee)
  }

  /// oneDNN's name of the chosen kernel, such as `jit:avx512_core`.
  var implementation: String {
    var name: UnsafePointer<CChar>?
    let status = withUnsafeMutablePointer(to: &name) {
      dnnl_primitive_desc_query(description, dnnl_query_impl_info_str, 0, $0)
    }
    guard status == dnnl_success, let name else { return "unknown" }
    return String(cString: name)
  }

  /// Executes with the calling thread's number of threads; outputs are written in place.
  ///
  /// Outputs must be memory that no other tensor shares.
  func run(_ arguments: [(index: Int32, storage: TensorStorage)]) {
    _ = ComputeThreads.apply()
    var operands = arguments
    if scratchpadBytes > 0 {
      operands.append((Self.scratchpad, TensorStorage(bytes: scratchpadBytes)))
    }
    withExtendedLifetime(operands) {
      BoundPrimitive(self, operands.map { (index: $0.index, memory: $0.storage.pointer) })
        .run(on: ComputeStream())
    }
  }
}

/// What is done to an operation's result before it is stored.
final class PrimitiveAttributes {
  let handle: dnnl_primitive_attr_t

  /// A following operation, applied in order.
  enum PostOperation: Hashable {
    /// Adds what the output's memory holds.
    case sum
    /// max(x, 0)
    case relu
  }

  init(_ operations: [PostOperation] = []) {
    var attributes: dnnl_primitive_attr_t?
    OneDNN.check(dnnl_primitive_attr_create(&attributes), "attributes")
    guard let attributes else { preconditionFailure("oneDNN gave no attributes") }
    handle = attributes
    OneDNN.check(
      dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user),
      "a scratchpad of the caller's")
    guard !operations.isEmpty else { return }
    var list: dnnl_post_ops_t?
    OneDNN.check(dnnl_post_ops_create(&list), "post-operations")
    defer { dnnl_post_ops_destroy(list) }
    for operation in operations {
      let status =
        switch operation {
        case .sum: dnnl_post_ops_append_sum(list, 1)
        case .relu: dnnl_post_ops_append_eltwise(list, 1, dnnl_eltwise_relu, 0, 0)
        }
      OneDNN.check(status, "post-operation \(operation)")
    }
    OneDNN.check(dnnl_primitive_attr_set_post_ops(attributes, list), "post-operations")
  }

  deinit { dnnl_primitive_attr_destroy(handle) }
}

/// An operation with the memory it works on, ready to run any number of times; one thread at a time
/// uses it.
///
/// Whoever binds it to memory keeps that memory alive, since oneDNN holds bare addresses.
final class BoundPrimitive {
  private let primitive: Primitive
  private var arguments: [dnnl_exec_arg_t] = []

  /// Binds `primitive` to operands of the layouts that it asks for, the scratchpad among them where
  /// it needs one.
  ///
  /// Operands without memory get theirs by `bind` before the first run.
  init(_ primitive: Primitive, _ operands: [(index: Int32, memory: UnsafeMutableRawPointer?)]) {
    self.primitive = primitive
    arguments.reserveCapacity(operands.count)
    for (index, address) in operands {
      var memory: dnnl_memory_t?
      let status = dnnl_memory_create(
        &memory,
        dnnl_primitive_desc_query_md(primitive.description, dnnl_query_exec_arg_md, index),
        OneDNN.engine, address)
      OneDNN.check(status, "memory for argument \(index) of \(primitive.operation)")
      arguments.append(dnnl_exec_arg_t(arg: index, memory: memory))
    }
  }

  deinit {
    for argument in arguments { dnnl_memory_destroy(argument.memory) }
  }

  /// Puts the operand at `place`, counted as they were given, into other memory.
  func bind(_ place: Int, to address: UnsafeMutableRawPointer?) {
    OneDNN.check(
      dnnl_memory_set_data_handle(arguments[place].memory, address),
      "other memory for \(primitive.operation)")
  }

  /// Executes and waits until the outputs are written.
  func run(on stream: ComputeStream) {
    OneDNN.check(
      dnnl_primitive_execute(primitive.handle, stream.handle, Int32(arguments.count), arguments),
      "to run \(primitive.operation)")
    OneDNN.check(dnnl_stream_wait(stream.handle), "to finish \(primitive.operation)")
  }
}
