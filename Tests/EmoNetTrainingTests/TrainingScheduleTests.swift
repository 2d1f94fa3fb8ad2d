// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import NeuralNetwork
import TestSupport
import Testing

@testable import EmoNetTraining

/// Stages whose output is made by a line of code, so that what was run can be counted.
@Suite struct TrainingScheduleTests {
  private final class Ran {
    var names: [String] = []
    var done: [String] = []
  }

  private let folder: TemporaryFolder
  private let ran = Ran()

  init() throws { folder = try TemporaryFolder() }

  /// `a`, `b` of `a`, `c` of `a`, and `end` of `b` and `c`, which tells no fingerprint.
  private func schedule(_ parts: [String: String] = [:]) -> TrainingSchedule {
    func stage(_ name: String, _ inputs: [TrainingStage], keeps: Bool = true) -> TrainingStage {
      TrainingStage(
        name: name, inputs: inputs, output: folder / "\(name).safetensors",
        parts: [parts[name] ?? ""], keepsFingerprint: keeps
      ) { [ran] _ in
        ran.names.append(name)
        let sum = try inputs.reduce(Float(1)) { sum, input in
          try sum + input.read().tensor("sum", shape: [1])[0]
        }
        return WeightFile(tensors: ["sum": Tensor(shape: [1], [sum])])
      }
    }
    let a = stage("a", [])
    let (b, c) = (stage("b", [a]), stage("c", [a]))
    return TrainingSchedule(stages: [a, b, c, stage("end", [b, c], keeps: false)])
  }

  private func run(_ schedule: TrainingSchedule, resume: Bool = true) throws {
    (ran.names, ran.done) = ([], [])
    try schedule.run(resume: resume) { event in
      #expect(event.message == "done by an earlier run")
      ran.done.append(event.stage)
    }
  }

  @Test func stagesRunInOrderAndAreNotRunAgain() throws {
    try run(schedule())
    #expect(ran.names == ["a", "b", "c", "end"])
    let sum = try WeightFile.read(folder / "end.safetensors")
    #expect(sum.tensors["sum"]?.values == [5])
    #expect(sum.metadata == [:])
    try run(schedule())
    #expect(ran.names == ["end"] && ran.done == ["a", "b", "c"])
    try run(schedule(), resume: false)
    #expect(ran.names == ["a", "b", "c", "end"] && ran.done == [])
  }

  @Test func itGoesOnWithTheFirstStageWhoseOutputIsNotThere() throws {
    try run(schedule())
    try FileManager.default.removeItem(atPath: folder / "b.safetensors")
    try run(schedule())
    #expect(ran.names == ["b", "end"] && ran.done == ["a", "c"])
  }

  @Test func whatDecidesAStageDecidesThoseThatReadIt() throws {
    try run(schedule())
    try run(schedule(["c": "other"]))
    #expect(ran.names == ["c", "end"] && ran.done == ["a", "b"])
    try run(schedule(["c": "other", "a": "other"]))
    #expect(ran.names == ["a", "b", "c", "end"])
    try run(schedule(["c": "other"]))
    #expect(ran.names == ["a", "b", "c", "end"])
  }

  @Test(arguments: [0, 1, 7, 8, 40, -1])
  func aDamagedOutputIsMadeAgain(_ length: Int) throws {
    try run(schedule())
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder / "a.safetensors"))
    try folder.write("a.safetensors", length < 0 ? whole.dropLast() : whole.prefix(length))
    #expect(!schedule().stages[0].isDone)
    try run(schedule())
    #expect(ran.names == ["a", "end"])
    let again = try Data(contentsOf: URL(fileURLWithPath: folder / "a.safetensors"))
    #expect(again == whole)
  }

  @Test func aStageThatFailsLeavesWhatWasMadeBefore() throws {
    try run(schedule())
    let stage = TrainingStage(
      name: "a", output: folder / "a.safetensors", parts: ["other"]
    ) { _ in throw TrainingError(reason: "no") }
    #expect(throws: TrainingError.self) { try stage.run { _ in } }
    #expect(schedule().stages[0].isDone && !stage.isDone)
  }

  @Test func aStageAloneNeedsItsInputsAndNothingElse() throws {
    #expect(
      throws: FileError(
        .missing, path: folder / "a.safetensors",
        reason: "stage 'a' has not been run with this cache")
    ) { try schedule().run(stage: "b") { _ in } }
    try schedule().run(stage: "a") { _ in }
    try schedule().run(stage: "c") { _ in }
    #expect(ran.names == ["a", "c"])
    #expect(
      throws: FileError(
        .missing, path: folder / "b.safetensors",
        reason: "stage 'b' has not been run with this cache")
    ) { try schedule().run(stage: "end") { _ in } }
    #expect(
      throws: FileError(
        .malformed, path: folder / "a.safetensors",
        reason: "stage 'a' was run with other settings or data; run it again")
    ) { try schedule(["a": "other"]).run(stage: "b") { _ in } }
    #expect(ran.names == ["a", "c"])
  }

  @Test func aNameThatNoStageHasIsRefusedWithThoseThatThereAre() {
    #expect(throws: TrainingError(reason: "there is no stage 'd'; there are a, b, c, end")) {
      try schedule().run(stage: "d") { _ in }
    }
  }
}
