// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import NeuralNetwork
import TestSupport
import Testing

@testable import EmoNet
@testable import EmoNetTraining

/// A whole training, small and on features that were extracted before.
@Suite struct TrainerTests {
  private static let names = ["faces", "clips", "branches", "member-1", "member-2", "model"]

  private let training: SmallTraining

  init() throws { training = try SmallTraining() }

  /// Trains whole; gives the stages that an earlier run had done.
  private func run(
    cache: String, output: String, resume: Bool,
    _ edit: (inout TrainingConfiguration) -> Void = { _ in }
  ) throws -> (done: [String], messages: [String]) {
    var done: [String] = []
    var messages: [String] = []
    try training.trainer(cache: cache, output: output, edit).run(resume: resume) { event in
      guard let message = event.message else { return }
      messages.append(message)
      if message == "done by an earlier run" { done.append(event.stage) }
    }
    return (done, messages)
  }

  @Test func aListWithoutASingleClipBecomesAModelAndStageByStageTheSameOne() throws {
    let whole = try run(cache: "whole", output: "whole.safetensors", resume: false)
    #expect(whole.done == [])
    #expect(
      whole.messages.contains {
        $0.contains("28 clips read, 0 without a face, 0 without sound")
      })
    let model = try training.bytes("whole.safetensors")
    // The backbone is the one that the frames were extracted with.
    let read = try WeightFile.read(training.folder / "whole.safetensors")
    let given = try WeightFile.read(training.backbone)
    for (name, tensor) in given.tensors { #expect(read.tensors[name]?.values == tensor.values) }
    let card = try ModelCard(metadata: read.metadata, path: "m")
    #expect(card.recipe["seed"] == .integer(7))
    #expect(card.trainingClips == ["unnamed": 28])
    #expect(card.trainingSpeakers == ["ann", "bob", "cat", "dan"])

    // Each stage as another process would run it.
    let stages = try training.trainer(cache: "staged", output: "staged.safetensors").stages()
    #expect(stages.map(\.name) == Self.names)
    #expect(stages.map(\.name) == Trainer.stageNames(training.configuration, folds: nil))
    for stage in stages {
      #expect(!stage.isDone)
      try training.trainer(cache: "staged", output: "staged.safetensors")
        .run(stage: stage.name, resume: true) { _ in }
    }
    #expect(try training.bytes("staged.safetensors") == model)
    for name in Self.names.dropLast() {
      let file = name + ".safetensors"
      #expect(try training.bytes("staged/" + file) == training.bytes("whole/" + file), "\(name)")
    }

    try resumes(with: model)
    try runsLaterStagesAgain()
  }

  /// Of a finished run, only what is missing or damaged is made again.
  private func resumes(with model: Data) throws {
    let all = Array(Self.names.dropLast())
    #expect(try run(cache: "whole", output: "again.safetensors", resume: true).done == all)
    #expect(try training.bytes("again.safetensors") == model)

    let member = try training.bytes("whole/member-2.safetensors")
    try FileManager.default.removeItem(atPath: training.folder / "whole/member-2.safetensors")
    let missing = try run(cache: "whole", output: "again.safetensors", resume: true)
    #expect(missing.done == all.filter { $0 != "member-2" })
    #expect(try training.bytes("whole/member-2.safetensors") == member)

    try training.folder.write("whole/member-1.safetensors", member.prefix(member.count / 2))
    try training.folder.write("whole/faces.safetensors", Data("{".utf8))
    let damaged = try run(cache: "whole", output: "again.safetensors", resume: true)
    #expect(damaged.done == all.filter { $0 != "member-1" && $0 != "faces" })
    #expect(try training.bytes("again.safetensors") == model)
  }

  /// A changed key leaves the stages done that it does not decide.
  private func runsLaterStagesAgain() throws {
    func done(_ edit: (inout TrainingConfiguration) -> Void) throws -> [String] {
      try training.trainer(cache: "whole", output: "other.safetensors", edit).stages()
        .filter(\.isDone).map(\.name)
    }
    let all = Array(Self.names.dropLast())
    #expect(try done { _ in } == all)
    #expect(try done { $0.name = "other" } == all)
    #expect(try done { $0.branches.epochs += 1 } == ["faces", "clips", "branches"])
    #expect(try done { $0.branches.members = 1 } == ["faces", "clips", "branches"])
    #expect(try done { $0.branches.crossFittingFolds = 3 } == ["faces", "clips"])
    #expect(try done { $0.branches.discriminants.componentCount = 2 } == ["faces", "clips"])
    #expect(try done { $0.branches.variants = 2 } == ["faces"])
    #expect(try done { $0.branches.augmentation.noise = 5 } == ["faces"])
    #expect(try done { $0.seed = 8 } == ["faces"])

    let changed = try run(cache: "whole", output: "other.safetensors", resume: true) {
      $0.branches.epochs = 1
    }
    #expect(changed.done == ["faces", "clips", "branches"])
    let before = try training.bytes("whole.safetensors")
    #expect(try training.bytes("other.safetensors") != before)
    // What the changed run made is of no use to the first one.
    #expect(try done { _ in } == ["faces", "clips", "branches"])
  }

