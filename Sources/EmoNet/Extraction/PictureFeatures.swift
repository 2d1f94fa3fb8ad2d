// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Faces
internal import Media
internal import NeuralNetwork

/// Every canonical frame of a clip with its faces and, where there is a model, the main face's features.
///
/// What is kept grows with the number of frames by a few numbers each; pictures are not kept.
struct PictureFeatures {
  /// A face without its pixels.
  struct Sighting {
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
  static let backboneColumns = (0..<FaceBackbone.featureCount).map { "feature_\($0)" }

  /// Number and time in seconds of each canonical frame.
  private(set) var frames: [(index: Int, timestamp: Double)] = []
  private(set) var sightings: [Sighting] = []
  /// The main face's track; nil when no face was found.
  private(set) var mainTrack: Int?
  /// The backbone's features of the main face, `[its frames, 64]`; nil without face or model.
  private(set) var mainFeatures: Tensor?
  /// What was damaged, one line each.
  private(set) var warnings: [String] = []

  /// Reads the picture of the clip at `path`; throws `MediaError`.
  init(path: String, detector: FaceDetector, model: EmoNetModel?) throws {
    let reader = try VideoReader(path: path)
    var pipeline = FacePipeline(detector: detector)
    var features = TrackFeatures()
    func take(_ faces: [TrackedFace]) {
      if let model { features.add(faces, by: model) }
      sightings += faces.map { Sighting(frame: $0.frame, track: $0.track, face: $0.face) }
    }
    while let frame = try reader.next() {
      frames.append((frame.index, frame.timestamp))
      take(pipeline.add(frame))
    }
    take(pipeline.finish())
    mainTrack = FacePipeline.mainTrack(pipeline.tracks)
    mainFeatures = mainTrack.flatMap(features.features)
    let report = reader.report
    if report.errors > 0 {
      warnings.append(
        DecodingWarning.text(
          "picture", report.errors, first: report.firstError, at: report.firstErrorPosition))
    }
  }

  /// The table of faces: the main one, a row a frame, or all, at least a row a frame.
  func faceTable(_ choice: ExtractionSettings.FaceChoice) -> FrameTable {
    var table = FrameTable(columns: Self.faceColumns, hasTracks: true)
    let shown = choice == .all ? sightings : sightings.filter { $0.track == mainTrack }
    var next = shown.startIndex
    for frame in frames {
      let first = next
      while next < shown.endIndex, shown[next].frame == frame.index {
        let face = shown[next].face
        table.append(
          frame: frame.index, timestamp: frame.timestamp, confidence: face.score,
          track: shown[next].track,
          values: [face.box.x, face.box.y, face.box.width, face.box.height]
            + face.landmarks.flatMap { [$0.x, $0.y] })
        next += 1
      }
      guard next == first else { continue }
      table.append(frame: frame.index, timestamp: frame.timestamp, confidence: 0, values: nil)
    }
    return table
  }

  /// The table of the backbone's features of the main face, a row a frame.
  func backboneTable() -> FrameTable {
    var table = FrameTable(columns: Self.backboneColumns)
    let main = sightings.filter { $0.track == mainTrack }
    let values = mainFeatures?.values ?? []
    let width = FaceBackbone.featureCount
    var next = 0
    for frame in frames {
      let isSeen = next < main.count && main[next].frame == frame.index
      table.append(
        frame: frame.index, timestamp: frame.timestamp,
        confidence: isSeen ? main[next].face.score : 0,
        values: isSeen ? Array(values[next * width..<(next + 1) * width]) : nil)
      if isSeen { next += 1 }
    }
    return table
  }
}
