// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import AudioFeatures
package import Files
package import NeuralNetwork

/// The trained network for use: from what branches measure to scores.
///
/// Several networks that were trained from different starts answer, and the mean of their answers before the
/// softmax counts. Immutable and safe to use from several threads; results depend on nothing but the input.
package struct EmoNetModel: Sendable {
  package let backbone: FusedFaceBackbone
  /// The branches in the order in which the heads take their vectors.
  package let branches: [any ClipBranch]
  private let heads: [FusionHead]
  private let calibration: Calibration

  /// Puts a model together from its trained parts, a head a member.
  package init(
    backbone: FusedFaceBackbone, branches: [any ClipBranch], heads: [FusionHead],
    calibration: Calibration = Calibration()
  ) {
    precondition(!heads.isEmpty, "a model has at least one member")
    self.backbone = backbone
    self.branches = branches
    self.heads = heads
    self.calibration = calibration
  }

  /// Number format in which the face backbone multiplies.
  package var precision: Precision { Precision(backbone.precision) }

  /// Networks that answer together.
  package var memberCount: Int { heads.count }

  /// Values of each member's last hidden layer.
  package var hiddenSize: Int { heads[0].hiddenSize }

  /// The branch of these names; nil when the model has none.
  package func branch(_ branch: Branch) -> (any ClipBranch)? {
    branches.first { $0.branch == branch }
  }

  /// Scores from each member's vectors of the branches that have something to go by, at least one.
  ///
  /// Each branch's scores are the answer that the whole network would give without the others.
  package func scores(_ vectors: PerBranch<[Tensor]>) -> BranchScores {
    precondition(!vectors.isEmpty, "scores of nothing")
    let fused = scores(logits(vectors), temperature: calibration.fused)
    let isAlone = vectors.branches.count == 1
    return BranchScores(
      fused: fused,
      branches: PerBranch(branches.map(\.branch)) { branch in
        vectors[branch].map { own in
          let alone = isAlone ? logits(vectors) : logits(PerBranch([(branch, own)]))
          return scores(alone, temperature: calibration.temperature(of: branch))
        }
      })
  }

  /// Each member's last hidden layer, `[64]`, from its vectors of the branches.
  package func hiddenLayers(_ vectors: PerBranch<[Tensor]>) -> [[Float]] {
    heads.indices.map { heads[$0].hidden(joined(vectors, member: $0)) }
  }

  private func logits(_ vectors: PerBranch<[Tensor]>) -> [[Float]] {
    heads.indices.map { heads[$0].logits(joined(vectors, member: $0)) }
  }

  /// The vectors of one member side by side, zeros for a missing one.
  private func joined(_ vectors: PerBranch<[Tensor]>, member: Int) -> Tensor {
    .concatenated(
      branches.map { vectors[$0.branch]?[member] ?? Tensor(shape: [1, $0.width]) }, axis: .last)
  }

  /// The softmax of the members' mean.
  private func scores(_ logits: [[Float]], temperature: Float) -> EmotionScores {
    let mean = (0..<Emotion.count).map { index in
      logits.reduce(0) { $0 + $1[index] } / Float(logits.count)
    }
    let cooled = temperature == 1 ? mean : mean.map { $0 / temperature }
    return EmotionScores(
      SoftmaxCrossEntropy.softmax(Tensor(shape: [1, Emotion.count], cooled)).values)
  }
}

/// Scores of one stretch of a clip: of all branches together, and of each alone.
package struct BranchScores: Sendable, Equatable {
  package var fused: EmotionScores
  /// Of the branches that had something to go by.
  package var branches: PerBranch<EmotionScores>
  /// How familiar the branches found what they had, in [0, 1], of those that say so.
  package var familiarity = PerBranch<Float>()

  /// Scores from their parts.
  package init(fused: EmotionScores, branches: PerBranch<EmotionScores>) {
    self.fused = fused
    self.branches = branches
  }

  /// The means of several stretches' scores, each branch's over those in which it spoke.
  ///
  /// `stretches` holds at least one, each with its length.
  package init(meanOf stretches: [(scores: BranchScores, length: Double)], branches: [Branch]) {
    func mean(_ part: (BranchScores) -> EmotionScores?) -> EmotionScores? {
      var sum = [Double](repeating: 0, count: Emotion.count)
      var length = 0.0
      for stretch in stretches {
        guard let scores = part(stretch.scores) else { continue }
        for (index, value) in scores.values.enumerated() {
          sum[index] += Double(value) * stretch.length
        }
        length += stretch.length
      }
      return length > 0 ? EmotionScores(sum.map { Float($0 / length) }) : nil
    }
    guard let fused = mean(\.fused) else { preconditionFailure("the mean of no stretch") }
    self.init(
      fused: fused, branches: PerBranch(branches) { branch in mean { $0.branches[branch] } })
    familiarity = PerBranch(branches) { branch in
      let told = stretches.compactMap { stretch in
        stretch.scores.familiarity[branch].map { (Double($0), stretch.length) }
      }
      let length = told.reduce(0) { $0 + $1.1 }
      return length > 0 ? Float(told.reduce(0) { $0 + $1.0 * $1.1 } / length) : nil
    }
  }
}

