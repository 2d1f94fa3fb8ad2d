// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import TestSupport
import Testing

@testable import EmoNetTraining

@Suite struct TrainingConfigurationTests {
  private func text(_ edit: (inout [String: Any]) -> Void = { _ in }) throws -> Data {
    let whole = try CanonicalJSON.text(TrainingFixtures.configuration)
    var object = try #require(
      JSONSerialization.jsonObject(with: Data(whole.utf8)) as? [String: Any])
    edit(&object)
    return try JSONSerialization.data(withJSONObject: object)
  }

  @Test func pathsAreTakenFromTheFilesFolder() throws {
    let folder = try TemporaryFolder()
    try folder.write("configuration.json", try text())
    let read = try TrainingConfiguration.read(folder / "configuration.json")
    #expect(read.backbone.faces == "faces")
    #expect(read.resolved(read.backbone.faces) == folder / "faces")
    #expect(read.branches == TrainingFixtures.configuration.branches)
  }

  @Test(arguments: [("add", "branches.epoch"), ("remove", "branches.epochs"), ("remove", "seed")])
  func anUnknownOrMissingKeyIsRefusedByName(_ action: String, _ key: String) throws {
    let parts = key.split(separator: ".").map(String.init)
    let data = try text { object in
      func change(_ object: inout [String: Any], _ name: String) {
        object[name] = action == "add" ? 1 : nil
      }
      guard parts.count == 2 else { return change(&object, parts[0]) }
      var inner = object[parts[0]] as? [String: Any] ?? [:]
      change(&inner, parts[1])
      object[parts[0]] = inner
    }
    let folder = try TemporaryFolder()
    try folder.write("configuration.json", data)
    let error = #expect(throws: FileError.self) {
      try TrainingConfiguration.read(folder / "configuration.json")
    }
    #expect(error?.reason.contains("'\(key)'") == true, "\(error?.reason ?? "")")
    #expect(error?.path == folder / "configuration.json")
    #expect(error?.kind == .malformed)
  }

  @Test func aValueOfTheWrongKindIsNamedAndWhatItShouldBe() throws {
    let folder = try TemporaryFolder()
    let path = folder / "configuration.json"
    try folder.write("configuration.json", try text { $0["seed"] = "one" })
    let error = #expect(throws: FileError.self) { try TrainingConfiguration.read(path) }
    #expect(error?.description == "\(path): 'seed' must be a whole number")
  }

  @Test(arguments: [
    ("branches.members", 0, "0; it must be from 1 to 1000"),
    ("branches.epochs", -1, "-1; it must be from 1 to 100000"),
    ("backbone.epochs", -3, "-3; it must be from 1 to 100000"),
    ("backbone.augmentation.rotation", -10, "-10; it must be from 0 to 180"),
    ("branches.augmentation.shift", 2, "2; it must be from 0 to 1"),
    ("branches.frames.minimum", 0, "0; it must be from 1 to 100000"),
    ("branches.soundDropout", 1.5, "1.5; it must be from 0 to 1"),
    ("branches.members", 1_000_000_000_000, "1000000000000; it must be from 1 to 1000"),
  ])
  func aNumberThatCannotBeIsNamedWithItsKey(key: String, value: Double, reason: String) throws {
    func change(_ object: inout [String: Any], _ keys: ArraySlice<String>) {
      guard let first = keys.first else { return }
      guard keys.count > 1 else { return object[first] = NSNumber(value: value) }
      var inner = object[first] as? [String: Any] ?? [:]
      change(&inner, keys.dropFirst())
      object[first] = inner
    }
    let folder = try TemporaryFolder()
    let path = folder / "configuration.json"
    try folder.write(
      "configuration.json",
      try text { change(&$0, key.split(separator: ".").map(String.init)[...]) })
    let error = #expect(throws: FileError.self) { try TrainingConfiguration.read(path) }
    #expect(error?.description == "\(path): '\(key)' is \(reason)")
    #expect(error?.kind == .malformed)
  }
}
