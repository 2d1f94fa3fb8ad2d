// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import Testing

private struct Card: Codable {
  var float: [Float] = [
    0.1, 0.995, 1, 12, 1e-5, 0.002, 1 / 3, -2.5, 16_777_216, 1e10, .greatestFiniteMagnitude,
    .leastNonzeroMagnitude, -0.0,
  ]
  var double: [Double] = [
    0.1, 0.995, 1, 12, 1e-5, 0.002, .leastNonzeroMagnitude, 1 / 3, 1e15, 1e16, 1e18, 0x1p63, 1e19,
    0x1p64, -1e17, -0x1p63, -1e19, 1e300, .greatestFiniteMagnitude, -0.0,
  ]
  var int: [Int] = [0, 1, -1, 12, .max, .min, 9_007_199_254_740_993]
  var unsigned: [UInt64] = [0, 1 << 63 + 5, .max, 10_000_000_000_000_000_001]
  var text = ["", "a/b \"c\" \\ \n\u{1}\u{2028} é 🎬", "1", "null", "true"]
  var members: [String: Bool?] = ["b": true, "a": false, "é": nil, "a b": true]
  var nested: [[[String: [Int]]]] = [[], [[:], ["x": []], ["y": [1, 2]]]]
  var nothing: Int?
}

@Suite struct CanonicalJSONTests {
  @Test func keysAreSortedAndEqualValuesAreEqualText() throws {
    let text = try CanonicalJSON.text(["b": 1, "a": 2, "a/": 3])
    #expect(text == #"{"a":2,"a/":3,"b":1}"#)
  }

  @Test func aNumberIsSpeltByItsValueAndNotByItsType() throws {
    #expect(try CanonicalJSON.text([Float(1e10)]) == "[10000000000]")
    #expect(try CanonicalJSON.text([Double(1e10)]) == "[10000000000]")
    #expect(try CanonicalJSON.text([Int(1e10)]) == "[10000000000]")
    #expect(try CanonicalJSON.text([Float(0.1), -0.0]) == "[0.1,0]")
    let small = [1e-5, Double.leastNonzeroMagnitude, 0.002]
    #expect(try CanonicalJSON.text(small) == "[1e-05,5e-324,0.002]")
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func aNumberThatIsNotFiniteIsRefused(number: Double) {
    #expect(throws: EncodingError.self) { try CanonicalJSON.text([number]) }
    #expect(throws: EncodingError.self) { try CanonicalJSON.text(JSONValue.number(number)) }
  }

  @Test func everyNumberReadsBackAsTheSame() throws {
    let text = Data(try CanonicalJSON.text(Card()).utf8)
    let back = try JSONDecoder().decode(Card.self, from: text)
    #expect(back.float == Card().float)
    #expect(back.double == Card().double)
    #expect(back.int == Card().int)
    #expect(back.unsigned == Card().unsigned)
  }
}

@Suite struct JSONValueTests {
  private func decoded(_ text: String) throws -> JSONValue {
    try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
  }

  @Test func whatIsCarriedThroughIsTheSameText() throws {
    let text = try CanonicalJSON.text(Card())
    #expect(try CanonicalJSON.text(try decoded(text)) == text)
  }

  @Test func numbersOfAnyBitsAreCarriedThroughAsTheSameText() throws {
    for index in UInt64(0)..<2000 {
      // Steps of the golden ratio visit all exponents, signs and significands.
      let bits = index &* 0x9E37_79B9_7F4A_7C15 ^ index << 7
      let double = Double(bitPattern: bits)
      let float = Float(bitPattern: UInt32(truncatingIfNeeded: bits >> 20))
      guard double.isFinite, float.isFinite else { continue }
      for text in [
        try CanonicalJSON.text([double]), try CanonicalJSON.text([float]),
        try CanonicalJSON.text([bits]), try CanonicalJSON.text([Int64(bitPattern: bits)]),
        try CanonicalJSON.text([Double(bits)]), try CanonicalJSON.text([float.rounded()]),
      ] {
        #expect(try CanonicalJSON.text(try decoded(text)) == text)
      }
    }
  }

  @Test func eachKindOfValueIsToldFromTheOthers() throws {
    let value = try decoded(
      #"{"n":null,"b":true,"i":-3,"u":18446744073709551615,"d":0.5,"s":"1","a":[1,"x"],"o":{}}"#)
    #expect(
      value
        == .object([
          "n": .null, "b": .bool(true), "i": .integer(-3), "u": .integer(Int128(UInt64.max)),
          "d": .number(0.5), "s": .string("1"), "a": .array([.integer(1), .string("x")]),
          "o": .object([:]),
        ]))
    #expect(try decoded("18446744073709551616") == .number(0x1p64))
    #expect(try decoded("12.0") == .integer(12))
  }

  @Test func membersAreLookedUpAndAskedForTheirKind() throws {
    let value = try decoded(
      #"{"b":false,"i":7,"u":18446744073709551615,"d":0.5,"s":"x","a":[1],"o":{"p":null}}"#)
    #expect(value["b"]?.asBool == false)
    #expect(value["i"]?.asInteger == 7 && value["i"]?.asNumber == 7)
    #expect(value["u"]?.asInteger == nil && value["u"]?.asNumber == 0x1p64)
    #expect(value["d"]?.asNumber == 0.5 && value["d"]?.asInteger == nil)
    #expect(value["s"]?.asString == "x" && value["s"]?.asBool == nil)
    #expect(value["a"]?.asArray == [.integer(1)] && value["a"]?["p"] == nil)
    #expect(value["o"]?["p"] == .null && value["o"]?.asObject == ["p": .null])
    #expect(value["none"] == nil && value["s"]?.asNumber == nil)
  }

  @Test(arguments: ["[1e400]", "[1", "{\"a\":}", "[nan]", ""])
  func whatIsNoJSONIsRefused(text: String) {
    #expect(throws: DecodingError.self) { try decoded(text) }
  }
}
