// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Faces
package import NeuralNetwork
import Signal

/// The picture: the backbone's features of a face over time, standardised, through each member's LSTM.
package struct VideoBranch: ClipBranch {
  /// What the names of its tensors begin with.
  package static let standardizerName = "faces.standardizer"
  package static let recurrentName = "video.lstm"

  package let standardizer: Standardizer
  private let recurrent: [FusedLSTM]
  package let width: Int

  package var branch: Branch { .video }

  /// A branch from its trained parts, an LSTM a member; its vector has `width` values.
  package init(standardizer: Standardizer, recurrent: [FusedLSTM], width: Int) {
    self.standardizer = standardizer
    self.recurrent = recurrent
    self.width = width
  }

  /// Reads the branch of a model; throws `FileError` where a tensor is missing or has another shape.
  init(_ source: BranchRegistry.Source) throws {
    let architecture = source.card.architecture
    self.init(
      standardizer: try Standardizer(
        from: source.file, name: Self.standardizerName, inputs: FaceBackboneLayers.featureCount),
      recurrent: try (0..<source.members).map { member in
        try FusedLSTM(
          from: source.file,
          name: BranchRegistry.Source.prefix(ofMember: member) + Self.recurrentName,
          inputSize: FaceBackboneLayers.featureCount, hiddenSize: architecture.recurrentSize,
          layerCount: architecture.recurrentLayers)
      }, width: architecture.recurrentSize)
  }

  /// Means of each member's steps, `[1, 128]`, for the features of a face `[frames, 64]`, as the backbone gives them.
  package func vectors(of measured: Tensor, work: ClipWork) -> [Tensor] {
    let faces = work.run(.judge) { standardizer.transform(measured) }
    return work.map(.judge, recurrent) { network in
      let steps = network(faces.reshaped([1] + faces.shape))
      return SequencePooling(.mean).forward(steps, lengths: [steps.shape[1]])
    }
  }

  package func measurement(
    of faces: FaceChoice, in grid: WindowGrid, work: ClipWork
  ) -> any BranchMeasurement {
    VideoMeasurement(self, faces, grid, work)
  }
}

/// Collects the features of all faces window by window.
private final class VideoMeasurement: BranchMeasurement, VideoConsumer {
  private var material: WindowedMaterial<TrackFeatures, BranchWindow>
  let remarks: [String] = []

  var video: (any VideoConsumer)? { self }
  var audio: (any AudioConsumer)? { nil }

  init(_ branch: VideoBranch, _ choice: FaceChoice, _ grid: WindowGrid, _ work: ClipWork) {
    material = WindowedMaterial(
      grid, empty: { TrackFeatures() }, join: { $0.add($1) },
      digest: { faces in
        let tracks =
          switch choice {
          case .all: faces.tracks
          case .main(let rule):
            rule.choose(faces.tracks).map { main in faces.tracks.filter { $0.id == main } } ?? []
          }
        return BranchWindow(
          tracks: tracks.compactMap { track in
            faces.features(of: track.id).map { features in
              BranchWindow.Track(
                summary: track, vectors: branch.vectors(of: features, work: work))
            }
          })
      })
  }

  func take(_ faces: [ObservedFace]) {
    for face in faces {
      let slot = material.grid.slot(of: face.tracked.frame, rate: VideoFrame.framesPerSecond)
      material.add(toSlot: slot) { $0.add(face) }
    }
  }

  func windows(_ windows: ClipWindows) -> [BranchWindow] { material.finish(count: windows.count) }
}
