// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

extension DecodingError {
  /// What is wrong with a JSON and where, in words for whoever wrote it.
  package var explanation: String {
    func place(_ context: Context, _ key: (any CodingKey)? = nil) -> String {
      (context.codingPath + (key.map { [$0] } ?? [])).map(\.stringValue).joined(separator: ".")
    }
    switch self {
    case .keyNotFound(let key, let context): return "key '\(place(context, key))' is missing"
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      return "'\(place(context))' must be \(Self.noun(type))"
    case .dataCorrupted(let context):
      let place = place(context)
      let detail = (context.underlyingError as NSError?)?.userInfo[NSDebugDescriptionErrorKey]
      return (place.isEmpty ? "" : "'\(place)': ") + context.debugDescription
        + (detail.map { " \($0)" } ?? "")
    @unknown default: return "it is no JSON of this form"
    }
  }

  private static func noun(_ type: Any.Type) -> String {
    switch type {
    case is any FixedWidthInteger.Type: "a whole number"
    case is any BinaryFloatingPoint.Type: "a number"
    case is Bool.Type: "true or false"
    case is String.Type: "a text"
    case is [Any].Type: "a list"
    default: "an object"
    }
  }
}
