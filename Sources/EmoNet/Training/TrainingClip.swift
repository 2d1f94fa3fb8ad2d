// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Faces
internal import NeuralNetwork

/// What training needs of one clip: the main face's crops and the sound's functionals.
struct TrainingClip: Sendable, Equatable {
  /// Crops of the main face in the order of frames; empty without picture or face.
  var crops: [FaceCrop]
  /// The 1582 values; nil without sound.
  var functionals: [Float]?
  /// Features of the main face by a backbone that is trained already, `[frames, 64]`, in place of crops.
  var faceFeatures: [Float]?

  /// Whether there is a face in any form.
  var hasFace: Bool { !crops.isEmpty || faceFeatures != nil }

  /// Nothing seen, nothing heard.
  init() { crops = [] }

  /// Reads the clip at `path`.
  init(path: String, observer: ClipObserver) throws {
    var crops: [Int: [FaceCrop]] = [:]
    let observation = try observer.observe(path, isCut: false) { faces in
      for face in faces { crops[face.track, default: []].append(face.crop) }
    }
    self.crops = FacePipeline.mainTrack(observation.tracks).flatMap { crops[$0] } ?? []
    functionals = observation.sound.first?.functionals
  }

  private static let cropsName = "crops"
  private static let functionalsName = "functionals"

  /// Takes a clip from the cache's file; throws `WeightError` when it does not fit.
  init(_ file: WeightFile) throws {
    crops = []
    if let stored = file.tensors[Self.cropsName] {
      let side = FaceCrop.side
      let area = side * side
      let checked = try file.tensor(
        Self.cropsName, shape: [stored.count / area, side, side]
      ).values
      crops = stride(from: 0, to: checked.count, by: area).map { start in
        FaceCrop(grey: checked[start..<start + area].map { UInt8(min(max($0, 0), 255)) })
      }
    }
    functionals = file.tensors[Self.functionalsName]?.values
  }

  /// The clip as a file for the cache; grey levels are kept as 0 to 255.
  func file(metadata: [String: String]) -> WeightFile {
    var tensors: [String: Tensor] = [:]
    if !crops.isEmpty {
      tensors[Self.cropsName] = Tensor(
        shape: [crops.count, FaceCrop.side, FaceCrop.side],
        crops.flatMap { $0.grey.map(Float.init) })
    }
    if let functionals {
      tensors[Self.functionalsName] = Tensor(shape: [functionals.count], functionals)
    }
    return WeightFile(tensors: tensors, metadata: metadata)
  }
}
