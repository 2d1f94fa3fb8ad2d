// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation
import Testing

@Suite struct OrderedJSONTests {
  @Test func membersKeepTheirOrderAndNumbersTheirShortestText() throws {
    let value = OrderedJSON.object([
      ("z", .integer(-3)), ("a", .float(0.1)), ("m", .double(0.1)), ("t", .bool(true)),
      ("n", .null),
      ("e", .array([])), ("o", .object([])), ("l", .array([.integer(1), .double(2.5e-9)])),
    ])
    #expect(
      try value.text()
        == #"{"z":-3,"a":0.1,"m":0.1,"t":true,"n":null,"e":[],"o":{},"l":[1,2.5e-09]}"#)
  }

  @Test func textIsEscapedSoThatAnyReaderGetsItBack() throws {
    let text = "quote \" backslash \\ line \n\r\t bell \u{7} separator \u{2028} Zoë 日本 🎬"
    let json = try OrderedJSON.array([.string(text)]).text()
    #expect(json.contains(#"quote \" backslash \\ line \n\r\t bell \u0007 separator \u2028 Zoë"#))
    #expect(try JSONDecoder().decode([String].self, from: Data(json.utf8)) == [text])
  }

  @Test(arguments: [
    (OrderedJSON.float(.nan), "$.a[1] is nan, which JSON cannot hold"),
    (.float(.infinity), "$.a[1] is inf, which JSON cannot hold"),
    (.double(-.infinity), "$.a[1] is -inf, which JSON cannot hold"),
  ])
  func aNumberThatIsNotFiniteIsRefusedWithItsPlace(bad: OrderedJSON, message: String) {
    let value = OrderedJSON.object([("a", .array([.null, bad]))])
    let error = #expect(throws: OrderedJSONError.self) { try value.text() }
    #expect(error?.description == message)
  }

  @Test func indentedTextKeepsPlainRowsOnOneLine() throws {
    let value = OrderedJSON.object([
      ("m", .array([.array([.integer(1), .integer(2)]), .array([.integer(3), .integer(4)])])),
      ("s", .string("x")), ("e", .object([])),
    ])
    #expect(
      try value.text(indented: true)
        == """
        {
          "m": [
            [1, 2],
            [3, 4]
          ],
          "s": "x",
          "e": {}
        }
        """)
  }

  @Test(arguments: [Float.leastNonzeroMagnitude, 1e-10, 0.33333334, 1, 16_777_216, 3.4e38])
  func aNumberReadsBackAsTheSameNumber(number: Float) throws {
    let text = try OrderedJSON.array([.float(number)]).text()
    #expect(try JSONDecoder().decode([Float].self, from: Data(text.utf8)) == [number])
  }
}
