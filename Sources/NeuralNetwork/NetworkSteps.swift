// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN

/// Builds a sequence of operations whose results stay in the layouts that the library prefers.
///
/// A copy between layouts stands only where two neighbours disagree. Results share few pieces of memory ("slots"): one
/// that is not needed any more is written over.
struct NetworkSteps {
  /// One operation.
  struct Step: Sendable {
    let primitive: Primitive
    let operands: [(index: Int32, operand: Operand)]
  }

  /// What an operation reads or writes.
  enum Operand: Sendable {
    /// A piece of memory by its number.
    case slot(Int)
    /// Weights.
    case constant(TensorStorage)
  }

  /// A result on the way through the network.
  struct Value {
    let slot: Int
    let format: MemoryFormat
  }

  private(set) var steps: [Step] = []
  /// Size of each slot.
  private(set) var slotBytes: [Int] = []
  private var freeSlots: [Int] = []
  private let precision: ComputePrecision

  init(precision: ComputePrecision) {
    self.precision = precision
  }

  /// Memory for a result.
  mutating func value(_ format: MemoryFormat) -> Value {
    let slot = freeSlots.popLast() ?? slotBytes.count
    if slot == slotBytes.count { slotBytes.append(0) }
    slotBytes[slot] = max(slotBytes[slot], format.bytes)
    return Value(slot: slot, format: format)
  }

  /// Lets later results overwrite this one.
  mutating func release(_ value: Value) {
    freeSlots.append(value.slot)
  }

  /// The same value in another layout or number format, in place of the given one.
  mutating func converted(_ value: Value, to format: MemoryFormat) -> Value {
    guard !value.format.matches(format) else { return value }
    let copy = self.value(format)
    steps.append(
      Step(
        primitive: Primitive(reorderFrom: value.format, to: format),
        operands: [
          (Primitive.copySource, .slot(value.slot)), (Primitive.copyTarget, .slot(copy.slot)),
        ]))
    release(value)
    return copy
  }

  /// A convolution of `input`, whose `shape` `[1, height, width, channels]` becomes that of the result.
  ///
  /// Its activation comes after the sum with `residual`, whose memory the result takes.
  mutating func convolution(
    _ layer: FoldedConvolution, of input: inout Value, shape: inout [Int],
    addedTo residual: Value? = nil
  ) -> Value {
    let geometry = ConvolutionGeometry(layer, input: shape, precision: precision)
    let primitive = Primitive(
      inference: geometry,
      followedBy: (residual == nil ? [] : [.sum]) + layer.activation.postOperations)
    input = converted(input, to: primitive.format(of: DNNL_ARG_SRC))
    let targetFormat = primitive.format(of: DNNL_ARG_DST)
    let target = residual.map { converted($0, to: targetFormat) } ?? value(targetFormat)
    var operands: [(index: Int32, operand: Operand)] = [
      (DNNL_ARG_SRC, .slot(input.slot)), (DNNL_ARG_DST, .slot(target.slot)),
      (DNNL_ARG_WEIGHTS, .constant(Self.packed(layer.weight, geometry, for: primitive))),
    ]
    if let bias = layer.bias { operands.append((DNNL_ARG_BIAS, .constant(bias.storage))) }
    steps.append(Step(primitive: primitive, operands: operands))
    shape = geometry.outputShape
    return target
  }

  /// The weights in the layout and number format that `primitive` reads.
  private static func packed(
    _ weight: Tensor, _ geometry: ConvolutionGeometry, for primitive: Primitive
  ) -> TensorStorage {
    let plain = ConvolutionFormats(geometry).weight
    let wanted = primitive.format(of: DNNL_ARG_WEIGHTS)
    guard !wanted.matches(plain) else { return weight.storage }
    let storage = TensorStorage(bytes: wanted.bytes)
    Primitive(reorderFrom: plain, to: wanted).run([
      (Primitive.copySource, weight.storage), (Primitive.copyTarget, storage),
    ])
    return storage
  }
}

extension Primitive {
  /// A convolution for inference whose operands lie as the library likes best.
  fileprivate convenience init(
    inference geometry: ConvolutionGeometry,
    followedBy operations: [PrimitiveAttributes.PostOperation]
  ) {
    var descriptor = dnnl_convolution_desc_t()
    var formats = ConvolutionFormats(geometry)
    var source = formats.sourceFactor.withAnyLayout
    var target = formats.targetFactor.withAnyLayout
    let status = withUnsafeMutablePointer(to: &formats.bias.raw) { bias in
      dnnl_convolution_forward_desc_init(
        &descriptor, dnnl_forward_inference, dnnl_convolution_direct, &source.raw,
        &formats.anyWeight.raw, geometry.hasBias ? bias : nil, &target.raw, formats.strides,
        formats.padding, formats.padding)
    }
    OneDNN.check(status, "\(geometry)")
    self.init("\(geometry)", descriptor, attributes: PrimitiveAttributes(operations))
  }
}
