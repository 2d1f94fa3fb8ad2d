// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import EmoNetTraining
import Files
import Foundation
import Tables
import TestSupport
import Testing

/// A form of JSON that the program writes and that has a schema.
enum WrittenForm: String, CaseIterable, Sendable {
  case prediction, predictions, report, features, faces

  /// What the library calls the form and its version.
  var version: String {
    switch self {
    case .prediction: Prediction.format
    case .predictions: PredictionTable.format
    case .report: EvaluationReport.currentFormat
    case .features: TableProvenance.currentFormat
    case .faces: FaceSet.format
    }
  }

  /// The schema's own JSON.
  func json() throws -> JSONValue {
    try Self.read(Checkout.text("Features/schemas/\(rawValue).json"))
  }

  func schema() throws -> JSONSchema { try JSONSchema(json()) }

  static func read(_ text: some StringProtocol) throws -> JSONValue {
    try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
  }

  /// Keys that may be missing, by their place; a star stands for any key.
  var optional: Set<String> {
    switch self {
    case .prediction: ["$.precision", "$.windows", "$.top", "$.minimumConfidence"]
    case .predictions: ["$.clips", "$.failed"]
    case .faces: []
    case .report:
      Set(
        (["$"] + (0..<3).map { "$.parts[\($0)]" }).flatMap { place in
          ["audio", "video"].map { "\(place).branches.\($0)" }
        })
    case .features: ["$.settings.*"]
    }
  }
}

/// A value with one thing wrong in it.
struct Mutilation {
  private let place: String
  private let value: JSONValue
  private let schema: JSONSchema

  /// Expects that the schema says no.
  func expectRefusal(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(schema.complaints(about: value) != [], "\(place)", sourceLocation: sourceLocation)
  }

  /// Each key left out, a key too many in each object, and each value replaced by one of another type.
  static func all(of text: some StringProtocol, in form: WrittenForm) throws -> [Mutilation] {
    let schema = try form.schema()
    return variants(of: try WrittenForm.read(text), "$", form.optional).map {
      Mutilation(place: $0.place, value: $0.value, schema: schema)
    }
  }

  private static func variants(
    of value: JSONValue, _ place: String, _ optional: Set<String>
  ) -> [(place: String, value: JSONValue)] {
    var found = [("\(place) of another type", otherType(value))]
    switch value {
    case .object(let members):
      found.append(
        ("\(place).extra", .object(members.merging(["extra": .integer(0)]) { old, _ in old })))
      for (key, member) in members {
        // A branch may be missing where another is left, and not every branch tells a familiarity.
        let isBranch = place.hasSuffix(".modalities") || key == "familiarity"
        if !optional.contains("\(place).\(key)"), !optional.contains("\(place).*"), !isBranch {
          found.append(("without \(place).\(key)", .object(members.filter { $0.key != key })))
        }
        found += variants(of: member, "\(place).\(key)", optional).map { inner in
          (inner.place, .object(members.merging([key: inner.value]) { _, new in new }))
        }
      }
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        found += variants(of: element, "\(place)[\(index)]", optional).map { inner in
          var all = elements
          all[index] = inner.value
          return (inner.place, .array(all))
        }
      }
    default: break
    }
    return found
  }

  private static func otherType(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object: .array([])
    case .array: .object([:])
    case .string: .integer(0)
    case .null, .bool, .integer, .number: .string("x")
    }
  }
}
