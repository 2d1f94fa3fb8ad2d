// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Writes comma-separated values as RFC 4180 defines them, with LF at the end of each line.
public enum CSVWriter {
  /// One record with its line end; fields are quoted only where they must be.
  public static func line(_ fields: [String]) -> String {
    // A lone empty field would read back as a blank line.
    if fields == [""] { return "\"\"\n" }
    return fields.map(field).joined(separator: ",") + "\n"
  }

  private static func field(_ text: String) -> String {
    let isSafe = text.utf8.allSatisfy { byte in
      byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\n")
        && byte != UInt8(ascii: "\r")
    }
    let hasOuterSpace = text.first?.isWhitespace == true || text.last?.isWhitespace == true
    guard !isSafe || hasOuterSpace else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted.unicodeScalars.append("\"") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
