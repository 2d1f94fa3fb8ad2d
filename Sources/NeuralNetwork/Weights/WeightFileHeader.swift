// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

/// The JSON header of a safetensors file: where each tensor lies, and the card.
struct WeightFileHeader {
  /// How a tensor's values are stored.
  enum ElementType: String, Decodable {
    case float16 = "F16"
    case brainFloat16 = "BF16"
    case float32 = "F32"
    case float64 = "F64"
    case int64 = "I64"

    /// Bytes of one value.
    var size: Int {
      switch self {
      case .float16, .brainFloat16: 2
      case .float32: 4
      case .float64, .int64: 8
      }
    }
  }

  /// One tensor's place in the data part.
  struct Entry {
    let name: String
    let type: ElementType
    let shape: [Int]
    /// Number of values, the product of `shape`.
    let count: Int
    /// Bytes, counted from the data's start.
    let bytes: Range<Int>
  }

  static let metadataKey = "__metadata__"
  /// Bytes; the limit of the reference implementation.
  static let maximumLength = 100_000_000

  /// In the order of their bytes.
  let entries: [Entry]
  let metadata: [String: String]

  /// Checks everything that can be checked without the data, of which there are `dataCount` bytes.
  init(json: [UInt8], dataCount: Int, path: String) throws {
    func refuse(_ reason: String, tensor: String? = nil) -> FileError {
      .unreadableWeights(path, tensor: tensor, reason: reason)
    }
    guard json.first == UInt8(ascii: "{") else {
      throw refuse("the header does not start with '{': not a safetensors file")
    }
    let raw: RawHeader
    do {
      raw = try JSONDecoder().decode(RawHeader.self, from: Data(json))
    } catch DecodingError.keyNotFound(let key, let context) {
      throw refuse("the header lacks \"\(key.stringValue)\"", tensor: context.codingPath.name)
    } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context)
    {
      throw refuse(
        "the header is malformed: \(context.debugDescription)", tensor: context.codingPath.name)
    } catch {
      throw refuse("the header is not JSON")
    }
    // JSONDecoder keeps one of two equal keys and says nothing.
    if let name = DuplicateKeyScanner.firstDuplicate(in: json) {
      throw refuse("the header names \"\(name)\" twice", tensor: name)
    }
    metadata = raw.metadata
    entries = try raw.tensors.map { name, tensor in
      guard let type = ElementType(rawValue: tensor.dtype) else {
        throw refuse("values of type \(tensor.dtype) cannot be read", tensor: name)
      }
      guard let count = WeightFileHeader.product(tensor.shape),
        case (let byteCount, false) = count.multipliedReportingOverflow(by: type.size)
      else {
        throw refuse("shape \(tensor.shape) is impossible", tensor: name)
      }
      guard tensor.dataOffsets.count == 2 else {
        throw refuse("data_offsets holds \(tensor.dataOffsets.count) numbers, not 2", tensor: name)
      }
      let (start, end) = (tensor.dataOffsets[0], tensor.dataOffsets[1])
      guard 0 <= start, start <= end, end <= dataCount else {
        throw refuse(
          "bytes \(start) to \(end) are not within the \(dataCount) there are", tensor: name)
      }
      guard end - start == byteCount else {
        throw refuse(
          "shape \(tensor.shape) in \(type.rawValue) needs \(byteCount) bytes, not \(end - start)",
          tensor: name)
      }
      return Entry(name: name, type: type, shape: tensor.shape, count: count, bytes: start..<end)
    }.sorted {
      ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound)
    }

    var expected = 0
    for entry in entries {
      guard entry.bytes.lowerBound == expected else {
        let what =
          entry.bytes.lowerBound < expected ? "overlaps the tensor before it" : "leaves a gap"
        throw refuse(
          "byte \(entry.bytes.lowerBound) \(what), which ends at \(expected)", tensor: entry.name)
      }
      expected = entry.bytes.upperBound
    }
    guard expected == dataCount else {
      throw refuse("\(dataCount - expected) bytes follow the last tensor")
    }
  }

  /// Product of sizes; nil when one is negative or the product overflows.
  private static func product(_ shape: [Int]) -> Int? {
    var product = 1
    for size in shape {
      guard size >= 0, case (let next, false) = product.multipliedReportingOverflow(by: size) else {
        return nil
      }
      product = next
    }
    return product
  }
}

/// The header as JSON has it, before any check.
private struct RawHeader: Decodable {
  struct Tensor: Decodable {
    let dtype: String
    let shape: [Int]
    let dataOffsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case dataOffsets = "data_offsets"
    }
  }

  struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  var metadata: [String: String] = [:]
  var tensors: [(String, Tensor)] = []

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    for key in container.allKeys {
      if key.stringValue == WeightFileHeader.metadataKey {
        metadata = try container.decode([String: String].self, forKey: key)
      } else {
        tensors.append((key.stringValue, try container.decode(Tensor.self, forKey: key)))
      }
    }
  }
}

extension [any CodingKey] {
  /// The tensor that a decoding error is about.
  fileprivate var name: String? { first?.stringValue }
}

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
