// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import EmoNet
import Files

/// How a model does on some clips that it classified: all of a list, or one part.
///
/// A clip without an answer, where `--minimum-confidence` or a caller asked for some, counts as not found.
public struct EvaluationFigures: Sendable, Equatable {
  /// What was drawn again for the intervals.
  public enum IntervalMethod: String, Sendable, Codable {
    /// Speakers: every classified row names one, and there are at least two.
    case speakers = "bootstrap over speakers"
    /// Clips, since speakers are not known.
    case clips = "bootstrap over clips"
  }

  /// How many clips were classified.
  public let classified: Int
  /// Classified clips in which no face was found, those without picture among them.
  public let withoutFace: Int
  /// Classified clips that have no picture at all; they are among `withoutFace` too.
  public let withoutPicture: Int
  /// Classified clips whose sound was not used.
  public let withoutSound: Int
  /// Speakers among the classified clips.
  public let speakers: Int
  /// Share of the classified clips whose emotion was found, in [0, 1]; nil when none was classified.
  public let accuracy: Double?
  /// Recall averaged over the emotions that occur, in [0, 1]; nil when no clip was classified.
  public let uar: Double?
  /// F1 averaged over the emotions that occur, in [0, 1]; nil when no clip was classified.
  public let macroF1: Double?
  /// 95 % intervals of the three figures; nil when no clip was classified.
  public let intervals: EvaluationIntervals?
  /// What was drawn again for the intervals; nil when there are none.
  public let intervalMethod: IntervalMethod?
  /// Figures of each emotion; none but the support, 0, for one that does not occur.
  public let perClass: PerEmotion<ClassFigures>
  /// Counts, `[7, 7]`: a row for each true emotion, a column for each predicted one.
  public let confusion: [[Int]]
  /// Clips of each true emotion that were not answered, `[7]`.
  public let uncertain: [Int]
  /// The answered clips alone.
  public let answered: AnsweredFigures
  /// How far the fused scores are from shares of right answers; nil when no clip was classified, and in reports
  /// of before there were such figures.
  public let calibration: CalibrationFigures?
  /// Confidence against the share of right answers, in ten bins; empty as `calibration` is nil.
  public let reliability: [ReliabilityBin]
  /// What a least confidence would leave unanswered; empty as `calibration` is nil.
  public let coverage: [CoveragePoint]
  /// The fused answer beside the single branches.
  public let branches: EvaluationBranches
}

/// How a model does on the clips that it answered.
public struct AnsweredFigures: Sendable, Equatable, Codable {
  /// How many were answered.
  public let clips: Int
  /// Their share of the classified clips, in [0, 1]; nil when none was classified.
  public let coverage: Double?
  /// Share of them whose emotion was found, in [0, 1]; nil when none was answered.
  public let accuracy: Double?
  /// Recall averaged over the emotions that occur among them, in [0, 1]; nil when none was answered.
  public let uar: Double?

  init(_ matrix: ConfusionMatrix) {
    let answered = matrix.answered
    clips = answered.total
    coverage = matrix.total > 0 ? Double(answered.total) / Double(matrix.total) : nil
    accuracy = answered.accuracy
    uar = answered.unweightedAverageRecall
  }

  var json: OrderedJSON {
    .object([
      ("clips", .integer(clips)), ("coverage", .optional(coverage)),
      ("accuracy", .optional(accuracy)), ("uar", .optional(uar)),
    ])
  }
}

extension EvaluationFigures {
  /// Figures of rows of a model with these branches; the same rows and seed give the same figures.
  init(_ rows: [PredictionRow], branches: [Branch], seed: UInt64) {
    let confusion = ConfusionMatrix(rows) { $0.answer }
    let groups = SpeakerGroups(rows)
    let intervals = Bootstrap.intervals(
      groups: groups.rows.map { ConfusionMatrix($0) { $0.answer } }, seed: seed)
    let answers = rows.map { (truth: $0.truth, scores: $0.scores) }
    let calibration = CalibrationFigures(answers)
    self.init(
      classified: rows.count, withoutFace: rows.count { $0.frames.withFace == 0 },
      withoutPicture: rows.count { $0.frames.decoded == 0 },
      withoutSound: rows.count { $0.modalities[.audio]?.used != true },
      speakers: Set(rows.compactMap(\.speaker)).count, accuracy: confusion.accuracy,
      uar: confusion.unweightedAverageRecall, macroF1: confusion.macroF1, intervals: intervals,
      intervalMethod: intervals == nil ? nil : groups.method,
      perClass: PerEmotion { confusion.figures($0) }, confusion: confusion.rows,
      uncertain: Emotion.allCases.map { confusion.uncertain($0) },
      answered: AnsweredFigures(confusion), calibration: calibration,
      reliability: answers.isEmpty ? [] : ReliabilityBin.bins(answers),
      coverage: CoveragePoint.points(answers),
      branches: EvaluationBranches(
        fused: BranchFigures(confusion, calibration),
        alone: PerBranch(branches) { branch in
          let spoken = rows.compactMap { row in
            row.modalities[branch]?.scores.map { (truth: row.truth, scores: $0) }
          }
          var matrix = ConfusionMatrix()
          for (truth, scores) in spoken { matrix.add(truth: truth, predicted: scores.best) }
          return BranchFigures(matrix, CalibrationFigures(spoken))
        }))
  }
}

extension ConfusionMatrix {
  /// The confusions of rows by what is answered; without an answer where `answer` gives none.
  package init(_ rows: [PredictionRow], _ answer: (PredictionRow) -> Emotion?) {
    self.init()
    for row in rows { add(truth: row.truth, predicted: answer(row)) }
  }
}

/// What is drawn again: speakers, in the order of their names, or single clips.
struct SpeakerGroups {
  let rows: [[PredictionRow]]
  let method: EvaluationFigures.IntervalMethod

  init(_ rows: [PredictionRow]) {
    let speakers = Set(rows.compactMap(\.speaker)).sorted()
    guard rows.allSatisfy({ $0.speaker != nil }), speakers.count > 1 else {
      self.rows = rows.map { [$0] }
      method = .clips
      return
    }
    let bySpeaker = Dictionary(grouping: rows) { $0.speaker }
    self.rows = speakers.map { bySpeaker[$0] ?? [] }
    method = .speakers
  }
}