  @Test func aStageWhoseInputIsMissingSaysWhich() throws {
    let trainer = try training.trainer(cache: "c", output: "m.safetensors")
    #expect(
      throws: FileError(
        .missing, path: training.folder / "c/faces.safetensors",
        reason: "stage 'faces' has not been run with this cache")
    ) { try trainer.run(stage: "clips", resume: true) { _ in } }
    try trainer.run(stage: "faces", resume: true) { _ in }
    #expect(
      throws: FileError(
        .missing, path: training.folder / "c/clips.safetensors",
        reason: "stage 'clips' has not been run with this cache")
    ) { try trainer.run(stage: "member-1", resume: true) { _ in } }
    try trainer.run(stage: "clips", resume: true) { _ in }
    let other = try training.trainer(cache: "c", output: "m.safetensors") {
      $0.branches.variants = 0
    }
    #expect(
      throws: FileError(
        .malformed, path: training.folder / "c/clips.safetensors",
        reason: "stage 'clips' was run with other settings or data; run it again")
    ) { try other.run(stage: "branches", resume: true) { _ in } }
  }

  @Test func foldsHaveTheSameFiguresWholeAndStageByStage() throws {
    // Of the three speakers that a fold leaves, discriminants are fitted to two.
    func trainer(_ cache: String) throws -> Trainer {
      try training.trainer(cache: cache, output: "m") { $0.branches.crossFittingFolds = 3 }
    }
    let figures = try trainer("whole").crossValidate(folds: 4) { _ in }
    #expect(figures.count == 4)
    #expect(figures[0].map(\.name).contains("uar unnamed av"))
    #expect(!FileManager.default.fileExists(atPath: training.folder / "m"))
    #expect(
      try trainer("whole").stages(folds: 4).map(\.name)
        == Trainer.stageNames(training.configuration, folds: 4))
    for name in ["faces", "clips", "fold-2"] {
      try trainer("staged").run(stage: name, folds: 4, resume: true) { _ in }
    }
    #expect(
      try training.bytes("staged/fold-2.safetensors")
        == training.bytes("whole/fold-2.safetensors"))
    var done: [String] = []
    let again = try trainer("staged").crossValidate(folds: 4, resume: true) { event in
      if event.message == "done by an earlier run" { done.append(event.stage) }
    }
    #expect(again == figures)
    #expect(done == ["faces", "clips", "fold-2"])
  }

  @Test func aStageThatDoesNotExistIsRefusedWithThoseThatDo() throws {
    let trainer = try training.trainer(cache: "c", output: "m.safetensors")
    #expect(
      throws: FileError(
        .malformed, path: "list.csv",
        reason: "there is no stage 'member-3'; there are " + Self.names.joined(separator: ", "))
    ) { try trainer.run(stage: "member-3", resume: true) { _ in } }
    #expect(
      throws: FileError(
        .malformed, path: "list.csv",
        reason: "there is no stage 'model'; there are faces, clips, fold-1, fold-2, fold-3")
    ) { try trainer.run(stage: "model", folds: 3, resume: true) { _ in } }
  }

  @Test func aListThatCannotBeTrainedOnIsRefusedByItsPath() throws {
    func error(_ edit: (inout [ClipListEntry]) -> Void) -> FileError? {
      var entries = training.entries
      edit(&entries)
      return #expect(throws: FileError.self) {
        try Trainer(
          configuration: training.configuration, clips: ClipList(entries: entries),
          listPath: "list.csv", cacheFolder: training.folder / "c",
          output: training.folder / "m", threads: 1)
      }
    }
    #expect(
      error { $0[0] = ClipListEntry(path: "a", resolvedPath: "a", split: "train", line: 7) }
        == FileError(.malformed, path: "list.csv", line: 7, reason: "no label for a"))
    #expect(
      error { $0 = $0.filter { $0.split == "validation" } }?.description
        == "list.csv: no row of the list has the split 'train'")
    #expect(
      error { entries in
        entries.append(
          ClipListEntry(
            path: "b", resolvedPath: "b", label: .sad, speaker: "ann", split: "validation"))
      }?.description == "list.csv: speakers on both sides of the split: ann")
  }
}
