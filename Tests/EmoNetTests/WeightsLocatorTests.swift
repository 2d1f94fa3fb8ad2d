// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation
import Testing

@Suite struct WeightsLocatorTests {
  private let name = WeightsLocator.modelName
  private let detector = WeightsLocator.detectorName

  private func locator(
    _ folder: TemporaryFolder, environment: String? = nil, executable: String = "tree/bin/emonet"
  ) -> WeightsLocator {
    WeightsLocator(
      environment: environment.map { [WeightsLocator.variable: $0] } ?? [:],
      executable: folder.path(executable), workingFolder: folder.path("work/deep/down"))
  }

  @Test(arguments: [
    "tree/bin", "tree/share/emonet", "tree/Weights", "work/Weights", "work/deep/down/Weights",
  ])
  func `weights are found in each of the places`(place: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("\(place)/\(name)", Data([1]))
    try folder.write("\(place)/\(detector)", Data([1]))
    #expect(try locator(folder).model(flag: nil) == folder.path("\(place)/\(name)"))
    #expect(try locator(folder).detector() == folder.path("\(place)/\(detector)"))
  }

  @Test func `an earlier place wins over a later one`() throws {
    let folder = try TemporaryFolder()
    let places = ["work/Weights", "tree/Weights", "tree/share/emonet", "tree/bin"]
    for place in places {
      try folder.write("\(place)/\(name)", Data([1]))
      #expect(try locator(folder).model(flag: nil) == folder.path("\(place)/\(name)"))
    }
    try folder.write("other/\(name)", Data([1]))
    try folder.write("mine.safetensors", Data([1]))
    let other = locator(folder, environment: folder.path("other"))
    #expect(try other.model(flag: nil) == folder.path("other/\(name)"))
    let mine = folder.path("mine.safetensors")
    #expect(try other.model(flag: mine) == mine)
  }

  @Test func `what is named and not there is not replaced by another`() throws {
    let folder = try TemporaryFolder()
    try folder.write("tree/bin/\(name)", Data([1]))
    let flag = #expect(throws: WeightsNotFound.self) {
      try locator(folder).model(flag: "/nowhere/w")
    }
    #expect(flag?.places == ["/nowhere/w"])
    let variable = #expect(throws: WeightsNotFound.self) {
      try locator(folder, environment: folder.path("tree")).model(flag: nil)
    }
    #expect(variable?.places == [folder.path("tree/\(name)")])
    #expect(try locator(folder, environment: "").model(flag: nil).hasSuffix(name))
  }

  @Test func `the detector is looked for beside the model, then everywhere`() throws {
    let folder = try TemporaryFolder()
    try folder.write("tree/bin/\(detector)", Data([1]))
    let model = folder.path("models/mine.safetensors")
    #expect(
      try locator(folder).detector(besideModel: model) == folder.path("tree/bin/\(detector)"))
    #expect(
      try locator(folder, environment: model).detector() == folder.path("tree/bin/\(detector)"))
    try folder.write("models/\(detector)", Data([1]))
    let beside = folder.path("models/\(detector)")
    #expect(try locator(folder).detector(besideModel: model) == beside)
    #expect(try locator(folder, environment: folder.path("models")).detector() == beside)
  }

  @Test func `the error lists every place once`() throws {
    let error = #expect(throws: WeightsNotFound.self) {
      try WeightsLocator(environment: [:], executable: "/a/bin/emonet", workingFolder: "/a/b")
        .model(flag: nil)
    }
    #expect(
      error?.places == [
        "/a/bin/\(name)", "/a/share/emonet/\(name)", "/a/bin/Weights/\(name)",
        "/a/Weights/\(name)", "/Weights/\(name)", "/a/b/Weights/\(name)",
      ])
    #expect(
      error?.description.hasPrefix("no weights \(name): searched /a/bin/\(name), /a/share") == true)
    #expect(error?.description.hasSuffix("name the file with --weights or EMONET_WEIGHTS") == true)
  }
}
