// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

extension Emotion {
  /// Every accepted spelling of a label in lower case, and the emotion that it names.
  ///
  /// Adjectives and nouns, and the three-letter codes of speech corpora. Labels that only some people
  /// would file under one of the seven (calm, contempt, boredom, frustration) are left out on purpose:
  /// whoever has them decides in the list.
  public static let spellings: [String: Emotion] = [
    "angry": .angry, "anger": .angry, "ang": .angry,
    "disgust": .disgust, "disgusted": .disgust, "dis": .disgust,
    "fear": .fear, "fearful": .fear, "afraid": .fear, "fea": .fear,
    "happy": .happy, "happiness": .happy, "joy": .happy, "hap": .happy,
    "neutral": .neutral, "neutrality": .neutral, "neu": .neutral,
    "sad": .sad, "sadness": .sad,
    "surprise": .surprise, "surprised": .surprise, "sur": .surprise,
  ]

  /// The emotion that a label names; nil for an unknown label.
  ///
  /// Letter case and surrounding white space do not count.
  public init?(spelling: String) {
    let label = spelling.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    guard let emotion = Self.spellings[label] else { return nil }
    self = emotion
  }

  /// The accepted spellings by emotion, for error messages: `angry (ang, anger), disgust (...), ...`.
  public static let knownSpellings: String = allCases.map { emotion in
    let others = spellings.filter { $0.value == emotion && $0.key != emotion.rawValue }
    return "\(emotion) (\(others.keys.sorted().joined(separator: ", ")))"
  }.joined(separator: ", ")
}
