// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import EmoNet
internal import Foundation

/// Where the tables of `emonet extract` go, as far as the command line says it.
struct ExtractionTarget {
  /// A place for the tables, or standard output.
  enum Place {
    case output(ExtractionOutput)
    case standardOutput(TableFormat)
  }

  private let path: String?
  private let features: [FeatureKind]
  private let format: TableFormat

  /// Checks format and output against the features; throws `UsageError`.
  init(_ arguments: Arguments, _ settings: ExtractionSettings) throws(UsageError) {
    path = arguments.text(ExtractCommand.output)
    features = settings.features
    let named = path.flatMap { TableFormat(path: $0) }
    let asked: TableFormat? = arguments.choice(ExtractCommand.format)
    format = asked ?? named ?? .csv
    if let path, let named, let asked, named != asked {
      throw Self.refused("the output '\(path)' is not named as \(asked.rawValue)")
    }
    if format == .arff, let feature = features.first(where: \.isPerFrame) {
      throw Self.refused(
        "\(feature.rawValue) has a row a frame, which is written as csv or npz; arff is for "
          + "features with a row a clip")
    }
    if path == nil, format == .npz {
      throw Self.refused("npz needs '\(ExtractCommand.output.form)'")
    }
    if path == nil || named != nil, features.count > 1 { throw severalTables() }
  }

  /// The place for the tables of so many clips; throws `UsageError` when they do not fit there.
  func place(clips: Int) throws(UsageError) -> Place {
    if path == nil || path.flatMap({ TableFormat(path: $0) }) != nil, clips > 1,
      features.contains(where: \.isPerFrame)
    {
      throw severalTables()
    }
    guard let path else { return .standardOutput(format) }
    let isFile = TableFormat(path: path) != nil
    return .output(
      ExtractionOutput(
        place: isFile ? .file(path) : .folder(Self.trimmed(path)), format: format))
  }

  private func severalTables() -> UsageError {
    guard let path else {
      return Self.refused("several tables need '--output FOLDER'")
    }
    return Self.refused("several tables do not fit into '\(path)'; name a folder")
  }

  private static func trimmed(_ folder: String) -> String {
    folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
  }

  private static func refused(_ reason: String) -> UsageError {
    UsageError(reason: reason, command: "extract")
  }
}
