// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import NeuralNetwork
import TestSupport
import Testing

@testable import EmoNetTraining

@Suite struct AudioFamiliarityTests {
  private static let inputs = 6

  /// Sounds of two emotions from some corpora, each of which shifts all its sounds in its own direction.
  private static func sounds(corpora: Int, each count: Int) -> LabelledFunctionals {
    var generator = SeededGenerator(seed: 2)
    var (values, labels, names, speakers): ([Float], [Emotion], [String], [String]) = (
      [], [], [], []
    )
    for corpus in 0..<corpora {
      for item in 0..<count {
        var row = (0..<inputs).map { _ in generator.normal() }
        row[corpus] += 40
        row[inputs - 1] += item % 2 == 0 ? 3 : 0
        values += row
        labels.append(item % 2 == 0 ? .happy : .sad)
        names.append("corpus \(corpus)")
        speakers.append("speaker \(corpus) \(item % 5)")
      }
    }
    return LabelledFunctionals(
      rows: Tensor(shape: [labels.count, inputs], values), recoded: [], labels: labels,
      corpora: names, speakers: speakers)
  }

  private static let plain = Standardizer(
    mean: Tensor(shape: [inputs]), inverseDeviation: Tensor(shape: [inputs], repeating: 1),
    limit: 100)

  @Test func aSoundOfACorpusThatWasLeftOutIsLessFamiliarThanOneOfAKnownCorpus() throws {
    let sounds = Self.sounds(corpora: 4, each: 60)
    let all = Array(sounds.labels.indices)
    var trials: [AudioFamiliarityFit.Trial] = []
    func place(_ rows: [Int], isKnown: Bool) throws {
      let others = all.filter { !rows.contains($0) }
      trials += try AudioFamiliarityFit.Rooms(sounds, rows: others, standardizer: Self.plain)
        .trials(
          sounds.sample.rows, of: sounds, rows: rows, standardizer: Self.plain, isKnown: isKnown)
    }
    for fold in 0..<5 { try place(all.filter { $0 % 5 == fold }, isKnown: true) }
    for name in sounds.names { try place(sounds.sides(ofCorpus: name).inside, isKnown: false) }
    let familiarity = AudioFamiliarityFit.fit(
      trials, rooms: try .init(sounds, rows: all, standardizer: Self.plain), unknownShare: 0.2)
    let mean = { (isKnown: Bool) -> Float in
      let side = trials.filter { $0.isKnown == isKnown }
      return side.reduce(0) { $0 + familiarity($1.statistics) } / Float(side.count)
    }
    #expect(mean(true) > 0.8)
    #expect(mean(false) < 0.45)
    // Far from everything it counts as much as is left to the unknown.
    let far = Tensor(shape: [1, Self.inputs], [1e9, 1e9, 0, 0, 0, 0])
    #expect(abs(familiarity.familiarity(of: far)[0] - 0.2) < 0.05)
  }

  @Test func whatWasWrittenIsReadAgain() throws {
    let folder = try TemporaryFolder()
    let sounds = Self.sounds(corpora: 3, each: 20)
    let rooms = try AudioFamiliarityFit.Rooms(
      sounds, rows: Array(sounds.labels.indices), standardizer: Self.plain)
    let familiarity = AudioFamiliarity(
      rooms: rooms.directions, roomMeans: rooms.means, weights: [1, -2, 0.5], unknownShare: 0.3)
    let scores = DiscriminantScores(
      classMeans: Tensor(shape: [2, 3], [0, 1, 2, 3, 4, 5]), metric: Tensor(shape: [3], [1, 2, 3]),
      emotions: [.fear, .surprise])
    try WeightFile(tensors: familiarity.tensors.merging(scores.tensors) { a, _ in a })
      .write(to: folder / "f.safetensors")
    let file = try WeightFile.read(folder / "f.safetensors")
    #expect(try AudioFamiliarity(file, inputs: Self.inputs) == familiarity)
    #expect(try DiscriminantScores(file, discriminants: 3) == scores)
    #expect(try AudioFamiliarity(WeightFile(), inputs: Self.inputs) == nil)
    #expect(try DiscriminantScores(WeightFile(), discriminants: 3) == nil)
    #expect(throws: (any Error).self) { try AudioFamiliarity(file, inputs: Self.inputs + 1) }
    #expect(throws: (any Error).self) { try DiscriminantScores(file, discriminants: 4) }
  }

  @Test func theNearestClassesHaveTheHighestScores() {
    let scores = DiscriminantScores(
      classMeans: Tensor(shape: [3, 1], [0, 1, 9]), metric: Tensor(shape: [1], [2]),
      emotions: [.angry, .happy, .happy])
    let near = scores([0.1])
    #expect(near.indices.max { near[$0] < near[$1] } == Emotion.angry.index)
    let other = scores([8])
    #expect(other.indices.max { other[$0] < other[$1] } == Emotion.happy.index)
    // Emotions without a class have the least that there is.
    #expect(near[Emotion.fear.index] == near.min())
  }

  @Test func corporaAreMovedOntoOneAnother() {
    let means = ClassMeans(
      Tensor(shape: [4, 1], [0, 2, 10, 14]), classes: [0, 2, 1, 3]
    ).centred { $0 % 2 }
    #expect(means.classes == [0, 1, 2, 3])
    // The corpora's means are 1 and 12, the middle of both 6.5.
    #expect(means.tensor.values == [5.5, 4.5, 7.5, 8.5])
  }

  @Test func directionsWithinGroupsDoNotTellTheGroupsApart() throws {
    let sounds = Self.sounds(corpora: 4, each: 60)
    func apart(_ between: LinearDiscriminantOptions.Between) throws -> Float {
      let analysis = try LinearDiscriminantAnalysis(
        fitting: sounds.sample.rows, classes: sounds.sample.classes, groups: sounds.sample.groups,
        options: LinearDiscriminantOptions(
          shrinkage: .fixed(share: 0.1), between: between, componentCount: 1))
      let places = analysis.transform(sounds.sample.rows).values
      let means = sounds.names.map { name -> Float in
        let rows = sounds.sides(ofCorpus: name).inside
        return rows.reduce(0) { $0 + places[$1] } / Float(rows.count)
      }
      return (means.max() ?? 0) - (means.min() ?? 0)
    }
    #expect(try apart(.classMeans) > 3)
    #expect(try apart(.meansWithinGroups) < 1)
  }
}
