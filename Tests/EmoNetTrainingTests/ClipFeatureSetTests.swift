// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Files
import NeuralNetwork
import TestSupport
import Testing

@testable import EmoNetTraining

@Suite struct ClipFeatureSetTests {
  private static let width = FaceBackboneLayers.featureCount

  /// Rows of the list, one for each clip.
  private func entries(_ count: Int, _ split: String) -> [ClipListEntry] {
    (0..<count).map {
      ClipListEntry(
        path: "\($0).avi", resolvedPath: "/d/\($0).avi", label: Emotion(index: $0 % 7),
        speaker: $0 % 2 == 0 ? "s\($0)" : nil, split: split, corpus: $0 == 0 ? "c" : nil,
        modality: $0 == 1 ? .audio : nil)
    }
  }

  private func faces(_ frames: Int, _ start: Float) -> Tensor {
    Tensor(
      shape: [frames, Self.width], (0..<frames * Self.width).map { start + Float($0) / 1024 })
  }

  /// A clip of each form's functionals, nil for one that is silent, and face sequences.
  private func clip(
    _ entry: ClipListEntry, _ forms: [[Float]?], _ faces: [Tensor]
  ) -> ExtractedClip {
    let contents = forms.map { functionals in
      var content = TrainingClip()
      content.functionals = functionals
      return content
    }
    return ExtractedClip(
      clip: LabelledClip(entry, contents[0], recoded: Array(contents.dropFirst())), faces: faces)
  }

  private func expectEqual(_ left: [ExtractedClip], _ right: [ExtractedClip]) {
    #expect(left.count == right.count)
    for (left, right) in zip(left, right) {
      #expect(left.faces == right.faces)
      #expect(left.clip.content == right.clip.content)
      #expect(left.clip.recoded == right.clip.recoded)
      #expect(left.clip.label == right.clip.label && left.clip.speaker == right.clip.speaker)
      #expect(left.clip.corpus == right.clip.corpus && left.clip.modality == right.clip.modality)
    }
  }

  /// What comes back of a set from a file.
  private func readBack(
    _ set: ClipFeatureSet, _ training: [ClipListEntry], _ validation: [ClipListEntry]
  ) throws -> ClipFeatureSet {
    let folder = try TemporaryFolder()
    try WeightFile(tensors: set.tensors).write(to: folder / "clips.safetensors")
    return try ClipFeatureSet(
      WeightFile.read(folder / "clips.safetensors"), training: training, validation: validation)
  }

  @Test func clipsWithoutFacesOrSoundComeBackAsTheyWere() throws {
    let (training, validation) = (entries(5, "train"), entries(2, "validation"))
    let set = ClipFeatureSet(
      training: [
        clip(training[0], [[1, 2, 3], [4, 5, 6]], [faces(3, 0), faces(2, 5), faces(3, 7)]),
        clip(training[1], [nil, [7, 8, 9]], [faces(1, 1), faces(1, 2)]),
        clip(training[2], [[-1, 0, .leastNormalMagnitude], nil], []),
        clip(training[3], [nil, nil], []),
        clip(training[4], [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]], [faces(9, 3)]),
      ],
      validation: [
        clip(validation[0], [nil], [faces(4, 9)]), clip(validation[1], [[9, 9, 9]], []),
      ],
      stills: [
        ExtractedStill(label: .sad, faces: faces(2, 11)),
        ExtractedStill(label: .angry, faces: faces(2, 12)),
      ])
    let back = try readBack(set, training, validation)
    expectEqual(back.training, set.training)
    expectEqual(back.validation, set.validation)
    #expect(back.stills.map(\.label) == [.sad, .angry])
    #expect(back.stills.map(\.faces) == set.stills.map(\.faces))
  }

  @Test func setsOfNothingComeBack() throws {
    let empty = ClipFeatureSet(training: [], validation: [], stills: [])
    let back = try readBack(empty, [], [])
    #expect(back.training.isEmpty && back.validation.isEmpty && back.stills.isEmpty)

    let training = entries(3, "train")
    let dark = ClipFeatureSet(
      training: training.map { clip($0, [[1]], []) }, validation: [], stills: [])
    expectEqual(try readBack(dark, training, []).training, dark.training)
    let mute = ClipFeatureSet(
      training: training.map { clip($0, [nil], [faces(2, 1)]) }, validation: [], stills: [])
    expectEqual(try readBack(mute, training, []).training, mute.training)
  }

  @Test func whatIsNoCountIsRefusedByTheTensorsName() throws {
    let training = entries(1, "train")
    let set = ClipFeatureSet(
      training: [clip(training[0], [[1]], [faces(2, 1)])], validation: [], stills: [])
    for value: Float in [0.5, -1, .nan] {
      var tensors = set.tensors
      tensors["training.lengths"] = Tensor(shape: [1], [value])
      let error = #expect(throws: FileError.self) {
        try ClipFeatureSet(WeightFile(tensors: tensors), training: training, validation: [])
      }
      #expect(error?.reason == "training.lengths holds \(value)")
    }
  }
}