extension EmoNetModel {
  /// Reads the model at `path` with its card and the checksum of its file.
  ///
  /// `precision` is what its face backbone shall compute in, `sound` how its sound is prepared where not as it
  /// was for its training. Throws `FileError` when the file is missing, damaged or
  /// not what this program can use.
  package static func read(
    _ path: String, precision: PrecisionChoice, sound: SoundPreparation? = nil,
    registry: BranchRegistry = .standard
  ) throws -> (model: EmoNetModel, card: ModelCard, checksum: DeferredChecksum) {
    let file = try WeightFile.read(path)
    guard let checksum = file.checksum else { preconditionFailure("a file that was read has one") }
    let card = try ModelCard(metadata: file.metadata, path: path)
    let featureSet = AudioBranch.featureSet.version
    guard card.featureSet == featureSet else {
      throw FileError(
        .unsupported, path: path,
        reason: "it was trained on feature set '\(card.featureSet)'; this program computes "
          + "'\(featureSet)'")
    }
    let model = try EmoNetModel(
      file, card: card, precision: precision.resolved(for: card, path: path), sound: sound,
      registry: registry)
    return (model, card, checksum)
  }

  /// Takes a model from a weight file; throws `FileError` when a tensor is missing or does not fit.
  package init(
    _ file: WeightFile, card: ModelCard, precision: Precision = .f32,
    sound: SoundPreparation? = nil, registry: BranchRegistry = .standard
  ) throws {
    try Self.refuseNumbersThatAreNone(in: file)
    let members = Self.memberCount(in: file)
    // What a card says of its members is written by the training; other cards say nothing.
    if let stated = card.recipe["branches"]?["members"], stated.asInteger != members {
      throw FileError(
        .malformed, path: file.path ?? "",
        reason:
          "its card says \(stated.asInteger.map { "\($0)" } ?? "no whole number of") members; "
          + "the file holds \(members)")
    }
    let source = BranchRegistry.Source(
      file: file, card: card, members: members, sound: sound)
    let branches = try card.branches.map { name in
      guard let entry = registry.entries.first(where: { $0.branch.name == name }) else {
        throw FileError(
          .unsupported, path: file.path ?? "",
          reason: "its branch '\(name)' is unknown; known are "
            + registry.entries.map(\.branch.name).joined(separator: ", "))
      }
      return try entry.read(source)
    }
    let inputs = branches.reduce(0) { $0 + $1.width }
    self.init(
      backbone: try FusedFaceBackbone(
        from: file, architecture: card.architecture.backbone,
        precision: precision.computePrecision),
      branches: branches,
      heads: try (0..<source.members).map { try FusionHead(source, member: $0, inputs: inputs) },
      calibration: card.calibration)
  }

  /// Throws `FileError` for a weight that is infinite or no number: every score would come from it in silence.
  private static func refuseNumbersThatAreNone(in file: WeightFile) throws {
    let wrong = file.tensors.filter { _, tensor in
      tensor.withUnsafeBuffer { values in values.contains { !$0.isFinite } }
    }
    guard let (name, tensor) = wrong.min(by: { $0.key < $1.key }),
      let place = tensor.values.firstIndex(where: { !$0.isFinite })
    else { return }
    throw FileError.unfitWeights(
      file.path, tensor: name, reason: "value \(place) is \(tensor.values[place])")
  }

  /// Members whose tensors a file has, at least one: a file of none lacks the first one's.
  private static func memberCount(in file: WeightFile) -> Int {
    var count = 1
    let names = file.tensors.keys
    while names.contains(where: { $0.hasPrefix(BranchRegistry.Source.prefix(ofMember: count)) }) {
      count += 1
    }
    return count
  }
}
