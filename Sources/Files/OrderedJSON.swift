// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// JSON whose object members keep the order in which they were given, for results.
///
/// What people and other programs read: classifications, timelines, evaluations, reports. The
/// order is that of the documentation, numbers keep the digits of their type, and plain rows stay
/// on a line. What is compared or hashed is `CanonicalJSON`, whose keys are sorted.
package enum OrderedJSON: Sendable {
  /// Members in order; keys are not repeated.
  case object([(key: String, value: OrderedJSON)])
  /// Elements in order.
  case array([OrderedJSON])
  /// Text.
  case string(String)
  /// A whole number.
  case integer(Int)
  /// A number in double precision; must be finite to be written.
  case double(Double)
  /// A number in single precision; must be finite to be written.
  case float(Float)
  /// True or false.
  case bool(Bool)
  /// No value.
  case null

  /// A number, or null when there is none.
  package static func optional(_ value: Double?) -> OrderedJSON {
    value.map { .double($0) } ?? .null
  }

  /// The value as text, on one line or indented by two spaces.
  ///
  /// Numbers are the shortest text that reads back as the same number. Throws `OrderedJSONError`
  /// for a number that is not finite.
  package func text(indented: Bool = false) throws(OrderedJSONError) -> String {
    var output = ""
    try write(to: &output, path: "$", indentation: indented ? 0 : nil)
    return output
  }
}

/// A number that JSON cannot hold.
package struct OrderedJSONError: Error, Equatable, CustomStringConvertible {
  /// Where the number stands, such as `$.scores.happy`.
  package let path: String
  /// The number as Swift prints it: `nan`, `inf` or `-inf`.
  package let number: String

  /// One line for people.
  package var description: String { "\(path) is \(number), which JSON cannot hold" }
}

extension OrderedJSON {
  private var isContainer: Bool {
    switch self {
    case .object, .array: true
    default: false
    }
  }

  private func write(
    to output: inout String, path: String, indentation: Int?
  ) throws(OrderedJSONError) {
    switch self {
    case .object(let members):
      let inner = members.isEmpty ? nil : indentation.map { $0 + 1 }
      output += "{"
      for (position, member) in members.enumerated() {
        if position > 0 { output += "," }
        Self.breakLine(inner, in: &output)
        Self.write(member.key, to: &output)
        output += inner == nil ? ":" : ": "
        try member.value.write(to: &output, path: "\(path).\(member.key)", indentation: inner)
      }
      if inner != nil { Self.breakLine(indentation, in: &output) }
      output += "}"
    case .array(let elements):
      // A row of plain values stays on its line: a confusion matrix reads as a matrix.
      let inner = elements.contains(where: \.isContainer) ? indentation.map { $0 + 1 } : nil
      output += "["
      for (position, element) in elements.enumerated() {
        if position > 0 { output += indentation != nil && inner == nil ? ", " : "," }
        Self.breakLine(inner, in: &output)
        try element.write(to: &output, path: "\(path)[\(position)]", indentation: inner)
      }
      if inner != nil { Self.breakLine(indentation, in: &output) }
      output += "]"
    case .string(let value): Self.write(value, to: &output)
    case .integer(let value): output += String(value)
    case .double(let value):
      guard value.isFinite else { throw OrderedJSONError(path: path, number: "\(value)") }
      output += value.description
    case .float(let value):
      guard value.isFinite else { throw OrderedJSONError(path: path, number: "\(value)") }
      output += value.description
    case .bool(let value): output += value ? "true" : "false"
    case .null: output += "null"
    }
  }

  private static func breakLine(_ indentation: Int?, in output: inout String) {
    guard let indentation else { return }
    output += "\n" + String(repeating: "  ", count: indentation)
  }

  private static func write(_ text: String, to output: inout String) {
    output += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      // Control characters by RFC 8259; the two separators would break a reader that splits at
      // lines.
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }
}

/// So that a type with an `OrderedJSON` encodes to the same JSON through any encoder.
extension OrderedJSON: Encodable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Writes the value; the encoder decides on the order of keys.
  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .object(let members):
      var container = encoder.container(keyedBy: Key.self)
      for (key, value) in members {
        try container.encode(value, forKey: Key(stringValue: key))
      }
    case .array(let elements):
      var container = encoder.unkeyedContainer()
      for element in elements { try container.encode(element) }
    case .string(let value): try Self.encode(value, to: encoder)
    case .integer(let value): try Self.encode(value, to: encoder)
    case .double(let value): try Self.encode(value, to: encoder)
    case .float(let value): try Self.encode(value, to: encoder)
    case .bool(let value): try Self.encode(value, to: encoder)
    case .null:
      var container = encoder.singleValueContainer()
      try container.encodeNil()
    }
  }

  private static func encode(_ value: some Encodable, to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }
}
