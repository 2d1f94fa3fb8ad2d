// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Files
import Foundation

/// A JSON Schema of draft 2020-12, as far as the schemas of this package use it.
///
/// A keyword that is not known here is an error of the schema, so that none says what nobody checks.
package struct JSONSchema: Sendable {
  /// What is wrong with a schema, and where in it.
  package struct Malformed: Error, Equatable, CustomStringConvertible {
    /// Where, such as `#/properties/label`.
    package let place: String
    package let reason: String

    package var description: String { "\(place): \(reason)" }
  }

  /// Keywords that say something to people alone.
  private static let remarks: Set = ["$schema", "$id", "title", "description", "$defs"]
  private static let types: Set = [
    "null", "boolean", "integer", "number", "string", "array", "object",
  ]

  private let root: JSONValue

  /// Takes a schema; throws `Malformed` when it has something in it that is not checked here.
  package init(_ root: JSONValue) throws {
    self.root = root
    try examine(root, "#")
  }

  /// Reads a schema from text.
  package init(text: String) throws {
    try self.init(JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)))
  }

  /// What is wrong with a value, a line each with the place in it; empty when it is as the schema says.
  package func complaints(about value: JSONValue) -> [String] { complaints(value, root, "$") }

  /// The same of a text that should be JSON.
  package func complaints(aboutText text: String) throws -> [String] {
    complaints(about: try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)))
  }
}

// MARK: The schema itself

extension JSONSchema {
  private func examine(_ schema: JSONValue, _ place: String) throws {
    if schema.asBool != nil { return }
    guard let keywords = schema.asObject else {
      throw Malformed(place: place, reason: "a schema is an object, true or false")
    }
    for (keyword, argument) in keywords.sorted(by: { $0.key < $1.key }) {
      let inner = "\(place)/\(keyword)"
      guard try isWellFormed(keyword, argument, inner) else {
        throw Malformed(place: inner, reason: "not a value that this keyword takes")
      }
    }
  }

  private func isWellFormed(
    _ keyword: String, _ argument: JSONValue, _ place: String
  ) throws -> Bool {
    switch keyword {
    case "$schema", "$id", "title", "description": return argument.asString != nil
    case "$defs", "properties":
      guard let members = argument.asObject else { return false }
      for (name, schema) in members { try examine(schema, "\(place)/\(name)") }
      return true
    case "items", "additionalProperties":
      try examine(argument, place)
      return true
    case "prefixItems", "oneOf", "anyOf":
      guard let schemas = argument.asArray, !schemas.isEmpty else { return false }
      for (index, schema) in schemas.enumerated() { try examine(schema, "\(place)/\(index)") }
      return true
    case "type":
      let names = argument.asArray ?? [argument]
      return !names.isEmpty && names.allSatisfy { $0.asString.map(Self.types.contains) ?? false }
    case "required": return argument.asArray?.allSatisfy { $0.asString != nil } ?? false
    case "enum": return argument.asArray?.isEmpty == false
    case "const": return true
    case "minimum", "maximum", "exclusiveMinimum": return argument.asNumber != nil
    case "minItems", "maxItems", "minLength", "minProperties": return argument.asInteger != nil
    case "pattern": return argument.asString.flatMap { try? Regex($0) } != nil
    case "$ref": return argument.asString.flatMap(definition) != nil
    default: throw Malformed(place: place, reason: "this keyword is not checked")
    }
  }

  /// What `#/$defs/NAME` refers to.
  private func definition(_ reference: String) -> JSONValue? {
    let prefix = "#/$defs/"
    guard reference.hasPrefix(prefix) else { return nil }
    return root["$defs"]?[String(reference.dropFirst(prefix.count))]
  }
}

// MARK: Values

