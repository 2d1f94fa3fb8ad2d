// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import AudioFeatures
import Files
package import NeuralNetwork
import Signal

/// The sound: 1582 functionals, reduced to discriminants, through each member's dense layers.
package struct AudioBranch: ClipBranch {
  /// What the names of a member's tensors begin with.
  package static let denseName = "audio"
  /// The functionals that models take.
  package static let featureSet = FunctionalsFeatureSet.emobase2010

  package let reading: AudioReading
  /// How a sound is prepared before it is measured.
  private let preparation: SoundPreparation
  private let dense: [[FusedDense]]
  package let width: Int
  private let extractor = FunctionalsExtractor(featureSet: featureSet)

  package var branch: Branch { .audio }

  /// A branch from its trained parts, dense layers for each member; its vector has `width` values.
  package init(
    reading: AudioReading, preparation: SoundPreparation, dense: [[FusedDense]], width: Int
  ) {
    self.reading = reading
    self.preparation = preparation
    self.dense = dense
    self.width = width
  }

  /// Reads the branch of a model; throws `FileError` where a tensor is missing or has another shape.
  init(_ source: BranchRegistry.Source) throws {
    let inputs = FunctionalsExtractor(featureSet: Self.featureSet).names.count
    let reading = try AudioReading(source.file, inputs: inputs)
    let architecture = source.card.architecture
    guard !architecture.joinsSoundScores || reading.scores != nil else {
      throw FileError(
        .malformed, path: source.file.path ?? "", reason: "it has no means of the sound's classes")
    }
    self.init(
      reading: reading, preparation: source.sound ?? source.card.sound,
      dense: try (0..<source.members).map { member in
        try DenseLayers.read(
          source.file, name: BranchRegistry.Source.prefix(ofMember: member) + Self.denseName,
          widths: architecture.audioWidths(discriminants: reading.projection.count),
          activatesLast: true)
      }, width: architecture.soundSize)
  }

  /// Each member's vector, `[1, 64]`, and behind it what the discriminants alone say where the model asks for it, all
  /// times the familiarity, for functionals `[1582]`.
  package func vectors(of measured: Tensor, work: ClipWork) -> [Tensor] {
    work.run(.judge) { vectors(of: reading(measured.values)) }
  }

  /// The same with how familiar the sound is, where the model says so.
  package func window(of measured: Tensor, work: ClipWork) -> BranchWindow {
    work.run(.judge) {
      let sound = reading(measured.values)
      return BranchWindow(
        whole: vectors(of: sound),
        familiarity: reading.familiarity == nil ? nil : sound.familiarity)
    }
  }

  private func vectors(of sound: AudioReading.Sound) -> [Tensor] {
    let discriminants = Tensor(shape: [1, sound.discriminants.count], sound.discriminants)
    return dense.map { layers in
      var vector = layers.reduce(discriminants) { $1($0) }
      if vector.count < width {
        vector = .concatenated(
          [vector, Tensor(shape: [1, sound.scores.count], sound.scores)], axis: .last)
      }
      if sound.familiarity != 1 { vector.scale(by: sound.familiarity) }
      return vector
    }
  }

  package func measurement(
    of faces: FaceChoice, in grid: WindowGrid, work: ClipWork
  ) -> any BranchMeasurement {
    AudioMeasurement(self, WindowedFunctionals(extractor, preparation, grid, work), work)
  }
}

/// Judges the sound of each window.
private final class AudioMeasurement: BranchMeasurement {
  private let branch: AudioBranch
  private let functionals: WindowedFunctionals
  private let work: ClipWork
  private(set) var remarks: [String] = []

  var video: (any VideoConsumer)? { nil }
  var audio: (any AudioConsumer)? { functionals }

  init(_ branch: AudioBranch, _ functionals: WindowedFunctionals, _ work: ClipWork) {
    self.branch = branch
    self.functionals = functionals
    self.work = work
  }

  func windows(_ windows: ClipWindows) -> [BranchWindow] {
    let measured = functionals.windows(windows)
    remarks = functionals.remarks(measured)
    return measured.map { window in
      window.functionals.map {
        branch.window(of: Tensor(shape: [$0.count], $0), work: work)
      } ?? BranchWindow()
    }
  }
}
