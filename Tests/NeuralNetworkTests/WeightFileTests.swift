// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import TestSupport
import Testing

@testable import NeuralNetwork

@Suite struct WeightFileTests {
  private let sample = WeightFile(
    tensors: [
      "b.weight": Tensor(shape: [2, 3], [1, -2, 3.5, .infinity, 0, -0.0]),
      "a \"quoted\" \\ é/name": Tensor(shape: [1], [7]),
      "empty": Tensor(shape: [0, 4]),
      "scalar": Tensor(shape: [], [42]),
    ], metadata: ["labels": "angry,disgust", "note": "line\nbreak \u{1}"])

  @Test func whatIsWrittenIsReadBack() throws {
    let folder = try TemporaryFolder()
    try sample.write(to: folder / "w.safetensors")
    let back = try WeightFile.read(folder / "w.safetensors")
    #expect(back.tensors == sample.tensors)
    #expect(back.metadata == sample.metadata)
    #expect(back.path == folder / "w.safetensors")
  }

  @Test func theSameTensorsGiveTheSameBytesAndNoOtherFileStays() throws {
    let folder = try TemporaryFolder()
    try sample.write(to: folder / "1")
    var again = WeightFile(metadata: sample.metadata)
    for (name, tensor) in sample.tensors.reversed() { again.tensors[name] = tensor }
    try again.write(to: folder / "2")
    try again.write(to: folder / "2")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: folder / "1"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder / "2")) == bytes)
    #expect(bytes[0] % 8 == 0)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["1", "2"])
  }

  @Test(arguments: ["float16", "bfloat16", "float32", "float64"])
  func everyStorageTypeArrivesAsFloats(_ type: String) throws {
    let values: [Float] = [0, 1, -2.5, 0.15625, 1024, -7]
    #expect(try Golden.recurrent("types.\(type)").values == values)
  }

  @Test func wholeNumbersOf64BitsArriveAsFloats() throws {
    #expect(try Golden.recurrent("types.int64").values == [0, 1, -2, 0x1p40])
    #expect(try Golden.recurrent().metadata["script"] == "make_golden_recurrent.py")
  }

  @Test func aMissingTensorAndAWrongShapeAreNamedWithBothShapes() throws {
    let missing = #expect(throws: FileError.self) { try sample.tensor("c", shape: [2]) }
    #expect(missing?.part == "tensor c")
    #expect(missing?.reason == "not in the file; shape [2] is expected")
    let wrong = #expect(throws: FileError.self) { try sample.tensor("b.weight", shape: [3, 2]) }
    #expect(wrong?.part == "tensor b.weight")
    #expect(wrong?.reason == "the file holds shape [2, 3], but [3, 2] is expected")
  }

  @Test func aCardsKeyCannotBeATensorsName() throws {
    let folder = try TemporaryFolder()
    let file = WeightFile(tensors: ["__metadata__": Tensor(shape: [1])])
    #expect(throws: FileError.self) { try file.write(to: folder / "w") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func aFileThatCannotBeOpenedIsAnErrorWithTheSystemsReason() throws {
    let folder = try TemporaryFolder()
    let missing = #expect(throws: FileError.self) { try WeightFile.read(folder / "none") }
    #expect(missing?.kind == .missing)
    #expect(
      missing?.description
        == "cannot read weights \(folder / "none"): No such file or directory")
    #expect(throws: FileError.self) { try WeightFile.read(folder.path) }
    #expect(throws: FileError.self) { try WeightFile.read("/dev/zero") }
    #expect(throws: FileError.self) { try sample.write(to: folder / "none/w") }
  }

  /// Header text, count of data bytes, and a part of the reason that must be given.
  static let badHeaders: [(String, Int, String)] = [
    ("", 0, "does not start with '{'"),
    ("[]", 0, "does not start with '{'"),
    ("{", 0, "malformed"),
    ("{\"a\":1}", 0, "malformed"),
    ("{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "lacks \"dtype\""),
    ("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4, "lacks \"shape\""),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "lacks \"data_offsets\""),
    ("{\"a\":{\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "type C64"),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}", 4, "malformed"),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4, "impossible"),
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,4]}}", 4,
      "impossible"
    ),
    (
      "{\"a\":{\"dtype\":\"F64\",\"shape\":[4611686018427387904],\"data_offsets\":[0,4]}}", 4,
      "impossible"
    ),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}", 4, "1 numbers, not 2"),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", 4, "not within"),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}", 4, "not within"),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 4, "not within"),
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4,
      "needs 8 bytes, not 4"
    ),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "leaves a gap"),
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "overlaps"
    ),
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 6,
      "2 bytes follow the last tensor"
    ),
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
        + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "twice"
    ),
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
        + "\"\\u0061\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "twice"
    ),
    ("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0, "twice"),
    ("{\"__metadata__\":{\"k\":1}}", 0, "malformed"),
    ("{\"__metadata__\":\"k\"}", 0, "malformed"),
    ("{\"\u{0}", 0, "malformed"),
    (String(repeating: "{\"a\":", count: 100_000), 0, "malformed"),
  ]

  @Test(arguments: badHeaders)
  func aMalformedHeaderIsRefusedWithItsReason(_ header: String, _ dataCount: Int, _ reason: String)
    throws
  {
    let folder = try TemporaryFolder()
    var bytes = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    bytes.append(contentsOf: header.utf8)
    bytes.append(Data(count: dataCount))
    try bytes.write(to: URL(fileURLWithPath: folder / "w"))
    let error = #expect(throws: FileError.self) { try WeightFile.read(folder / "w") }
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "no error")")
    #expect(error?.path == folder / "w")
  }

  @Test(arguments: [UInt64(0), 3, 1 << 31, 1 << 63, .max])
  func aHeaderLengthBeyondTheFileIsRefused(_ length: UInt64) throws {
    let folder = try TemporaryFolder()
    var bytes = withUnsafeBytes(of: length.littleEndian) { Data($0) }
    bytes.append(contentsOf: "{}".utf8)
    try bytes.write(to: URL(fileURLWithPath: folder / "w"))
    #expect(throws: FileError.self) { try WeightFile.read(folder / "w") }
  }

  @Test func aFileCutShortAnywhereOrWithAnyHeaderByteChangedNeverCrashes() throws {
    let folder = try TemporaryFolder()
    try sample.write(to: folder / "whole")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: folder / "whole"))
    for count in 0..<bytes.count {
      try bytes.prefix(count).write(to: URL(fileURLWithPath: folder / "w"))
      #expect(throws: FileError.self) { try WeightFile.read(folder / "w") }
    }
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= index.isMultiple(of: 2) ? 1 : 0x80
      try changed.write(to: URL(fileURLWithPath: folder / "w"))
      do {
        _ = try WeightFile.read(folder / "w")
      } catch {
        #expect(error is FileError)
      }
    }
  }
}
