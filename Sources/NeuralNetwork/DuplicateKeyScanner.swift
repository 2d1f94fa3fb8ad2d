// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// Finds a key that stands twice in one object of a JSON text that is already known to be valid.
enum DuplicateKeyScanner {
  /// The first repeated key, or nil.
  static func firstDuplicate(in json: [UInt8]) -> String? {
    // One set for every object that is open; an array opens nothing, since only ':' makes a key.
    var open: [Set<String>] = []
    var lastString = 0..<0
    var position = 0
    while position < json.count {
      switch json[position] {
      case UInt8(ascii: "{"): open.append([])
      case UInt8(ascii: "}"): _ = open.popLast()
      case UInt8(ascii: ":"):
        let key = text(json[lastString])
        if let last = open.indices.last, !open[last].insert(key).inserted { return key }
      case UInt8(ascii: "\""):
        let start = position
        position += 1
        while position < json.count, json[position] != UInt8(ascii: "\"") {
          position += json[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        lastString = start..<min(position + 1, json.count)
      default: break
      }
      position += 1
    }
    return nil
  }

  /// A quoted JSON string's text, escapes undone.
  private static func text(_ quoted: ArraySlice<UInt8>) -> String {
    if quoted.contains(UInt8(ascii: "\\")),
      let decoded = try? JSONDecoder().decode(String.self, from: Data(quoted))
    {
      return decoded
    }
    return String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
  }
}
