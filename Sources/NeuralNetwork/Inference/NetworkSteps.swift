// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import COneDNN

/// Puts together the operations that one image goes through, for a `FusedNetwork`.
///
/// Results stay in the layouts that the library prefers; a copy between layouts stands only where
/// two neighbours disagree. Results share few pieces of memory ("slots"): one that is not needed
/// any more is written over.
package struct NetworkSteps {
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
  package struct Value {
    let operand: Operand
    let format: MemoryFormat
    /// `[1, height, width, channels]`, whatever the layout.
    package let shape: [Int]
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
  ///   - input: what is convolved; its memory is given up unless `keeping` says that it is read
  ///     again.
  ///   - residual: is added before the activation; its memory becomes the result's. Where it has
  ///     another size, the smaller of both counts as zero beyond its lower and right edge.
  package mutating func convolution(
    _ layer: FoldedConvolution, of input: inout Value, keeping: Bool = false,
    addedTo residual: Value? = nil
  ) -> Value {
    let geometry = ConvolutionGeometry(layer, input: input.shape, precision: precision)
    if let residual, residual.shape != geometry.outputShape {
      let result = convolution(layer.withoutActivation, of: &input, keeping: keeping)
      return cornerSum(result, residual, activation: layer.activation)
    }
    let primitive = Primitive(
      inference: geometry,
      followedBy: (residual == nil ? [] : [.sum]) + layer.activation.postOperations)
    input = converted(input, to: primitive.format(of: DNNL_ARG_SRC))
    let targetFormat = primitive.format(of: DNNL_ARG_DST)
    let target =
      residual.map { converted($0, to: targetFormat) } ?? value(targetFormat, geometry.outputShape)
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

  /// The maximum over windows of `size` x `size` pixels every `stride` pixels, without padding: a
  /// rest at the right and at the bottom is left out.
  package mutating func maxPooling(
    of input: inout Value, size: Int, stride: Int, keeping: Bool = false
  ) -> Value {
    let key = PoolingPlan.Key(input: input.shape, size: size, stride: stride)
    let primitive = Primitive(maximum: key, of: input.format)
    let target = value(primitive.format(of: DNNL_ARG_DST), key.outputShape)
    steps.append(
      Step(
        primitive: primitive,
        operands: [(DNNL_ARG_SRC, input.operand), (DNNL_ARG_DST, target.operand)]))
    if !keeping { release(input) }
    return target
  }

  /// Repeats each pixel of `coarse` twice in both directions and adds `fine`, whose memory becomes
  /// the result's.
  package mutating func upsampling2x(
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

  /// The sum of two images of which one lies within the other, in the larger one's memory.
  private mutating func cornerSum(
    _ left: Value, _ right: Value, activation: Activation
  ) -> Value {
    let isLeftLarger = left.shape[1] >= right.shape[1] && left.shape[2] >= right.shape[2]
    let (large, small) = isLeftLarger ? (left, right) : (right, left)
    precondition(
      large.shape[1] >= small.shape[1] && large.shape[2] >= small.shape[2]
        && large.shape[3] == small.shape[3], "a sum of \(left.shape) and \(right.shape)")
    precondition(large.operand != .input, "a sum would overwrite the image")
    let corner = large.format.corner(height: small.shape[1], width: small.shape[2])
    steps.append(
      Step(
        primitive: Primitive(reorderFrom: small.format, to: corner, isAdded: true),
        operands: [
          (Primitive.copySource, small.operand), (Primitive.copyTarget, large.operand),
        ]))
    release(small)
    if activation == .relu {
      steps.append(
        Step(
          primitive: Primitive(rectifying: large.format),
          operands: [(DNNL_ARG_SRC, large.operand), (DNNL_ARG_DST, large.operand)]))
    }
    return large
  }

  /// The same value as a dense image of 32-bit floats, in place of the given one, in memory of its
  /// own.
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

/// Operations for inference whose results lie as the library likes best.
extension Primitive {
  /// A convolution.
  convenience init(
    inference geometry: ConvolutionGeometry,
    followedBy operations: [PrimitiveAttributes.PostOperation]
  ) {
    var descriptor = dnnl_convolution_desc_t()
    var formats = ConvolutionFormats(geometry)
    var source = formats.source.withAnyLayout
    var target = formats.target.withAnyLayout
    let status = withUnsafeMutablePointer(to: &formats.bias.raw) { bias in
      dnnl_convolution_forward_desc_init(
        &descriptor, dnnl_forward_inference, dnnl_convolution_direct, &source.raw,
        &formats.anyWeight.raw, geometry.hasBias ? bias : nil, &target.raw, formats.strides,
        formats.padding, formats.padding)
    }
    OneDNN.check(status, "\(geometry)")
    self.init("\(geometry)", descriptor, attributes: PrimitiveAttributes(operations))
  }

  /// A maximum pooling of an image that lies as `source` says.
  convenience init(maximum key: PoolingPlan.Key, of source: MemoryFormat) {
    var target = MemoryFormat.image(key.outputShape).withAnyLayout
    target.raw.data_type = source.raw.data_type
    self.init("\(key)", key.forwardDescriptor(from: source, to: target))
  }

  /// max(x, 0) of an image that lies as `format` says, in its own memory.
  convenience init(rectifying format: MemoryFormat) {
    var format = format
    var descriptor = dnnl_eltwise_desc_t()
    OneDNN.check(
      dnnl_eltwise_forward_desc_init(
        &descriptor, dnnl_forward_inference, dnnl_eltwise_relu, &format.raw, 0, 0), "a rectifier")
    self.init("a rectifier", descriptor)
  }

  /// Each pixel twice in both directions, added to what the target holds.
  convenience init(doubling source: MemoryFormat, addedTo target: MemoryFormat) {
    var source = source
    var target = target
    var descriptor = dnnl_resampling_desc_t()
    OneDNN.check(
      dnnl_resampling_forward_desc_init(
        &descriptor, dnnl_forward_inference, dnnl_resampling_nearest, nil, &source.raw,
        &target.raw), "upsampling")
    self.init("upsampling", descriptor, attributes: PrimitiveAttributes([.sum]))
  }
}
