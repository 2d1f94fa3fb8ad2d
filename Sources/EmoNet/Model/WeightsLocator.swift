// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

/// Finds weight files; nothing is ever downloaded.
///
/// In this order: the path given by hand, the environment variable `EMONET_WEIGHTS`, the executable's
/// folder, `../share/emonet` from there, and `Weights` in the folders above the executable and above the
/// working folder, which is where a checkout keeps them. A path given by hand or by the environment is a
/// file, or a folder that holds the file, and when it holds none nothing else is tried.
public struct WeightsLocator: Sendable {
  /// File name of the model that is used unless another is asked for.
  public static let modelName = "emonet.safetensors"
  /// File name of the face detector's weights.
  public static let detectorName = "yunet-2023mar.safetensors"
  /// The environment variable.
  public static let variable = "EMONET_WEIGHTS"

  private let environment: [String: String]
  private let executable: String?
  private let workingFolder: String

  /// A search from an environment, an executable's path and a working folder.
  public init(environment: [String: String], executable: String?, workingFolder: String) {
    self.environment = environment
    self.executable = executable
    self.workingFolder = workingFolder
  }

  /// A search from where this process runs.
  public static var current: WeightsLocator {
    WeightsLocator(
      environment: ProcessInfo.processInfo.environment,
      // Through symbolic links, so that a link in a `bin` folder finds the real one's weights.
      executable: ProcessWords.executable,
      workingFolder: FileManager.default.currentDirectoryPath)
  }

  /// The model's weights from where this process runs; throws `FileError` of kind `missing`.
  public static func locate(flag: String?) throws -> String {
    try current.model(flag: flag)
  }

  /// The face detector's weights from where this process runs; throws `FileError` of kind `missing`.
  public static func locateDetector(besideModel model: String? = nil) throws -> String {
    try current.detector(besideModel: model)
  }

  /// The model's weights; `flag` is what the user gave by hand. Throws `FileError` of kind `missing`.
  public func model(flag: String?) throws -> String {
    if let given = flag ?? environmentPath {
      let isFolder = Self.isFolder(given)
      return try first(
        [isFolder ? Self.join(given, Self.modelName) : given], of: Self.modelName)
    }
    return try first(places(Self.modelName), of: Self.modelName)
  }

  /// The face detector's weights: beside the model first, then as for the model. Throws `FileError` of kind `missing`.
  public func detector(besideModel model: String? = nil) throws -> String {
    let name = Self.detectorName
    var beside: [String] = []
    if let model { beside.append(Self.join(Self.folder(of: model), name)) }
    if let given = environmentPath {
      beside.append(Self.join(Self.isFolder(given) ? given : Self.folder(of: given), name))
    }
    return try first(beside + places(name), of: name)
  }

  private var environmentPath: String? {
    environment[Self.variable].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Where a file is looked for when nobody says where it is.
  private func places(_ name: String) -> [String] {
    var places: [String] = []
    if let executable {
      let folder = Self.folder(of: executable)
      places += [
        Self.join(folder, name),
        Self.join(Self.join(Self.folder(of: folder), "share/emonet"), name),
      ]
      places += Self.above(folder).map { Self.join($0, "Weights/" + name) }
    }
    return places + Self.above(workingFolder).map { Self.join($0, "Weights/" + name) }
  }

  private func first(_ places: [String], of name: String) throws -> String {
    var searched: [String] = []
    for place in places where !searched.contains(place) {
      if FileManager.default.fileExists(atPath: place), !Self.isFolder(place) { return place }
      searched.append(place)
    }
    throw FileError(
      .missing, path: "",
      reason: "no weights \(name): searched \(searched.joined(separator: ", ")); "
        + "name the file with --weights or \(Self.variable)")
  }

  /// A folder and all those that it lies in.
  private static func above(_ folder: String) -> [String] {
    var folders = [folder]
    while let last = folders.last, last != "/", last.hasPrefix("/") {
      folders.append(self.folder(of: last))
    }
    return folders
  }

  private static func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  private static func folder(of path: String) -> String {
    let parent = (path as NSString).deletingLastPathComponent
    return parent.isEmpty ? "." : parent
  }

  private static func join(_ folder: String, _ name: String) -> String {
    (folder as NSString).appendingPathComponent(name)
  }
}
