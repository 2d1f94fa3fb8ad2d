// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Files
import NeuralNetwork

/// What the branches learn from and are measured on: features of clips and of still faces.
struct ClipFeatureSet {
  let training: [ExtractedClip]
  let validation: [ExtractedClip]
  let stills: [ExtractedStill]

  /// A set from its parts.
  init(training: [ExtractedClip], validation: [ExtractedClip], stills: [ExtractedStill]) {
    self.training = training
    self.validation = validation
    self.stills = stills
  }

  private enum Part {
    static let training = "training"
    static let validation = "validation"
    static let stillLabels = "stills.labels"
    static let stills = "stills.faces"
  }

  /// The set as tensors; what the rows of the list say is not among them.
  var tensors: [String: Tensor] {
    var tensors = PackedClips(training).tensors(Part.training)
    tensors.merge(PackedClips(validation).tensors(Part.validation)) { _, new in new }
    if !stills.isEmpty {
      tensors[Part.stillLabels] = PackedClips.column(stills.map(\.label.index))
      tensors[Part.stills] = .concatenated(stills.map(\.faces), axis: .first)
    }
    return tensors
  }

  /// Takes a set from a file, with the rows of the list that it was made of; throws `FileError`.
  init(_ file: WeightFile, training: [ClipListEntry], validation: [ClipListEntry]) throws {
    self.training = try PackedClips(file, Part.training).clips(training)
    self.validation = try PackedClips(file, Part.validation).clips(validation)
    let labels = try PackedClips.integers(file, Part.stillLabels)
    guard !labels.isEmpty, let faces = file.tensors[Part.stills] else {
      stills = []
      return
    }
    let variations = faces.shape[0] / labels.count
    stills = labels.enumerated().map { index, label in
      ExtractedStill(
        label: Emotion(index: label),
        faces: faces.rows(index * variations..<(index + 1) * variations))
    }
  }
}

/// Features of many clips in few tensors.
private struct PackedClips {
  /// Forms of each clip: the clip itself and its recodings.
  var forms: [Int] = []
  /// Whether each form has functionals, and those that are there.
  var isHeard: [Int] = []
  var functionals: [Float] = []
  /// Face sequences of each clip, the frames of each, and the features of all.
  var sequences: [Int] = []
  var lengths: [Int] = []
  var faces: [Float] = []

  init(_ clips: [ExtractedClip]) {
    for clip in clips {
      let contents = [clip.clip.content] + clip.clip.recoded
      forms.append(contents.count)
      for content in contents {
        isHeard.append(content.functionals == nil ? 0 : 1)
        functionals += content.functionals ?? []
      }
      sequences.append(clip.faces.count)
      lengths += clip.faces.map { $0.shape[0] }
      for faces in clip.faces { self.faces += faces.values }
    }
  }

  func tensors(_ name: String) -> [String: Tensor] {
    let heard = isHeard.reduce(0, +)
    return [
      "\(name).forms": Self.column(forms), "\(name).heard": Self.column(isHeard),
      "\(name).functionals": Tensor(
        shape: [heard, heard == 0 ? 0 : functionals.count / heard], functionals),
      "\(name).sequences": Self.column(sequences), "\(name).lengths": Self.column(lengths),
      "\(name).faces": Tensor(
        shape: [faces.count / FaceBackboneLayers.featureCount, FaceBackboneLayers.featureCount],
        faces),
    ].filter { $0.value.count > 0 }
  }

  init(_ file: WeightFile, _ name: String) throws {
    forms = try Self.integers(file, "\(name).forms")
    isHeard = try Self.integers(file, "\(name).heard")
    functionals = file.tensors["\(name).functionals"]?.values ?? []
    sequences = try Self.integers(file, "\(name).sequences")
    lengths = try Self.integers(file, "\(name).lengths")
    faces = file.tensors["\(name).faces"]?.values ?? []
  }

  /// The clips, one for each row of the list.
  func clips(_ entries: [ClipListEntry]) -> [ExtractedClip] {
    precondition(entries.count == forms.count, "\(forms.count) clips of \(entries.count) rows")
    let heard = isHeard.reduce(0, +)
    let width = heard == 0 ? 0 : functionals.count / heard
    let featureCount = FaceBackboneLayers.featureCount
    var (form, sound, sequence, frame) = (0, 0, 0, 0)
    return entries.enumerated().map { index, entry in
      let contents = (0..<forms[index]).map { _ in
        defer { form += 1 }
        var content = TrainingClip()
        if isHeard[form] == 1 {
          content.functionals = Array(functionals[sound * width..<(sound + 1) * width])
          sound += 1
        }
        return content
      }
      let own = (0..<sequences[index]).map { _ in
        let length = lengths[sequence]
        defer { (sequence, frame) = (sequence + 1, frame + length) }
        return Tensor(
          shape: [length, featureCount],
          Array(faces[frame * featureCount..<(frame + length) * featureCount]))
      }
      return ExtractedClip(
        clip: LabelledClip(entry, contents[0], recoded: Array(contents.dropFirst())), faces: own)
    }
  }

  /// Whole numbers as a tensor; single precision holds them up to 2^24.
  static func column(_ numbers: [Int]) -> Tensor {
    Tensor(shape: [numbers.count], numbers.map { Float($0) })
  }

  static func integers(_ file: WeightFile, _ name: String) throws -> [Int] {
    try file.tensors[name]?.values.map { value in
      guard let number = Int(exactly: value), number >= 0 else {
        throw FileError(.malformed, path: file.path ?? "", reason: "\(name) holds \(value)")
      }
      return number
    } ?? []
  }
}
