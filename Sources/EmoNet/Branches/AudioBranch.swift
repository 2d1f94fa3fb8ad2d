// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import AudioFeatures
package import NeuralNetwork
import Signal

/// The sound: 1582 functionals, reduced to discriminants, through each member's dense layers.
package struct AudioBranch: ClipBranch {
  /// What the names of a member's tensors begin with.
  package static let denseName = "audio"
  /// The functionals that models take.
  package static let featureSet = FunctionalsFeatureSet.emobase2010

  package let projection: AudioProjection
  private let dense: [[FusedDense]]
  package let width: Int
  private let extractor = FunctionalsExtractor(featureSet: featureSet)

  package var branch: Branch { .audio }

  /// A branch from its trained parts, dense layers for each member; its vector has `width` values.
  package init(projection: AudioProjection, dense: [[FusedDense]], width: Int) {
    self.projection = projection
    self.dense = dense
    self.width = width
  }

  /// Reads the branch of a model; throws `FileError` where a tensor is missing or has another shape.
  init(_ source: BranchRegistry.Source) throws {
    let inputs = FunctionalsExtractor(featureSet: Self.featureSet).names.count
    let projection = try AudioProjection(source.file, inputs: inputs)
    self.init(
      projection: projection,
      dense: try (0..<source.members).map { member in
        try DenseLayers.read(
          source.file, name: BranchRegistry.Source.prefix(ofMember: member) + Self.denseName,
          widths: source.card.architecture.audioWidths(discriminants: projection.count),
          activatesLast: true)
      }, width: source.card.architecture.audioSize)
  }

  /// Each member's vector, `[1, 64]`, for functionals `[1582]`.
  package func vectors(of measured: Tensor, work: ClipWork) -> [Tensor] {
    work.run(.judge) {
      let discriminants = projection.project(measured.reshaped([1, measured.count]))
      return dense.map { layers in layers.reduce(discriminants) { $1($0) } }
    }
  }

  package func measurement(
    of faces: FaceChoice, in grid: WindowGrid, work: ClipWork
  ) -> any BranchMeasurement {
    AudioMeasurement(self, WindowedFunctionals(extractor, grid, work), work)
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
      BranchWindow(
        whole: window.functionals.map {
          branch.vectors(of: Tensor(shape: [$0.count], $0), work: work)
        })
    }
  }
}

/// The functionals of each window of a sound at 16 kHz, as models take them.
package final class WindowedFunctionals: AudioConsumer, @unchecked Sendable {
  // Sendable: the pass feeds it from one thread, and it is asked after the pass.

  /// What one window sounds like.
  package struct Window: Sendable {
    /// The 1582 values; nil for silence.
    package let functionals: [Float]?
    /// Whether the window was too short for the features and was repeated.
    package let wasPadded: Bool
  }

  private var material: WindowedMaterial<[Int16], Window>
  /// The windows that the clip has if its picture is as long as its sound.
  private var likely: [Window] = []
  private var hasEnded = false

  /// Functionals in the windows of a grid.
  package init(_ extractor: FunctionalsExtractor, _ grid: WindowGrid, _ work: ClipWork) {
    material = WindowedMaterial(
      grid, empty: { [] }, join: { $0 += $1 },
      digest: { values in work.run(.functionals) { Self.window(values, extractor) } })
  }

  package func take(_ samples: ArraySlice<Int16>, at position: Int, sampleRate: Int) {
    var rest = samples
    var place = position
    while !rest.isEmpty {
      let slot = material.grid.slot(of: place, rate: sampleRate)
      let part = rest.prefix(material.grid.end(ofSlot: slot, rate: sampleRate) - place)
      material.add(toSlot: slot) { $0 += part }
      rest = rest.dropFirst(part.count)
      place += part.count
    }
  }

  package func end(at time: Double) {
    likely = material.finish(count: ClipWindows(material.grid, duration: time).count)
    hasEnded = true
  }

  /// What each window of the clip sounds like; empty without a sound.
  package func windows(_ windows: ClipWindows) -> [Window] {
    guard hasEnded else { return [] }
    return windows.count == likely.count ? likely : material.finish(count: windows.count)
  }

  /// What is unusual about some windows.
  package func remarks(_ windows: [Window]) -> [String] {
    guard hasEnded else { return [] }
    let isSilent = !windows.contains { $0.functionals != nil }
    let isShort = windows.contains(where: \.wasPadded)
    return (isSilent ? ["the sound is silent"] : [])
      + (isShort ? ["the sound is shorter than the features need and was repeated"] : [])
  }

  private static func window(_ values: [Int16], _ extractor: FunctionalsExtractor) -> Window {
    guard values.contains(where: { $0 != 0 }) else {
      return Window(functionals: nil, wasPadded: false)
    }
    let functionals = extractor.averagedFunctionals(of: AudioSamples(values: values))
    return Window(functionals: functionals.values, wasPadded: functionals.wasPadded)
  }
}
