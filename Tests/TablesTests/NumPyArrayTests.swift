// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import Tables
import TestSupport
import Testing

@Suite struct NumPyArrayTests {
  @Test(arguments: [UInt8(1), 2, 3])
  func bytesAndFloatsReadBackByRows(version: UInt8) throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "b.npy",
      NumPyFile.data(
        "'|u1'", shape: "(2, 3)", bytes: [1, 2, 3, 4, 5, 255], version: version))
    let bytes = try NumPyArray.read(folder / "b.npy")
    #expect(bytes.shape == [2, 3])
    #expect(bytes.elementType == .uint8)
    #expect(bytes.count == 6 && bytes.rowCount == 3)
    #expect(bytes.bytes(row: 1) == [4, 5, 255])

    let values: [Float] = [0.5, -1e-30, .infinity, 3]
    try folder.write(
      "f.npy",
      NumPyFile.data(
        "'<f4'", shape: "(4,)", bytes: NumPyFile.bytes(values), version: version))
    let floats = try NumPyArray.read(folder / "f.npy")
    #expect(floats.shape == [4])
    #expect((0..<4).flatMap { floats.floats(row: $0) } == values)
  }

  @Test func anArrayWithoutRowsAndASingleNumberAreArrays() throws {
    let folder = try TemporaryFolder()
    try folder.write("e.npy", NumPyFile.data("'|u1'", shape: "(0, 48, 48)", bytes: []))
    #expect(try NumPyArray.read(folder / "e.npy").count == 0)
    try folder.write("s.npy", NumPyFile.data("'|u1'", shape: "()", bytes: [7]))
    #expect(try NumPyArray.read(folder / "s.npy").shape == [])
  }

  @Test(arguments: [
    (Data(), "not a .npy file"),
    (Data("PK\u{3}\u{4} a zip archive".utf8), "not a .npy file"),
    (NumPyFile.data("'|u1'", shape: "(2,)", bytes: [1, 2], version: 4), "version 4 of .npy"),
    (NumPyFile.data("'<f8'", shape: "(1,)", bytes: [0]), "elements are of type '<f8'"),
    (NumPyFile.data("'>f4'", shape: "(1,)", bytes: [0]), "elements are of type '>f4'"),
    (NumPyFile.data("[('a', '|u1')]", shape: "(1,)", bytes: [0]), "compound type"),
    (
      NumPyFile.data("'|u1'", shape: "(2,)", bytes: [1, 2], fortran: "True"), "column by column"
    ),
    (NumPyFile.data("'|u1'", shape: "(2,)", bytes: [1]), "needs 2 bytes, but 1 follow"),
    (NumPyFile.data("'|u1'", shape: "(2,)", bytes: [1, 2, 3]), "needs 2 bytes, but 3 follow"),
    (NumPyFile.data("'|u1'", shape: "(-2,)", bytes: []), "the header's shape holds '-2'"),
    (NumPyFile.data("'|u1'", shape: "2", bytes: []), "shape is not a tuple"),
    (
      NumPyFile.data("'<f4'", shape: "(4611686018427387904, 4)", bytes: []), "is too large"
    ),
    (
      NumPyFile.data("'|u1'", shape: "(2,)", bytes: [1, 2]).prefix(30), "the header is cut short"
    ),
  ])
  func aFileThatCannotBeReadIsAnErrorThatSaysWhy(data: Data, reason: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("x.npy", data)
    let error = #expect(throws: FileError.self) { try NumPyArray.read(folder / "x.npy") }
    #expect(error?.reason.contains(reason) == true, "\(String(describing: error))")
    #expect(error?.path == folder / "x.npy")
  }

  @Test func aMissingFileIsAnError() {
    let error = #expect(throws: FileError.self) { try NumPyArray.read("/nowhere/x.npy") }
    #expect(error?.description == "/nowhere/x.npy: no such file")
  }
}
