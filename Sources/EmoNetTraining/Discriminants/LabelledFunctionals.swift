// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork

/// Sounds with what they express and where they come from.
///
/// A class is an emotion in a corpus: discriminants are at most one fewer than classes, so subclasses are how to
/// keep more of them.
struct LabelledFunctionals {
  let sample: ClassifiedFunctionals
  let labels: [Emotion]
  let corpora: [String]
  private let corpusNames: [String]
  let speakers: [String]

  /// Functionals `[sounds, 1582]`, in other forms too, of sounds with these labels from these corpora.
  init(
    rows: Tensor, recoded: [Tensor], labels: [Emotion], corpora: [String], speakers: [String]
  ) {
    let names = Set(corpora).sorted()
    sample = ClassifiedFunctionals(
      rows: rows, recoded: recoded,
      classes: zip(labels, corpora).map { label, corpus in
        label.index * names.count + (names.firstIndex(of: corpus) ?? 0)
      }, groups: corpora.map { names.firstIndex(of: $0) ?? 0 })
    self.labels = labels
    self.corpora = corpora
    self.speakers = speakers
    corpusNames = names
  }

  /// The functionals as they are, then in each other form.
  var forms: [Tensor] { [sample.rows] + sample.recoded }

  /// The corpora, sorted.
  var names: [String] { corpusNames }

  /// The emotion of a class.
  func emotion(ofClass number: Int) -> Emotion { Emotion(index: number / corpusNames.count) }

  /// The sounds of a corpus, and all others.
  func sides(ofCorpus name: String) -> (inside: [Int], outside: [Int]) {
    (corpora.indices.filter { corpora[$0] == name }, corpora.indices.filter { corpora[$0] != name })
  }

  /// The place of a corpus among `names`.
  func number(ofCorpus name: String) -> Int { corpusNames.firstIndex(of: name) ?? 0 }

  /// The corpora with at least so many speakers, of whom some can be left out.
  func names(withSpeakers least: Int) -> Set<String> {
    let speakers = Dictionary(zip(corpora, speakers).map { ($0, [$1]) }, uniquingKeysWith: +)
    return Set(speakers.filter { Set($0.value).count >= least }.keys)
  }

  /// The corpus of a class, by its place among `names`.
  func corpus(ofClass number: Int) -> Int { number % corpusNames.count }

  /// Scores by the classes of the sounds at `rows` in the space of a projection.
  ///
  /// The mean of a class is moved by as much as its corpus lies off the middle of all corpora: of a sound from elsewhere
  /// nobody knows where its corpus lies.
  func scores(_ projection: AudioProjection, rows: [Int]) -> DiscriminantScores {
    let means = ClassMeans(
      projection.project(sample.rows.gathered(rows)), classes: rows.map { sample.classes[$0] }
    ).centred { corpus(ofClass: $0) }
    return DiscriminantScores(
      classMeans: means.tensor,
      metric: projection.deviations ?? Tensor(shape: [projection.count], repeating: 1),
      emotions: means.classes.map { emotion(ofClass: $0) })
  }
}
