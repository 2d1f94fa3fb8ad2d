// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import EmoNet
import Files
import Foundation

/// How far scores are from the shares of clips for which they speak.
public struct CalibrationFigures: Sendable, Equatable {
  /// Expected calibration error, in [0, 1]: the distance of the answers' confidence from the share of right ones,
  /// averaged over ten bins of confidence by their clips.
  ///
  /// Naeini et al. 2015, "Obtaining Well Calibrated Probabilities Using Bayesian Binning".
  public let expectedError: Double
  /// Brier score, in [0, 2]: the sum of the squared differences of all scores from the truth's 0 and 1, averaged.
  ///
  /// Brier 1950; for several classes, not halved.
  public let brierScore: Double
  /// Negative natural logarithm of the true emotion's score, averaged; a score counts as at least 2^-52.
  public let logLoss: Double

  /// Figures of answers and their true emotions; nil without any.
  init?(_ answers: [(truth: Emotion, scores: EmotionScores)]) {
    guard !answers.isEmpty else { return nil }
    let count = Double(answers.count)
    expectedError = ReliabilityBin.bins(answers).reduce(0) { sum, bin in
      guard let confidence = bin.confidence, let accuracy = bin.accuracy else { return sum }
      return sum + Double(bin.clips) / count * abs(accuracy - confidence)
    }
    var (brier, loss) = (0.0, 0.0)
    for (truth, scores) in answers {
      for emotion in Emotion.allCases {
        let difference = Double(scores[emotion]) - (emotion == truth ? 1 : 0)
        brier += difference * difference
      }
      loss -= log(max(Double(scores[truth]), Self.leastScore))
    }
    brierScore = brier / count
    logLoss = loss / count
  }

  /// The figures among the keys of an object; nil where it has none.
  init?(in decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    guard let error = try container.decodeIfPresent(Double.self, forKey: .calibrationError),
      let brier = try container.decodeIfPresent(Double.self, forKey: .brierScore),
      let loss = try container.decodeIfPresent(Double.self, forKey: .logLoss)
    else { return nil }
    (expectedError, brierScore, logLoss) = (error, brier, loss)
  }

  private enum Key: String, CodingKey { case calibrationError, brierScore, logLoss }

  /// An emotion that a model holds for impossible would make the loss of all clips infinite.
  private static let leastScore = Double.ulpOfOne

  /// The three figures, or null for each without any.
  static func members(_ figures: CalibrationFigures?) -> [(key: String, value: OrderedJSON)] {
    [
      ("calibrationError", .optional(figures?.expectedError)),
      ("brierScore", .optional(figures?.brierScore)), ("logLoss", .optional(figures?.logLoss)),
    ]
  }
}

/// The answers of one range of confidence: how confident they are, and how many are right.
public struct ReliabilityBin: Sendable, Equatable, Codable {
  /// How many bins there are between 0 and 1.
  public static let count = 10

  /// Lower end of the range, which is not part of it but for 0.
  public let from: Double
  /// Upper end of the range, which is part of it.
  public let to: Double
  /// Clips whose answer lies in the range.
  public let clips: Int
  /// Their mean confidence; nil without any.
  public let confidence: Double?
  /// The share of right answers among them; nil without any.
  public let accuracy: Double?

  /// The ten bins of answers; the emotion with the highest score is the answer, that score its confidence.
  package static func bins(
    _ answers: [(truth: Emotion, scores: EmotionScores)]
  ) -> [ReliabilityBin] {
    var (sums, rights, clips) = ([Double](), [Int](), [Int]())
    for _ in 0..<count { (sums, rights, clips) = (sums + [0], rights + [0], clips + [0]) }
    for (truth, scores) in answers {
      let best = scores.best
      let confidence = Double(scores[best])
      // Right-closed, as in Guo et al. 2017: a confidence of 0.3 belongs to the bin that ends there.
      let place = (0..<count).first { confidence <= Double($0 + 1) / Double(count) } ?? count - 1
      sums[place] += confidence
      rights[place] += best == truth ? 1 : 0
      clips[place] += 1
    }
    return (0..<count).map { place in
      let number = Double(clips[place])
      return ReliabilityBin(
        from: Double(place) / Double(count), to: Double(place + 1) / Double(count),
        clips: clips[place], confidence: number > 0 ? sums[place] / number : nil,
        accuracy: number > 0 ? Double(rights[place]) / number : nil)
    }
  }

  var json: OrderedJSON {
    .object([
      ("from", .double(from)), ("to", .double(to)), ("clips", .integer(clips)),
      ("confidence", .optional(confidence)), ("accuracy", .optional(accuracy)),
    ])
  }
}

/// What would be answered, and how well, if only answers of some confidence were given.
public struct CoveragePoint: Sendable, Equatable, Codable {
  /// The least confidence that is answered with, in [0, 1].
  public let minimumConfidence: Double
  /// Clips that would be answered.
  public let clips: Int
  /// Their share of the classified clips, in [0, 1].
  public let coverage: Double
  /// Share of them whose emotion was found, in [0, 1]; nil without any.
  public let accuracy: Double?
  /// Recall averaged over the emotions that occur among them, in [0, 1]; nil without any.
  public let uar: Double?

  /// Points at 0, 0.1 and so on up to 0.9; none without answers.
  static func points(_ answers: [(truth: Emotion, scores: EmotionScores)]) -> [CoveragePoint] {
    guard !answers.isEmpty else { return [] }
    return (0..<10).map { point(answers, minimumConfidence: Double($0) / 10) }
  }

  private static func point(
    _ answers: [(truth: Emotion, scores: EmotionScores)], minimumConfidence: Double
  ) -> CoveragePoint {
    var matrix = ConfusionMatrix()
    for (truth, scores) in answers where Double(scores[scores.best]) >= minimumConfidence {
      matrix.add(truth: truth, predicted: scores.best)
    }
    return CoveragePoint(
      minimumConfidence: minimumConfidence, clips: matrix.total,
      coverage: Double(matrix.total) / Double(answers.count), accuracy: matrix.accuracy,
      uar: matrix.unweightedAverageRecall)
  }

  var json: OrderedJSON {
    .object([
      ("minimumConfidence", .double(minimumConfidence)), ("clips", .integer(clips)),
      ("coverage", .double(coverage)), ("accuracy", .optional(accuracy)), ("uar", .optional(uar)),
    ])
  }
}
