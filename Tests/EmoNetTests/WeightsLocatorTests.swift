// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Files
import Foundation
import TestSupport
import Testing

@Suite struct WeightsLocatorTests {
  private let name = WeightsLocator.modelName
  private let detector = WeightsLocator.detectorName

  private func locator(
    _ folder: TemporaryFolder, environment: String? = nil, executable: String = "tree/bin/emonet"
  ) -> WeightsLocator {
    WeightsLocator(
      environment: environment.map { [WeightsLocator.variable: $0] } ?? [:],
      executable: folder / executable, workingFolder: folder / "work/deep/down")
  }

  /// The error that says where a file was looked for.
  private func missing(_ name: String, _ places: [String]) -> FileError {
    FileError(
      .missing, path: "",
      reason: "no weights \(name): searched \(places.joined(separator: ", ")); "
        + "name the file with --weights or EMONET_WEIGHTS")
  }

  @Test(arguments: [
    "tree/bin", "tree/share/emonet", "tree/Weights", "work/Weights", "work/deep/down/Weights",
  ])
  func weightsAreFoundInEachOfThePlaces(place: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("\(place)/\(name)", Data([1]))
    try folder.write("\(place)/\(detector)", Data([1]))
    #expect(try locator(folder).model(flag: nil) == folder / "\(place)/\(name)")
    #expect(try locator(folder).detector() == folder / "\(place)/\(detector)")
  }

  @Test func anEarlierPlaceWinsOverALaterOne() throws {
    let folder = try TemporaryFolder()
    let places = ["work/Weights", "tree/Weights", "tree/share/emonet", "tree/bin"]
    for place in places {
      try folder.write("\(place)/\(name)", Data([1]))
      #expect(try locator(folder).model(flag: nil) == folder / "\(place)/\(name)")
    }
    try folder.write("other/\(name)", Data([1]))
    try folder.write("mine.safetensors", Data([1]))
    let other = locator(folder, environment: folder / "other")
    #expect(try other.model(flag: nil) == folder / "other/\(name)")
    let mine = folder / "mine.safetensors"
    #expect(try other.model(flag: mine) == mine)
  }

  @Test func whatIsNamedAndNotThereIsNotReplacedByAnother() throws {
    let folder = try TemporaryFolder()
    try folder.write("tree/bin/\(name)", Data([1]))
    let flag = #expect(throws: FileError.self) {
      try locator(folder).model(flag: "/nowhere/w")
    }
    #expect(flag == missing(name, ["/nowhere/w"]))
    let variable = #expect(throws: FileError.self) {
      try locator(folder, environment: folder / "tree").model(flag: nil)
    }
    #expect(variable == missing(name, [folder / "tree/\(name)"]))
    #expect(try locator(folder, environment: "").model(flag: nil).hasSuffix(name))
  }

  @Test func theDetectorIsLookedForBesideTheModelThenEverywhere() throws {
    let folder = try TemporaryFolder()
    try folder.write("tree/bin/\(detector)", Data([1]))
    let model = folder / "models/mine.safetensors"
    #expect(
      try locator(folder).detector(besideModel: model) == folder / "tree/bin/\(detector)")
    #expect(
      try locator(folder, environment: model).detector() == folder / "tree/bin/\(detector)")
    try folder.write("models/\(detector)", Data([1]))
    let beside = folder / "models/\(detector)"
    #expect(try locator(folder).detector(besideModel: model) == beside)
    #expect(try locator(folder, environment: folder / "models").detector() == beside)
  }

  @Test func theErrorListsEveryPlaceOnce() throws {
    let error = #expect(throws: FileError.self) {
      try WeightsLocator(environment: [:], executable: "/a/bin/emonet", workingFolder: "/a/b")
        .model(flag: nil)
    }
    let places = [
      "/a/bin/\(name)", "/a/share/emonet/\(name)", "/a/bin/Weights/\(name)",
      "/a/Weights/\(name)", "/Weights/\(name)", "/a/b/Weights/\(name)",
    ]
    #expect(error == missing(name, places))
    #expect(
      error?.description.hasPrefix("no weights \(name): searched /a/bin/\(name), /a/share") == true)
    #expect(error?.description.hasSuffix("name the file with --weights or EMONET_WEIGHTS") == true)
  }
}
