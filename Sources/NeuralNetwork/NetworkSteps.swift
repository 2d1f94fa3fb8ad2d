// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN

/// Puts together the operations that one image goes through, for a `FusedNetwork`.
///
/// Results stay in the layouts that the library prefers; a copy between layouts stands only where two neighbours
/// disagree. Results share few pieces of memory ("slots"): one that is not needed any more is written over.
public struct NetworkSteps {
  /// One operation.
  struct Step: Sendable {
    let primitive: Primitive
    let operands: [(index: Int32, operand: Operand)]
  }

  /// What an operation reads or writes.
  enum Operand: Sendable, Equatable {
    /// The image that the network is called with, which stays as it is.
    case input
    /// A piece of memory by its number.
    case slot(Int)
    /// Weights by their number.
    case constant(Int)
  }

  /// A result on the way through the network, or the image itself.
  public struct Value {
    let operand: Operand
    let format: MemoryFormat
    /// `[1, height, width, channels]`, whatever the layout.
    public let shape: [Int]
  }

  private(set) var steps: [Step] = []
  /// Size of each slot.
  private(set) var slotBytes: [Int] = []
  /// Weights as the operations read them.
  private(set) var constants: [TensorStorage] = []
  private var freeSlots: [Int] = []
  private let precision: ComputePrecision
  private let weights: ArrangedWeights

  init(precision: ComputePrecision, weights: ArrangedWeights) {
    self.precision = precision
    self.weights = weights
  }

  /// A convolution with its activation.
  ///
  /// - Parameters:
  ///   - input: what is convolved; its memory is given up unless `keeping` says that it is read again.
  ///   - residual: is added before the activation; its memory becomes the result's.
  public mutating func convolution(
    _ layer: FoldedConvolution, of input: inout Value, keeping: Bool = false,
    addedTo residual: Value? = nil
  ) -> Value {
    let geometry = ConvolutionGeometry(layer, input: input.shape, precision: precision)
    let primitive = Primitive(
      inference: geometry,
      followedBy: (residual == nil ? [] : [.sum]) + layer.activation.postOperations)
    input = converted(input, to: primitive.format(of: DNNL_ARG_SRC))
    let targetFormat = primitive.format(of: DNNL_ARG_DST)
    let target =
      residual.map { converted($0, to: targetFormat) } ?? value(targetFormat, geometry.outputShape)
    precondition(target.shape == geometry.outputShape, "a sum with \(target.shape) of \(geometry)")
    precondition(target.operand != .input, "a sum would overwrite the image")
    var operands: [(index: Int32, operand: Operand)] = [
      (DNNL_ARG_SRC, input.operand), (DNNL_ARG_DST, target.operand),
      (
        DNNL_ARG_WEIGHTS,
        constant(
          weights.storage(
            layer.weight, from: ConvolutionFormats(geometry).weight,
            to: primitive.format(of: DNNL_ARG_WEIGHTS)))
      ),
    ]
    if let bias = layer.bias { operands.append((DNNL_ARG_BIAS, constant(bias.storage))) }
    steps.append(Step(primitive: primitive, operands: operands))
    if !keeping { release(input) }
    return target
  }

  /// The maximum over windows of 2 x 2 pixels; an odd last row or column is left out.
  public mutating func maxPooling2x2(of input: inout Value, keeping: Bool = false) -> Value {
    let key = PoolingPlan.Key(input: input.shape, size: 2, stride: 2, isTraining: false)
    let primitive = Primitive(maximum: key, of: input.format)
    let target = value(primitive.format(of: DNNL_ARG_DST), key.outputShape)
    steps.append(
      Step(
        primitive: primitive,
        operands: [(DNNL_ARG_SRC, input.operand), (DNNL_ARG_DST, target.operand)]))
    if !keeping { release(input) }
    return target
  }

  /// Repeats each pixel of `coarse` twice in both directions and adds `fine`, whose memory becomes the result's.
  public mutating func upsampling2x(
    of coarse: inout Value, keeping: Bool = false, addedTo fine: Value
  ) -> Value {
    let shape = coarse.shape
    precondition(
      fine.shape == [shape[0], shape[1] * 2, shape[2] * 2, shape[3]],
      "\(shape) doubled is not \(fine.shape)")
    precondition(fine.operand != .input, "a sum would overwrite the image")
    let primitive = Primitive(doubling: coarse.format, addedTo: fine.format)
    steps.append(
      Step(
        primitive: primitive,
        operands: [(DNNL_ARG_SRC, coarse.operand), (DNNL_ARG_DST, fine.operand)]))
    if !keeping { release(coarse) }
    return fine
  }

  /// The same value as a dense image of 32-bit floats, in place of the given one, in memory of its own.
  mutating func plain(_ value: Value) -> (slot: Int, shape: [Int]) {
    let dense = converted(value, to: .image(value.shape))
    guard case .slot(let slot) = dense.operand else {
      preconditionFailure("a network gives back its input")
    }
    return (slot, value.shape)
  }

  /// The same value in another layout or number format, in place of the given one.
  private mutating func converted(_ value: Value, to format: MemoryFormat) -> Value {
    guard !value.format.matches(format) else { return value }
    let copy = self.value(format, value.shape)
    steps.append(
      Step(
        primitive: Primitive(reorderFrom: value.format, to: format),
        operands: [
          (Primitive.copySource, value.operand), (Primitive.copyTarget, copy.operand),
        ]))
    release(value)
    return copy
  }

  /// Memory for a result: the smallest free slot that holds it, else the largest, which grows.
  private mutating func value(_ format: MemoryFormat, _ shape: [Int]) -> Value {
    let bytes = format.bytes
    let fitting = freeSlots.indices.filter { slotBytes[freeSlots[$0]] >= bytes }
    let place =
      fitting.min { slotBytes[freeSlots[$0]] < slotBytes[freeSlots[$1]] }
      ?? freeSlots.indices.max { slotBytes[freeSlots[$0]] < slotBytes[freeSlots[$1]] }
    let slot = place.map { freeSlots.remove(at: $0) } ?? slotBytes.count
    if slot == slotBytes.count { slotBytes.append(0) }
    slotBytes[slot] = max(slotBytes[slot], bytes)
    return Value(operand: .slot(slot), format: format, shape: shape)
  }

  /// Lets later results overwrite this one.
  private mutating func release(_ value: Value) {
    if case .slot(let slot) = value.operand { freeSlots.append(slot) }
  }

  private mutating func constant(_ storage: TensorStorage) -> Operand {
    constants.append(storage)
    return .constant(constants.count - 1)
  }
}
