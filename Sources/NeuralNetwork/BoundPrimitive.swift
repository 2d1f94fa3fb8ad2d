// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN

/// An operation with the memory it works on, ready to run any number of times; one thread at a time uses it.
///
/// Whoever binds it to memory keeps that memory alive, since oneDNN holds bare addresses.
final class BoundPrimitive {
  private let primitive: Primitive
  private var arguments: [dnnl_exec_arg_t] = []

  /// Binds `primitive` to operands of the layouts that it asks for, the scratchpad among them where it needs one.
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
