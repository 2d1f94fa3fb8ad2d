// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A JSON value whose object members keep the order in which they were given.
///
/// Foundation's encoder orders keys by hash or by alphabet; results for people and programs are
/// written through this type, so that the same result is the same bytes.
public enum OrderedJSON: Sendable {
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
  public static func optional(_ value: Double?) -> OrderedJSON {
    value.map { .double($0) } ?? .null
  }

  /// The value as text, on one line or indented by two spaces.
  ///
  /// Numbers are the shortest text that reads back as the same number. Throws `OrderedJSONError` for a
  /// number that is not finite.
  public func text(indented: Bool = false) throws(OrderedJSONError) -> String {
    var output = ""
    try write(to: &output, path: "$", indentation: indented ? 0 : nil)
    return output
  }
}

/// A number that JSON cannot hold.
public struct OrderedJSONError: Error, Equatable, CustomStringConvertible {
  /// Where the number stands, such as `$.scores.happy`.
  public let path: String
  /// The number as Swift prints it: `nan`, `inf` or `-inf`.
  public let number: String

  /// One line for people.
  public var description: String { "\(path) is \(number), which JSON cannot hold" }
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
      // Control characters by RFC 8259; the two separators would break a reader that splits at lines.
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }
}
