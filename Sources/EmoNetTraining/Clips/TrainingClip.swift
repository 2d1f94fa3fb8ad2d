// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import EmoNet
import Faces
import NeuralNetwork
import Signal

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

  /// Goes through the clip at `path` once; throws `MediaError` when there is nothing in it.
  init(
    path: String, observer: ClipObserver, extractor: FunctionalsExtractor, sound: SoundPreparation
  ) throws {
    let faces = CropConsumer()
    let sound = WindowedFunctionals(extractor, sound, .whole, ClipWork())
    let observation = try observer.observe(path, video: [faces], audio: [AudioPass([sound])])
    let main = MainFaceRule.longestAndLargest.choose(observation.tracks)
    crops = main.flatMap { faces.crops[$0] } ?? []
    let windows = ClipWindows(.whole, duration: observation.duration)
    functionals = sound.windows(windows).first?.functionals
    if functionals == nil, observation.decodedFrames == 0 { throw observation.nothing(in: path) }
  }

  /// The sound alone of the clip at `path`, in `variants` other versions; none without a sound.
  static func varied(
    path: String, augmentation: SoundAugmentation, seed: UInt64, extractor: FunctionalsExtractor,
    sound: SoundPreparation
  ) throws -> [TrainingClip] {
    let listener = StretchConsumer()
    _ = try ClipObserver(detector: nil, backbone: nil).observe(
      path, video: [], audio: [AudioPass([listener])])
    guard let heard = listener.stretch.prepared(sound).samples else { return [] }
    return (0..<augmentation.variants).compactMap { variant in
      var generator = SeededGenerator(seed: SeededGenerator.mixing(seed, UInt64(variant)))
      let varied = augmentation.apply(to: heard, using: &generator)
      var stretch = SoundStretch()
      stretch.append(varied.values[...], sampleRate: varied.sampleRate)
      stretch.append(varied.keptChannels, sampleRate: varied.sampleRate)
      return stretch.prepared(sound).samples.map {
        var clip = TrainingClip()
        clip.functionals = extractor.averagedFunctionals(of: $0).values
        return clip
      }
    }
  }

  private static let cropsName = "crops"
  private static let functionalsName = "functionals"

  /// Takes a clip from the cache's file; throws `FileError` when it does not fit.
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

  /// Sounds alone from the cache's file, and as a file for it.
  static func sounds(_ file: WeightFile) throws -> [TrainingClip] {
    guard let rows = file.tensors[functionalsName] else { return [] }
    return (0..<rows.shape[0]).map { row in
      var clip = TrainingClip()
      clip.functionals = rows.rows(row..<row + 1).values
      return clip
    }
  }

  static func file(sounds: [TrainingClip], metadata: [String: String]) -> WeightFile {
    let rows = sounds.compactMap(\.functionals)
    guard let width = rows.first?.count else { return WeightFile(metadata: metadata) }
    return WeightFile(
      tensors: [functionalsName: Tensor(shape: [rows.count, width], rows.flatMap { $0 })],
      metadata: metadata)
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

/// Keeps the sound as it came.
private final class StretchConsumer: AudioConsumer, @unchecked Sendable {
  // Sendable: the pass feeds it from one thread, and it is asked after the pass.
  private(set) var stretch = SoundStretch()
  var hearsChannels: Bool { true }

  func take(_ samples: ArraySlice<Int16>, at position: Int, sampleRate: Int) {
    stretch.append(samples, sampleRate: sampleRate)
  }
  func take(_ channels: [SoundChannel], at position: Int, sampleRate: Int) {
    stretch.append(channels, sampleRate: sampleRate)
  }
  func end(at time: Double) {}
}

/// Keeps the crops of every face.
private final class CropConsumer: VideoConsumer {
  /// By track, in the order of frames.
  private(set) var crops: [Int: [FaceCrop]] = [:]

  func take(_ faces: [ObservedFace]) {
    for face in faces { crops[face.tracked.track, default: []].append(face.tracked.crop) }
  }
}

extension TrainingClip {
  /// The faces' features that were extracted before, `[frames, 64]`; nil without any.
  var extractedFaces: Tensor? {
    faceFeatures.map { values in
      Tensor(
        shape: [values.count / FaceBackboneLayers.featureCount, FaceBackboneLayers.featureCount],
        values)
    }
  }

  /// The clip with what was extracted from it before, which replaces what was read.
  func replacing(with extracted: KnownFeatures) -> TrainingClip {
    var clip = self
    if let functionals = extracted.functionals { clip.functionals = functionals }
    if let frames = extracted.frames {
      clip.crops = []
      clip.faceFeatures = frames.faces?.values
    }
    return clip
  }
}

/// A row of the list with what was read from its clip.
struct LabelledClip {
  let label: Emotion
  let speaker: String
  let corpus: String
  let modality: Modality
  let content: TrainingClip
  /// The same clip as each recoding left it.
  let recoded: [TrainingClip]

  /// Joins a row, which has a label, and its clip; a row without a speaker is a speaker of its own.
  init(_ entry: ClipListEntry, _ content: TrainingClip, recoded: [TrainingClip]) {
    guard let label = entry.label else { preconditionFailure("line \(entry.line) has no label") }
    self.label = label
    speaker = entry.speaker ?? entry.resolvedPath
    corpus = entry.corpus ?? "unnamed"
    modality = entry.modality ?? .audioVisual
    self.content = content
    self.recoded = recoded
  }
}
