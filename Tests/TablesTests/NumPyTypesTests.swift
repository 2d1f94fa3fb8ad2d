// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import TestSupport
import Testing

@testable import Tables

/// Arrays as other programs write them: any size of number, either byte order, by rows or columns.
@Suite struct NumPyTypesTests {
  private func array(
    _ type: String, _ bytes: [UInt8], shape: [Int], isColumnMajor: Bool = false
  ) throws -> NPZArray {
    var head = NPYHeader.bytes(type, shape: shape)
    if isColumnMajor {
      let text = String(decoding: head[10...], as: UTF8.self)
        .replacing("False", with: "True ")
      head = head[..<10] + Array(text.utf8)
    }
    return try NPZArray(try NPYHeader(Data(head)), bytes)
  }

  @Test(
    arguments: [
      ("<f2", [0x00, 0x3C, 0x00, 0xC1], [1, -2.5]), (">f2", [0x3C, 0x00, 0xC1, 0x00], [1, -2.5]),
      (">f4", [0x3F, 0x80, 0, 0, 0xC0, 0x20, 0, 0], [1, -2.5]),
      (">f8", [0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0xC0, 0x04, 0, 0, 0, 0, 0, 0], [1, -2.5]),
      ("|i1", [1, 0xFE], [1, -2]), ("<i2", [1, 0, 0xFE, 0xFF], [1, -2]),
      (">i2", [0, 1, 0xFF, 0xFE], [1, -2]),
      (">i4", [0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFE], [1, -2]),
      ("<i8", [1, 0, 0, 0, 0, 0, 0, 0] + [0xFE] + [UInt8](repeating: 0xFF, count: 7), [1, -2]),
      ("|u1", [1, 255], [1, 255]), (">u2", [1, 0, 0, 2], [256, 2]),
      ("<u8", [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0], [1, 2]), ("|b1", [1, 0], [1, 0]),
    ] as [(String, [UInt8], [Double])])
  func numbersOfEverySizeAndOrderAreRead(type: String, bytes: [UInt8], values: [Double]) throws {
    let array = try array(type, bytes, shape: [2])
    #expect(array.doubles == values)
    #expect(array.floats == values.map { Float($0) })
  }

  @Test func halfFloatsAreThoseOfTheStandard() throws {
    let bits: [UInt16] = [0x0001, 0x03FF, 0x0400, 0x7BFF, 0x8000, 0x3555]
    let found = try array("<f2", bits.flatMap(LittleEndian.bytes), shape: [6]).floats
    let expected = bits.map { bits -> Float in
      let (exponent, fraction) = (Int(bits >> 10 & 31), Float(bits & 1023))
      let size =
        exponent == 0 ? fraction * exp2(-24) : (1 + fraction / 1024) * exp2(Float(exponent - 15))
      return bits >> 15 == 1 ? -size : size
    }
    #expect(found == expected)
    #expect(try array("<f2", [0, 0x7C, 1, 0x7C], shape: [2]).floats?[0] == .infinity)
  }

  @Test func arraysByColumnsComeByRows() throws {
    // [[1, 2, 3], [4, 5, 6]]
    let found = try array("|u1", [1, 4, 2, 5, 3, 6], shape: [2, 3], isColumnMajor: true)
    #expect(found.doubles == [1, 2, 3, 4, 5, 6])
    #expect(try array("|u1", [1, 2, 3], shape: [3], isColumnMajor: true).doubles == [1, 2, 3])
    #expect(try array("|u1", [], shape: [0, 3], isColumnMajor: true).doubles == [])
  }

  @Test func textsOfEitherKindAndOrderAreRead() throws {
    #expect(try array(">U2", [0, 0, 0, 0x61, 0, 0, 0, 0], shape: [1]).texts == ["a"])
    #expect(try array("|S3", Array("ab".utf8) + [0, 0x63, 0, 0], shape: [2]).texts == ["ab", "c"])
    #expect(try array("|S3", Array("abc".utf8), shape: [1]).doubles == nil)
    #expect(try array("<U0", [], shape: [2]).texts == ["", ""])
  }

  @Test(arguments: ["<c8", "|O", "<f16", "<M8[ns]", "x", "<i3", "|V8"])
  func otherTypesAreRefusedByName(type: String) {
    let error = #expect(throws: NPYHeader.Failure.self) { try array(type, [], shape: [0]) }
    #expect(error?.reason.hasPrefix("elements are of type '\(type)'; ") == true)
  }

  @Test func aFirstColumnWithoutANameCountsTheRows() throws {
    for (separator, name) in [(",", "a.csv"), (";", "b.csv"), ("\t", "c.csv")] {
      let lines = [
        ["", "name", "x", "y"], ["0", "one.wav", "1.5", "2"], ["1", "two.wav", "3", "4"],
      ]
      let text = lines.map { $0.joined(separator: separator) }.joined(separator: "\n")
      let folder = try TemporaryFolder([name: text])
      var rows: [FeatureTable.Row] = []
      let table = try FeatureTable.read(folder / name) { rows.append($0) }
      #expect(table.columns == ["x", "y"])
      #expect(rows.map(\.name) == ["one.wav", "two.wav"] && rows[0].values == [1.5, 2])
    }
  }
}
