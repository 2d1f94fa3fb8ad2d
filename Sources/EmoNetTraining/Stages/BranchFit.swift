// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import EmoNet
import Files
import NeuralNetwork

/// What is fitted to training clips before the networks learn: the scale of the faces' features, and how a sound is
/// read.
struct BranchFit {
  let faceStandardizer: Standardizer
  let audio: AudioReading
  /// The clips with sound, in each form, as sounds of unseen speakers are read.
  let crossFitted: [[AudioReading.Sound]]

  /// A fit from its parts.
  init(
    faceStandardizer: Standardizer, audio: AudioReading,
    crossFitted: [[AudioReading.Sound]] = []
  ) {
    self.faceStandardizer = faceStandardizer
    self.audio = audio
    self.crossFitted = crossFitted
  }

  /// Fits to clips.
  init(_ clips: [ExtractedClip], configuration: BranchesConfiguration, seed: UInt64) throws {
    let heard = Self.heard(clips)
    let sounds = try Self.sounds(heard)
    let options = AudioProjectionOptions(
      discriminants: configuration.discriminants, recodingWeight: configuration.recodingWeight,
      balancesClasses: configuration.balancesClasses ?? false)
    let folds = SpeakerFolds(heard, count: configuration.crossFittingFolds, seed: seed).folds
    let projection = try AudioProjection(fitting: sounds.sample, options: options)
    let hasDoubt = (configuration.doubtShare ?? 0) > 0
    let joinsScores = configuration.joinsSoundScores == true
    var trials = AudioTrials(sounds)
    var scores: [[[Float]]] = sounds.forms.map { _ in
      sounds.labels.map { _ in [Float](repeating: 0, count: Emotion.count) }
    }
    let crossed = try projection.crossFitted(sounds.sample, folds: folds, options: options) {
      partial, outside, inside in
      if hasDoubt {
        try trials.add(
          inside, fitted: outside, standardizer: partial.standardizer, isKnown: true)
      }
      guard joinsScores else { return }
      let own = sounds.scores(partial, rows: outside)
      for (form, functionals) in sounds.forms.enumerated() {
        let discriminants = partial.project(functionals.gathered(inside))
        for (place, row) in inside.enumerated() {
          scores[form][row] = own(discriminants.rows(place..<place + 1).values)
        }
      }
    }
    var familiarity: AudioFamiliarity?
    if hasDoubt {
      familiarity = try trials.familiarity(
        standardizer: projection.standardizer, unknownShare: configuration.unknownShare ?? 0)
    }
    audio = AudioReading(
      projection: projection,
      scores: joinsScores ? sounds.scores(projection, rows: Array(sounds.labels.indices)) : nil,
      familiarity: familiarity)
    crossFitted = crossed.enumerated().map { form, rows in
      sounds.labels.indices.map { row in
        AudioReading.Sound(
          discriminants: rows.rows(row..<row + 1).values, scores: scores[form][row],
          familiarity: familiarity?(trials.forms[form][row]) ?? 1)
      }
    }
    let seen = clips.filter { !$0.faces.isEmpty }
    guard !seen.isEmpty else { throw TrainingError(reason: "no training clip has a face") }
    faceStandardizer = Standardizer(
      fitting: .concatenated(seen.map { $0.faces[0] }, axis: .first))
  }

  /// The clips with sound, in their order.
  static func heard(_ clips: [ExtractedClip]) -> [LabelledClip] {
    clips.filter { $0.clip.content.functionals != nil }.map(\.clip)
  }

  /// Functionals, labels and corpora of clips.
  private static func sounds(_ clips: [LabelledClip]) throws -> LabelledFunctionals {
    guard let forms = clips.map(\.recoded.count).max() else {
      throw TrainingError(reason: "no training clip has sound")
    }
    func rows(_ functionals: (LabelledClip) -> [Float]?) -> Tensor {
      let values = clips.flatMap { functionals($0) ?? [] }
      return Tensor(shape: [clips.count, values.count / clips.count], values)
    }
    return LabelledFunctionals(
      rows: rows(\.content.functionals),
      recoded: (0..<forms).map { form in
        rows { clip in
          (form < clip.recoded.count ? clip.recoded[form].functionals : nil)
            ?? clip.content.functionals
        }
      }, labels: clips.map(\.label), corpora: clips.map(\.corpus), speakers: clips.map(\.speaker))
  }
}

