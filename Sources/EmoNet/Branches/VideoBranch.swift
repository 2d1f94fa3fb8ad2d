// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Faces
package import NeuralNetwork
import Signal

/// The picture: the backbone's features of a face over time, standardised, through each member's LSTM, and beside
/// that the backbone's own scores of the faces, where the model has them.
package struct VideoBranch: ClipBranch {
  /// What the names of its tensors begin with.
  package static let standardizerName = "faces.standardizer"
  package static let recurrentName = "video.lstm"
  package static let poolingName = "video.attention"

  /// The LSTM of a member and the query by which its steps are pooled; nil for their mean.
  package struct Recurrent: Sendable {
    let network: FusedLSTM
    let query: Tensor?

    /// A network from its parts.
    package init(network: FusedLSTM, query: Tensor?) {
      self.network = network
      self.query = query
    }
  }

  /// The backbone's own scores of faces and how they are pooled.
  package struct FaceScores: Sendable {
    let head: FusedDense
    let pooling: FaceScorePooling

    /// Scores from their parts.
    package init(head: FusedDense, pooling: FaceScorePooling) {
      self.head = head
      self.pooling = pooling
    }
  }

  package let standardizer: Standardizer
  private let recurrent: [Recurrent]
  private let faceScores: FaceScores?
  package let width: Int

  package var branch: Branch { .video }

  /// A branch from its trained parts, an LSTM a member; its vector has `width` values.
  package init(
    standardizer: Standardizer, recurrent: [Recurrent], faceScores: FaceScores?, width: Int
  ) {
    self.standardizer = standardizer
    self.recurrent = recurrent
    self.faceScores = faceScores
    self.width = width
  }

  /// Reads the branch of a model; throws `FileError` where a tensor is missing or has another shape.
  init(_ source: BranchRegistry.Source) throws {
    let architecture = source.card.architecture
    self.init(
      standardizer: try Standardizer(
        from: source.file, name: Self.standardizerName, inputs: FaceBackboneLayers.featureCount),
      recurrent: try (0..<source.members).map { member in
        let prefix = BranchRegistry.Source.prefix(ofMember: member)
        return Recurrent(
          network: try FusedLSTM(
            from: source.file, name: prefix + Self.recurrentName,
            inputSize: FaceBackboneLayers.featureCount, hiddenSize: architecture.recurrentSize,
            layerCount: architecture.recurrentLayers),
          query: architecture.stepPooling == .mean
            ? nil
            : try source.file.tensor(
              prefix + Self.poolingName + ".query", shape: [architecture.recurrentSize]))
      },
      faceScores: try architecture.faceScoreSharpness.map { sharpness in
        FaceScores(
          head: try FusedDense(
            from: source.file,
            name: FusedFaceBackbone.prefix + FaceBackboneLayers.emotionHeadName,
            inputs: FaceBackboneLayers.featureCount, outputs: Emotion.count),
          pooling: FaceScorePooling(sharpness: sharpness))
      }, width: architecture.videoSize)
  }

  /// Each member's pooled steps, `[1, 128]`, and behind them the pooled scores of the faces, for the features of a
  /// face `[frames, 64]`, as the backbone gives them.
  package func vectors(of measured: Tensor, work: ClipWork) -> [Tensor] {
    let faces = work.run(.judge) { standardizer.transform(measured) }
    let pooled = work.map(.judge, recurrent) { member in
      let steps = member.network(faces.reshaped([1] + faces.shape))
      guard let query = member.query else {
        return SequencePooling(.mean).forward(steps, lengths: [steps.shape[1]])
      }
      return AttentionPooling.pool(steps.reshaped(Array(steps.shape.dropFirst())), query: query)
    }
    guard let faceScores else { return pooled }
    let scores = Tensor(
      shape: [1, Emotion.count], faceScores.pooling(faceScores.head(measured)))
    return pooled.map { .concatenated([$0, scores], axis: .last) }
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
