// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import Media
import NeuralNetwork
import TestSupport
import Testing

@testable import EmoNet

/// A third branch, made up: everything that it takes to add one stands in this file.
private struct NoiseBranch: ClipBranch {
  static let name = Branch(name: "noise", noun: "noise")
  static let entry = BranchRegistry.Entry(name) { try NoiseBranch($0) }

  let width = 3
  /// The noise of each member, `[1, 3]`.
  private let levels: [Tensor]

  var branch: Branch { Self.name }

  init(_ source: BranchRegistry.Source) throws {
    let width = width
    levels = try (0..<source.members).map { member in
      try source.file.tensor(
        BranchRegistry.Source.prefix(ofMember: member) + "noise.level", shape: [1, width])
    }
  }

  func vectors(of measured: Tensor, work: ClipWork) -> [Tensor] { levels }

  func measurement(
    of faces: FaceChoice, in grid: WindowGrid, work: ClipWork
  ) -> any BranchMeasurement { Measurement(levels: levels) }

  /// Looks at nothing and listens to nothing.
  private final class Measurement: BranchMeasurement {
    let levels: [Tensor]
    let remarks = ["the noise is made up"]
    var video: (any VideoConsumer)? { nil }
    var audio: (any AudioConsumer)? { nil }

    init(levels: [Tensor]) { self.levels = levels }

    func windows(_ windows: ClipWindows) -> [BranchWindow] {
      (0..<windows.count).map { _ in BranchWindow(whole: levels) }
    }
  }
}

@Suite struct NoiseBranchTests {
  private let folder: TemporaryFolder
  private let model: String
  private let registry = BranchRegistry(BranchRegistry.standard.entries + [NoiseBranch.entry])

  init() throws {
    folder = try TemporaryFolder()
    model = folder / "noisy.safetensors"
    var card = ModelFixture.card()
    card.branches.append("noise")
    card.calibration.branches = ["noise": 2]
    var file = try ModelFixture.file(card, further: 3)
    for member in 0..<2 {
      file.tensors["member\(member).noise.level"] = Tensor(
        shape: [1, 3], [0.5, -1, Float(member)])
    }
    try file.write(to: model)
  }

  private func classifier() throws -> Classifier {
    try Classifier(weights: model, precision: .f32, registry: registry)
  }

  /// A second of a grey picture without sound.
  private func writePicture() throws -> String {
    let path = folder / "grey.avi"
    let writer = try VideoWriter(path: path, video: VideoTrack(width: 64, height: 48))
    for frame in 0..<25 {
      try writer.append(
        pixels: [UInt8](repeating: 120, count: 64 * 48 * 3), at: Double(frame) / 25)
    }
    try writer.finish()
    return path
  }

  @Test func aSoundIsJudgedByItAndByTheSound() throws {
    let clip = folder / "voice.wav"
    try WaveFile.voice(seconds: 1).write(clip)
    let classifier = try classifier()
    #expect(classifier.branches == [.video, .audio, NoiseBranch.name])
    let prediction = try classifier.classify(clip)
    #expect(prediction.modalities.branches.map(\.name) == ["video", "audio", "noise"])
    #expect(prediction.modalities.values.map(\.used) == [false, true, true])
    let noise = try #require(prediction.modalities[NoiseBranch.name]?.scores)
    for scores in [prediction.scores, noise] {
      #expect(abs(scores.values.reduce(0, +) - 1) < 1e-5)
    }
    #expect(prediction.scores != noise)
    #expect(prediction.scores != prediction.modalities[.audio]?.scores)
    #expect(prediction.warnings == ["no picture", "the noise is made up"])
    let json = try JSONDecoder().decode(
      JSONValue.self, from: Data(prediction.json.text().utf8))
    #expect(json["modalities"]?["noise"]?["used"] == .bool(true))
    #expect(json["modalities"]?["noise"]?["scores"]?["sad"] != nil)
    let again = try JSONDecoder().decode(Prediction.self, from: JSONEncoder().encode(prediction))
    #expect(again.modalities[NoiseBranch.name] == prediction.modalities[NoiseBranch.name])
    #expect(try classifier.classify(clip, threads: 2) == prediction)
  }

  @Test func whereNothingElseSpeaksItSpeaksAlone() throws {
    let prediction = try classifier().classify(try writePicture())
    #expect(prediction.modalities.values.map(\.used) == [false, false, true])
    #expect(prediction.warnings == ["no face found", "no sound", "the noise is made up"])
    let noise = try #require(prediction.modalities[NoiseBranch.name]?.scores)
    // Its own temperature is 2, that of all together 1.
    #expect(prediction.scores.best == noise.best)
    #expect(prediction.confidence > noise[noise.best])
  }

  @Test func aLongClipHasItInEveryWindow() throws {
    let clip = folder / "silence.wav"
    try WaveFile(amplitudes: .init(repeating: 0, count: 66 * 16_000)).write(clip)
    let prediction = try classifier().classify(clip)
    #expect(prediction.windows.count == 7)
    #expect(prediction.windows.map(\.start) == [0, 10, 20, 30, 40, 50, 60])
    #expect(prediction.windows.last?.end == 66)
    let first = prediction.windows[0].modalities
    #expect(prediction.windows.allSatisfy { $0.modalities == first })
    #expect(first.values.map(\.used) == [false, false, true])
    #expect(
      prediction.warnings == [
        "no picture", "the sound is silent", "the noise is made up",
        "longer than 60 s: judged in 7 windows of 10 s, of which the scores are the mean",
      ])
  }

  @Test func withoutAnEntryTheModelIsRefused() {
    #expect(
      throws: FileError(
        .unsupported, path: model,
        reason: "its branch 'noise' is unknown; known are video, audio")
    ) { try Classifier(weights: model, precision: .f32) }
  }
}