extension BranchFit {
  private static let crossFittedName = "cross_fitted."

  /// The fit as tensors; a row of `cross_fitted` is a sound's discriminants, scores and familiarity.
  var tensors: [String: Tensor] {
    var tensors = faceStandardizer.tensors(name: VideoBranch.standardizerName)
      .merging(audio.tensors) { _, new in new }
    for (form, sounds) in crossFitted.enumerated() {
      let values = sounds.flatMap { $0.discriminants + $0.scores + [$0.familiarity] }
      tensors["\(Self.crossFittedName)\(form)"] = Tensor(
        shape: [sounds.count, values.count / max(sounds.count, 1)], values)
    }
    return tensors
  }

  /// Takes a fit from a file; throws `FileError` where a tensor is missing or has another shape.
  init(_ file: WeightFile) throws {
    faceStandardizer = try Standardizer(
      from: file, name: VideoBranch.standardizerName, inputs: FaceBackboneLayers.featureCount)
    audio = try AudioReading(
      file, inputs: FunctionalsExtractor(featureSet: AudioBranch.featureSet).names.count)
    let count = audio.projection.count
    var forms: [[AudioReading.Sound]] = []
    while let stored = file.tensors["\(Self.crossFittedName)\(forms.count)"] {
      let rows = try file.tensor(
        "\(Self.crossFittedName)\(forms.count)",
        shape: [stored.shape.first ?? 0, count + Emotion.count + 1])
      forms.append(
        (0..<rows.shape[0]).map { row in
          let values = rows.rows(row..<row + 1).values
          return AudioReading.Sound(
            discriminants: Array(values[..<count]),
            scores: Array(values[count..<count + Emotion.count]),
            familiarity: values[count + Emotion.count])
        })
    }
    crossFitted = forms
  }
}

/// Sounds that were placed without having had a part in the fit, in all their forms.
private struct AudioTrials {
  /// Statistics of each form of each sound, by speakers of other folds.
  private(set) var forms: [[[Float]]]
  private var trials: [AudioFamiliarityFit.Trial] = []
  private let sounds: LabelledFunctionals
  private let tellingCorpora: Set<String>

  /// Of a corpus of fewer speakers, the rest says little of one who was left out.
  private static let fewestSpeakers = 4

  init(_ sounds: LabelledFunctionals) {
    self.sounds = sounds
    forms = sounds.forms.map { _ in sounds.labels.map { _ in [] } }
    tellingCorpora = sounds.names(withSpeakers: Self.fewestSpeakers)
  }

  /// Places the sounds at `rows` among the corpora of those at `fitted`.
  mutating func add(
    _ rows: [Int], fitted: [Int], standardizer: Standardizer, isKnown: Bool
  ) throws {
    let rooms = try AudioFamiliarityFit.Rooms(sounds, rows: fitted, standardizer: standardizer)
    for (form, functionals) in sounds.forms.enumerated() {
      let tried = rooms.trials(
        functionals, of: sounds, rows: rows, standardizer: standardizer, isKnown: isKnown)
      if isKnown {
        for (row, trial) in zip(rows, tried) { forms[form][row] = trial.statistics }
      }
      // Other forms are of no room that anybody knows.
      guard form == 0 else { continue }
      trials += tried.filter { !isKnown || tellingCorpora.contains($0.corpus) }
    }
  }

  /// What the trials tell, with those of each corpus left out.
  mutating func familiarity(
    standardizer: Standardizer, unknownShare: Float
  ) throws -> AudioFamiliarity? {
    guard sounds.names.count > 2 else {
      throw TrainingError(
        reason: "a doubt is learnt from corpora that are left out: the list needs three at least, "
          + "not \(sounds.names.count)")
    }
    for corpus in sounds.names {
      let (inside, outside) = sounds.sides(ofCorpus: corpus)
      try add(
        inside, fitted: outside,
        standardizer: Standardizer(fitting: sounds.sample.rows.gathered(outside)), isKnown: false)
    }
    return AudioFamiliarityFit.fit(
      trials,
      rooms: try AudioFamiliarityFit.Rooms(
        sounds, rows: Array(sounds.labels.indices), standardizer: standardizer),
      unknownShare: unknownShare)
  }
}
