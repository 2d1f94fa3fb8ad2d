// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// JSON in one spelling, for whatever is compared or signed: equal values give equal text.
///
/// Configurations, provenance, cards: text that is hashed, stood beside another, or taken apart by
/// this program again. Keys are sorted and there is no white space; a number is spelt by its value
/// and not by its type, so that a 32-bit float, a 64-bit one and an integer of one value are one
/// text. Results that people and other programs read are `OrderedJSON`.
package enum CanonicalJSON {
  /// The text of `value`; throws `EncodingError`, for a number that is not finite too.
  package static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Foundation spells 10^10 as 1e+10 or 10000000000, by its type, and a zero as 0 or -0.
    let plain = try JSONDecoder().decode(JSONValue.self, from: encoder.encode(value))
    return String(decoding: try encoder.encode(plain), as: UTF8.self)
  }
}

/// Any JSON value, carried without being understood.
///
/// What a newer version wrote, or what belongs to somebody else's part of a card, goes through
/// this program unchanged: read from canonical JSON and encoded again it is the same text.
public enum JSONValue: Sendable, Equatable {
  /// No value.
  case null
  /// True or false.
  case bool(Bool)
  /// A whole number that 64 bits hold, with a sign or without: from -2^63 to 2^64 - 1.
  case integer(Int128)
  /// Any other number; one that is not finite cannot be encoded.
  case number(Double)
  /// Text.
  case string(String)
  /// Elements in order.
  case array([JSONValue])
  /// Members by their key.
  case object([String: JSONValue])
}

extension JSONValue {
  /// The member called `key`; nil where there is none, and of everything but an object.
  public subscript(_ key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[key]
  }

  /// Whether it is true; nil of everything but `bool`.
  public var asBool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// The whole number; nil of everything else, and of one beyond `Int`.
  public var asInteger: Int? {
    guard case .integer(let value) = self else { return nil }
    return Int(exactly: value)
  }

  /// The number, whole or not; nil of everything else.
  public var asNumber: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The text; nil of everything but `string`.
  public var asString: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  /// The elements; nil of everything but `array`.
  public var asArray: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// The members; nil of everything but `object`.
  public var asObject: [String: JSONValue]? {
    guard case .object(let members) = self else { return nil }
    return members
  }
}

extension JSONValue: Codable {
  /// Reads any JSON value; throws `DecodingError` for a number beyond the range of `Double`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(Int128(value))
    } else if let value = try? container.decode(UInt64.self) {
      self = .integer(Int128(value))
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if (try? decoder.unkeyedContainer()) != nil {
      self = .array(try container.decode([JSONValue].self))
    } else if (try? decoder.container(keyedBy: AnyKey.self)) != nil {
      self = .object(try container.decode([String: JSONValue].self))
    } else {
      self = .number(try container.decode(Double.self))
    }
  }

  /// Writes the value as it is.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .integer(let value):
      if let signed = Int64(exactly: value) {
        try container.encode(signed)
      } else if let unsigned = UInt64(exactly: value) {
        try container.encode(unsigned)
      } else {
        try container.encode(Double(value))
      }
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let elements): try container.encode(elements)
    case .object(let members): try container.encode(members)
    }
  }

  /// Any key; only whether there are keys is asked.
  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
