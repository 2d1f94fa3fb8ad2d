// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import EmoNet

/// What a model answered for each clip of a labelled list, beside the truth.
///
/// Everything that a report says is computed from such a table, and it is what is stored to be looked at again,
/// compared with another model's, or taken to another program.
package struct PredictionTable: Sendable, Equatable {
  /// Which emotions could be answered.
  package enum AnswerRange: String, Sendable, CaseIterable {
    /// All seven.
    case all
    /// Those that the list has for the clip's corpus.
    case corpus
  }

  /// Name of the model.
  package var model: String
  /// SHA-256 of its weight file, 64 hexadecimal digits.
  package var weightsChecksum: String
  /// What its face backbone computed in.
  package var precision: Precision
  /// Which emotions could be answered.
  package var range = AnswerRange.all
  /// The least confidence with which was answered; nil when every clip was.
  package var minimumConfidence: Double?
  /// The branches of the model.
  package var branches: [Branch]
  /// The clips that were classified, in the order of the list.
  package var rows: [PredictionRow]
  /// The clips that could not be classified.
  package var failed: [EvaluationReport.Failure]

  /// A table from its parts.
  package init(
    model: String, weightsChecksum: String, precision: Precision, branches: [Branch],
    rows: [PredictionRow], failed: [EvaluationReport.Failure] = []
  ) {
    self.model = model
    self.weightsChecksum = weightsChecksum
    self.precision = precision
    self.branches = branches
    self.rows = rows
    self.failed = failed
  }

  /// What became of the rows of a list; a row without a label counts as failed.
  package init(
    _ outcomes: [ClipOutcome], model: String, weightsChecksum: String, precision: Precision
  ) {
    var rows: [PredictionRow] = []
    var failed: [EvaluationReport.Failure] = []
    for outcome in outcomes {
      let reason: String
      switch (outcome.result, outcome.entry.label) {
      case (.success(let prediction), let truth?):
        rows.append(PredictionRow(outcome.entry, truth: truth, prediction))
        continue
      case (.success, nil): reason = "the row has no label to compare with"
      case (.failure(let failure), _): reason = failure.reason
      }
      failed.append(.init(path: outcome.entry.path, reason: reason))
    }
    self.init(
      model: model, weightsChecksum: weightsChecksum, precision: precision,
      branches: rows.first?.modalities.branches ?? Branch.standard, rows: rows, failed: failed)
  }

  /// The same with answers, and scores, among the emotions that each clip's corpus has.
  ///
  /// - Parameter emotions: by corpus; a clip of another one is left as it is.
  package func restricted(to emotions: [String?: Set<Emotion>]) -> PredictionTable {
    var table = self
    table.range = .corpus
    table.rows = rows.map { row in
      guard let allowed = emotions[row.corpus], !allowed.isEmpty else { return row }
      return row.restricted(to: allowed)
    }
    return table
  }

  /// The same with no answer where the confidence is lower than `least`.
  package func answering(withAtLeast least: Double) -> PredictionTable {
    var table = self
    table.minimumConfidence = least
    for index in rows.indices {
      let isSure = Double(rows[index].confidence) >= least
      table.rows[index].answer = isSure ? rows[index].scores.best : nil
    }
    return table
  }
}

/// What a model answered for one clip, and what is known of the clip.
package struct PredictionRow: Sendable, Equatable {
  /// What is written where there is no answer.
  package static let uncertain = Prediction.uncertain

  /// Path as the list writes it.
  package var path: String
  /// The emotion that the list names.
  package var truth: Emotion
  /// The emotion that was answered; nil where the model was not sure enough.
  package var answer: Emotion?
  /// The fused scores.
  package var scores: EmotionScores
  /// What each branch says alone.
  package var modalities: PerBranch<PredictionBranch>
  /// Who is seen or heard; nil where the list does not say.
  package var speaker: String?
  /// Part of a cross-validation in which the clip was held out; nil outside of one.
  package var fold: String?
  /// Part of the data.
  package var split: String?
  /// Data set.
  package var corpus: String?
  /// What the clip carries, as the list says.
  package var modality: Modality?
  /// Length of the clip in seconds.
  package var duration: Double
  /// How many frames stand behind the answer.
  package var frames: PredictionFrames
  /// What was missing, one line each.
  package var warnings: [String]

  /// The highest fused score, in [0, 1].
  package var confidence: Float { scores[scores.best] }
  /// Whether the emotion was found.
  package var isRight: Bool { answer == truth }
  /// What is written as the answer.
  package var answerText: String { answer?.rawValue ?? Self.uncertain }

  /// A row from its parts; it is answered.
  package init(
    path: String, truth: Emotion, scores: EmotionScores,
    modalities: PerBranch<PredictionBranch> = PerBranch(), speaker: String? = nil,
    fold: String? = nil, split: String? = nil, corpus: String? = nil, modality: Modality? = nil,
    duration: Double = 0,
    frames: PredictionFrames = PredictionFrames(decoded: 0, canonical: 0, withFace: 0),
    warnings: [String] = []
  ) {
    self.path = path
    self.truth = truth
    self.answer = scores.best
    self.scores = scores
    self.modalities = modalities
    self.speaker = speaker
    self.fold = fold
    self.split = split
    self.corpus = corpus
    self.modality = modality
    self.duration = duration
    self.frames = frames
    self.warnings = warnings
  }

  init(_ entry: ClipListEntry, truth: Emotion, _ prediction: Prediction) {
    self.init(
      path: entry.path, truth: truth, scores: prediction.scores,
      modalities: prediction.modalities, speaker: entry.speaker, split: entry.split,
      corpus: entry.corpus, modality: entry.modality, duration: prediction.duration,
      frames: prediction.frames, warnings: prediction.warnings)
  }

  fileprivate func restricted(to allowed: Set<Emotion>) -> PredictionRow {
    var row = self
    row.scores = scores.restricted(to: allowed)
    row.modalities = modalities.map {
      PredictionBranch(scores: $0.scores?.restricted(to: allowed))
    }
    row.answer = row.scores.best
    return row
  }
}

extension PerEmotion where Value == Float {
  /// The scores of some emotions, brought to a sum of one; all others are 0.
  fileprivate func restricted(to allowed: Set<Emotion>) -> EmotionScores {
    let sum = Emotion.allCases.reduce(0.0) { $0 + (allowed.contains($1) ? Double(self[$1]) : 0) }
    return EmotionScores { emotion in
      guard allowed.contains(emotion) else { return 0 }
      // A model that gave nothing to any of them does not prefer one.
      return Float(sum > 0 ? Double(self[emotion]) / sum : 1 / Double(allowed.count))
    }
  }
}