extension JSONSchema {
  private func complaints(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> [String] {
    guard let keywords = schema.asObject else {
      return schema.asBool == true ? [] : ["\(place): nothing may be here"]
    }
    return keywords.sorted { $0.key < $1.key }.flatMap { keyword, argument -> [String] in
      if Self.remarks.contains(keyword) { return [] }
      if let reason = refusal(value, keyword, argument) { return ["\(place): \(reason)"] }
      return inner(value, keyword, argument, keywords, place)
    }
  }

  /// Why a keyword that looks at the value alone refuses it; nil when it does not.
  private func refusal(_ value: JSONValue, _ keyword: String, _ argument: JSONValue) -> String? {
    let isRight =
      switch keyword {
      case "type": (argument.asArray ?? [argument]).contains { value.has(type: $0.asString ?? "") }
      case "enum": argument.asArray?.contains(value) ?? false
      case "const": argument == value
      case "minimum": Self.compare(value.asNumber, argument) { $0 >= $1 }
      case "maximum": Self.compare(value.asNumber, argument) { $0 <= $1 }
      case "exclusiveMinimum": Self.compare(value.asNumber, argument) { $0 > $1 }
      case "minItems": Self.compare(value.asArray.map { Double($0.count) }, argument) { $0 >= $1 }
      case "maxItems": Self.compare(value.asArray.map { Double($0.count) }, argument) { $0 <= $1 }
      case "minProperties":
        Self.compare(value.asObject.map { Double($0.count) }, argument) { $0 >= $1 }
      case "minLength":
        Self.compare(value.asString.map { Double($0.unicodeScalars.count) }, argument) {
          $0 >= $1
        }
      case "pattern":
        value.asString.map { text in
          argument.asString.flatMap { try? Regex($0) }.flatMap { text.firstMatch(of: $0) } != nil
        } ?? true
      default: true
      }
    return isRight ? nil : "\(value.shown) is against '\(keyword)' \(argument.shown)"
  }

  /// Whether a measure is right beside the keyword's number; so is a value that has no such measure.
  private static func compare(
    _ measure: Double?, _ argument: JSONValue, _ holds: (Double, Double) -> Bool
  ) -> Bool {
    guard let measure, let bound = argument.asNumber else { return true }
    return holds(measure, bound)
  }

  /// What keywords that hold schemas say of the value and its parts.
  private func inner(
    _ value: JSONValue, _ keyword: String, _ argument: JSONValue,
    _ keywords: [String: JSONValue], _ place: String
  ) -> [String] {
    switch keyword {
    case "$ref":
      let schema = argument.asString.flatMap(definition) ?? .bool(false)
      return complaints(value, schema, place)
    case "required":
      guard let members = value.asObject else { return [] }
      let missing = (argument.asArray ?? []).compactMap(\.asString).filter { members[$0] == nil }
      return missing.map { "\(place): '\($0)' is missing" }
    case "properties":
      return members(of: value).flatMap { name, member in
        argument[name].map { complaints(member, $0, "\(place).\(name)") } ?? []
      }
    case "additionalProperties":
      return members(of: value).filter { keywords["properties"]?[$0.key] == nil }
        .flatMap { complaints($1, argument, "\(place).\($0)") }
    case "prefixItems":
      return zip(value.asArray ?? [], argument.asArray ?? []).enumerated().flatMap {
        complaints($1.0, $1.1, "\(place)[\($0)]")
      }
    case "items":
      let first = keywords["prefixItems"]?.asArray?.count ?? 0
      return (value.asArray ?? []).enumerated().dropFirst(first)
        .flatMap { complaints($1, argument, "\(place)[\($0)]") }
    case "oneOf", "anyOf":
      let all = (argument.asArray ?? []).map { complaints(value, $0, place) }
      let fitting = all.count(where: \.isEmpty)
      if fitting == 1 || fitting > 1 && keyword == "anyOf" { return [] }
      return ["\(place): fits \(fitting) of \(all.count) forms of '\(keyword)'"] + all.joined()
    default: return []
    }
  }

  private func members(of value: JSONValue) -> [(key: String, value: JSONValue)] {
    (value.asObject ?? [:]).sorted { $0.key < $1.key }
  }
}

extension JSONValue {
  fileprivate func has(type: String) -> Bool {
    switch self {
    case .null: type == "null"
    case .bool: type == "boolean"
    case .integer: type == "integer" || type == "number"
    // A whole number is an integer also where it is written with a fraction of zero.
    case .number(let value): type == "number" || type == "integer" && value == value.rounded()
    case .string: type == "string"
    case .array: type == "array"
    case .object: type == "object"
    }
  }

  fileprivate var shown: String { (try? CanonicalJSON.text(self)) ?? "\(self)" }
}
