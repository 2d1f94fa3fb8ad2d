// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Faces
import NeuralNetwork
import Tables

/// Collects the faces of every canonical frame and, where there is a model, the features of each face.
///
/// What is kept grows with the number of frames by a few numbers each; pictures are not kept.
final class VideoFeatureConsumer: VideoConsumer {
  /// A face without its pixels.
  private struct Sighting {
    let frame: Int
    let track: Int
    let face: Face
  }

  /// Names of a face's values: the rectangle, then the landmarks, in pixels of the upright picture.
  static let faceColumns =
    ["x", "y", "width", "height"]
    + ["right_eye", "left_eye", "nose", "right_mouth", "left_mouth"].flatMap {
      ["\($0)_x", "\($0)_y"]
    }

  /// Names of the backbone's features of a face.
  static let backboneColumns = (0..<FaceBackboneLayers.featureCount).map { "feature_\($0)" }

  private var frames: [FramePlace] = []
  private var sightings: [Sighting] = []
  private var features = TrackFeatures()
  /// The main face's track; nil as long as no face was found.
  var mainTrack: Int?

  func take(_ frame: FramePlace) { frames.append(frame) }

  func take(_ faces: [ObservedFace]) {
    for face in faces {
      if face.features != nil { features.add(face) }
      let tracked = face.tracked
      sightings.append(Sighting(frame: tracked.frame, track: tracked.track, face: tracked.face))
    }
  }

  /// The backbone's features of the main face, `[its frames, 64]`; nil without face or model.
  var mainFeatures: Tensor? { mainTrack.flatMap(features.features) }

  /// Hands on the rows of the table of faces: the main one, a row a frame, or all, at least a row a frame.
  func writeFaces(_ choice: ExtractionSettings.FaceChoice, to sink: any FrameRowSink) throws {
    let shown = choice == .all ? sightings : sightings.filter { $0.track == mainTrack }
    var next = shown.startIndex
    for frame in frames {
      let first = next
      while next < shown.endIndex, shown[next].frame == frame.index {
        let face = shown[next].face
        let values =
          [face.box.x, face.box.y, face.box.width, face.box.height]
          + face.landmarks.flatMap { [$0.x, $0.y] }
        try sink.append(
          FrameRow(
            frame: frame.index, timestamp: frame.timestamp, confidence: face.score,
            track: shown[next].track, values: values[...]))
        next += 1
      }
      guard next == first else { continue }
      try sink.append(
        FrameRow(frame: frame.index, timestamp: frame.timestamp, confidence: 0, values: nil))
    }
  }

  /// Hands on the rows of the table of the backbone's features of the main face, a row a frame.
  func writeFeatures(to sink: any FrameRowSink) throws {
    let main = sightings.filter { $0.track == mainTrack }
    let values = mainFeatures?.values ?? []
    let width = FaceBackboneLayers.featureCount
    var next = 0
    for frame in frames {
      let isSeen = next < main.count && main[next].frame == frame.index
      try sink.append(
        FrameRow(
          frame: frame.index, timestamp: frame.timestamp,
          confidence: isSeen ? main[next].face.score : 0,
          values: isSeen ? values[next * width..<(next + 1) * width] : nil))
      if isSeen { next += 1 }
    }
  }
}
