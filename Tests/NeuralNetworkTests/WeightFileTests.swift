// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import NeuralNetwork
import Testing

@Suite("Weight files")
struct WeightFileTests {
  private let sample = WeightFile(
    tensors: [
      "b.weight": Tensor(shape: [2, 3], [1, -2, 3.5, .infinity, 0, -0.0]),
      "a \"quoted\" \\ é/name": Tensor(shape: [1], [7]),
      "empty": Tensor(shape: [0, 4]),
      "scalar": Tensor(shape: [], [42]),
    ], metadata: ["labels": "angry,disgust", "note": "line\nbreak \u{1}"])

  @Test("What is written is read back")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    try sample.write(to: folder.file("w.safetensors"))
    let back = try WeightFile.read(folder.file("w.safetensors"))
    #expect(back.tensors == sample.tensors)
    #expect(back.metadata == sample.metadata)
    #expect(back.path == folder.file("w.safetensors"))
  }

  @Test(
    "The same tensors give the same bytes, with the data at a multiple of 8, and no other file stays"
  )
  func sameBytes() throws {
    let folder = try TemporaryFolder()
    try sample.write(to: folder.file("1"))
    var again = WeightFile(metadata: sample.metadata)
    for (name, tensor) in sample.tensors.reversed() { again.tensors[name] = tensor }
    try again.write(to: folder.file("2"))
    try again.write(to: folder.file("2"))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file("1")))
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("2"))) == bytes)
    #expect(bytes[0] % 8 == 0)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["1", "2"])
  }

  @Test(
    "Every storage type arrives as floats",
    arguments: ["float16", "bfloat16", "float32", "float64"])
  func types(_ type: String) throws {
    let values: [Float] = [0, 1, -2.5, 0.15625, 1024, -7]
    #expect(try GoldenRecurrent.tensor("types.\(type)").values == values)
  }

  @Test("Whole numbers of 64 bits arrive as floats")
  func wholeNumbers() throws {
    #expect(try GoldenRecurrent.tensor("types.int64").values == [0, 1, -2, 0x1p40])
    #expect(try GoldenRecurrent.read().metadata["script"] == "make_golden_recurrent.py")
  }

  @Test("A missing tensor and a wrong shape are named with both shapes")
  func misfits() throws {
    let missing = #expect(throws: WeightError.self) { try sample.tensor("c", shape: [2]) }
    #expect(missing?.tensor == "c")
    #expect(missing?.reason == "not in the file; shape [2] is expected")
    let wrong = #expect(throws: WeightError.self) { try sample.tensor("b.weight", shape: [3, 2]) }
    #expect(wrong?.tensor == "b.weight")
    #expect(wrong?.reason == "the file holds shape [2, 3], but [3, 2] is expected")
  }

  @Test("A card's key cannot be a tensor's name")
  func reservedName() throws {
    let folder = try TemporaryFolder()
    let file = WeightFile(tensors: ["__metadata__": Tensor(shape: [1])])
    #expect(throws: WeightError.self) { try file.write(to: folder.file("w")) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test("A file that cannot be opened, or a folder, is an error with the system's reason")
  func unopened() throws {
    let folder = try TemporaryFolder()
    let missing = #expect(throws: WeightError.self) { try WeightFile.read(folder.file("none")) }
    #expect(missing?.code == ENOENT)
    #expect(
      missing?.description
        == "cannot read weights \(folder.file("none")): No such file or directory")
    #expect(throws: WeightError.self) { try WeightFile.read(folder.path) }
    #expect(throws: WeightError.self) { try WeightFile.read("/dev/zero") }
    #expect(throws: WeightError.self) { try sample.write(to: folder.file("none/w")) }
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

  @Test("A malformed header is refused with its reason", arguments: badHeaders)
  func badHeader(_ header: String, _ dataCount: Int, _ reason: String) throws {
    let folder = try TemporaryFolder()
    var bytes = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    bytes.append(contentsOf: header.utf8)
    bytes.append(Data(count: dataCount))
    try bytes.write(to: URL(fileURLWithPath: folder.file("w")))
    let error = #expect(throws: WeightError.self) { try WeightFile.read(folder.file("w")) }
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "no error")")
    #expect(error?.path == folder.file("w"))
  }

  @Test(
    "A header length beyond the file is refused",
    arguments: [UInt64(0), 3, 1 << 31, 1 << 63, .max])
  func badLength(_ length: UInt64) throws {
    let folder = try TemporaryFolder()
    var bytes = withUnsafeBytes(of: length.littleEndian) { Data($0) }
    bytes.append(contentsOf: "{}".utf8)
    try bytes.write(to: URL(fileURLWithPath: folder.file("w")))
    #expect(throws: WeightError.self) { try WeightFile.read(folder.file("w")) }
  }

  @Test("A file cut short anywhere, or with any header byte changed, never crashes")
  func damaged() throws {
    let folder = try TemporaryFolder()
    try sample.write(to: folder.file("whole"))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file("whole")))
    for count in 0..<bytes.count {
      try bytes.prefix(count).write(to: URL(fileURLWithPath: folder.file("w")))
      #expect(throws: WeightError.self) { try WeightFile.read(folder.file("w")) }
    }
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= index.isMultiple(of: 2) ? 1 : 0x80
      try changed.write(to: URL(fileURLWithPath: folder.file("w")))
      do {
        _ = try WeightFile.read(folder.file("w"))
      } catch {
        #expect(error is WeightError)
      }
    }
  }
}
