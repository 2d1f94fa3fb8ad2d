// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import TestSupport
import Testing

/// The validator that the schemas in `Features/schemas` are checked with.
@Suite struct JSONSchemaTests {
  struct Keyword: CustomTestStringConvertible {
    let schema: String
    let accepted: [String]
    let refused: [String]

    var testDescription: String { schema }
  }

  @Test(arguments: [
    Keyword(schema: "true", accepted: ["0", "null", "{}"], refused: []),
    Keyword(schema: "false", accepted: [], refused: ["0", "null", "{}"]),
    Keyword(schema: #"{"title": "t", "description": "d"}"#, accepted: ["0", "[]"], refused: []),
    Keyword(schema: #"{"type": "null"}"#, accepted: ["null"], refused: ["0", "false", #""""#]),
    Keyword(schema: #"{"type": "boolean"}"#, accepted: ["true", "false"], refused: ["0", "1"]),
    Keyword(
      schema: #"{"type": "integer"}"#, accepted: ["0", "-3", "2.0"],
      refused: ["2.5", "true", #""2""#]),
    Keyword(
      schema: #"{"type": "number"}"#, accepted: ["0", "2.5", "-1e-3"],
      refused: ["false", "null", #""2""#]),
    Keyword(schema: #"{"type": "string"}"#, accepted: [#""""#, #""a""#], refused: ["0", "null"]),
    Keyword(schema: #"{"type": "array"}"#, accepted: ["[]", "[1]"], refused: ["{}", "null"]),
    Keyword(schema: #"{"type": "object"}"#, accepted: ["{}"], refused: ["[]", "null"]),
    Keyword(
      schema: #"{"type": ["number", "null"]}"#, accepted: ["0", "null"], refused: ["true", "{}"]),
    Keyword(
      schema: #"{"properties": {"a": {"type": "null"}}}"#,
      accepted: ["{}", #"{"a": null}"#, #"{"b": 1}"#, "[]"], refused: [#"{"a": 1}"#]),
    Keyword(
      schema: #"{"required": ["a", "b"]}"#, accepted: [#"{"a": 1, "b": null}"#, "0"],
      refused: ["{}", #"{"a": 1}"#]),
    Keyword(
      schema: #"{"properties": {"a": true}, "additionalProperties": false}"#,
      accepted: ["{}", #"{"a": 1}"#, "[]"], refused: [#"{"b": 1}"#, #"{"a": 1, "b": 1}"#]),
    Keyword(
      schema: #"{"properties": {"a": true}, "additionalProperties": {"type": "string"}}"#,
      accepted: [#"{"a": 1, "b": "x"}"#], refused: [#"{"b": 1}"#]),
    Keyword(schema: #"{"minProperties": 1}"#, accepted: [#"{"a": 1}"#, "[]"], refused: ["{}"]),
    Keyword(
      schema: #"{"items": {"type": "integer"}}"#, accepted: ["[]", "[1, 2]", "{}"],
      refused: [#"["a"]"#, "[1, null]"]),
    Keyword(
      schema: #"{"prefixItems": [{"type": "string"}, {"type": "null"}]}"#,
      accepted: ["[]", #"["a"]"#, #"["a", null, 3]"#], refused: ["[1]", #"["a", 1]"#]),
    Keyword(
      schema: #"{"prefixItems": [true], "items": {"type": "string"}}"#,
      accepted: ["[1]", #"[1, "a"]"#], refused: ["[1, 2]"]),
    Keyword(schema: #"{"minItems": 2}"#, accepted: ["[1, 2]", "0"], refused: ["[]", "[1]"]),
    Keyword(schema: #"{"maxItems": 1}"#, accepted: ["[]", "[1]", "0"], refused: ["[1, 2]"]),
    Keyword(
      schema: #"{"enum": ["a", 1, null]}"#, accepted: [#""a""#, "1", "1.0", "null"],
      refused: [#""b""#, "2", "false"]),
    Keyword(
      schema: #"{"const": [1, {"a": "b"}]}"#, accepted: [#"[1, {"a": "b"}]"#],
      refused: [#"[1, {"a": "c"}]"#, "[1]", "1"]),
    Keyword(schema: #"{"const": null}"#, accepted: ["null"], refused: ["0", "false"]),
    Keyword(schema: #"{"minimum": 0}"#, accepted: ["0", "0.5", #""a""#], refused: ["-0.1"]),
    Keyword(schema: #"{"maximum": 1}"#, accepted: ["1", "-7", "null"], refused: ["1.001"]),
    Keyword(schema: #"{"exclusiveMinimum": 0}"#, accepted: ["0.001", "{}"], refused: ["0", "-1"]),
    Keyword(schema: #"{"minLength": 2}"#, accepted: [#""ab""#, "1"], refused: [#""a""#, #""""#]),
    Keyword(
      schema: #"{"pattern": "^[0-9a-f]{2}$"}"#, accepted: [#""0f""#, "1"],
      refused: [#""0""#, #""0f0""#, #""0F""#]),
    Keyword(
      schema: #"{"pattern": "b"}"#, accepted: [#""abc""#], refused: [#""ac""#]),
    Keyword(
      schema: ##"{"$ref": "#/$defs/n", "minimum": 1, "$defs": {"n": {"type": "integer"}}}"##,
      accepted: ["1"], refused: [#""a""#, "0"]),
    Keyword(
      schema: #"{"oneOf": [{"type": "integer"}, {"minimum": 3}]}"#, accepted: ["1", "3.5"],
      refused: ["3", "1.5"]),
    Keyword(
      schema: #"{"anyOf": [{"type": "integer"}, {"minimum": 3}]}"#, accepted: ["1", "3.5", "3"],
      refused: ["1.5"]),
  ])
  func aKeywordAcceptsWhatItSaysAndRefusesTheRest(_ keyword: Keyword) throws {
    let schema = try JSONSchema(text: keyword.schema)
    for text in keyword.accepted {
      #expect(try schema.complaints(aboutText: text) == [], "\(text)")
    }
    for text in keyword.refused {
      #expect(try schema.complaints(aboutText: text) != [], "\(text)")
    }
  }

  @Test(arguments: [
    (#"{"maxProperties": 1}"#, "#/maxProperties"),
    (#"{"properties": {"a": {"format": "date"}}}"#, "#/properties/a/format"),
    (#"{"$defs": {"a": {"if": true}}}"#, "#/$defs/a/if"),
    (#"{"additionalProperties": {"not": {}}}"#, "#/additionalProperties/not"),
    (#"{"items": {"multipleOf": 2}}"#, "#/items/multipleOf"),
    (#"{"prefixItems": [true, {"contains": 1}]}"#, "#/prefixItems/1/contains"),
    (#"{"oneOf": [{"examples": []}]}"#, "#/oneOf/0/examples"),
    (#"{"type": "float"}"#, "#/type"),
    (#"{"type": []}"#, "#/type"),
    (#"{"required": "a"}"#, "#/required"),
    (#"{"enum": []}"#, "#/enum"),
    (#"{"minimum": "0"}"#, "#/minimum"),
    (#"{"minItems": 1.5}"#, "#/minItems"),
    (#"{"pattern": "["}"#, "#/pattern"),
    (##"{"$ref": "#/$defs/none"}"##, "#/$ref"),
    (#"{"$ref": "other.json"}"#, "#/$ref"),
    (#"{"items": 3}"#, "#/items"),
    ("3", "#"),
  ])
  func aSchemaThatNobodyChecksIsAnError(_ schema: String, _ place: String) throws {
    let error = try #require(throws: JSONSchema.Malformed.self) { try JSONSchema(text: schema) }
    #expect(error.place == place)
  }

  @Test func aComplaintNamesThePlaceInTheValue() throws {
    let schema = try JSONSchema(
      text: #"{"properties": {"a": {"items": {"required": ["b"], "additionalProperties": false}}}}"#
    )
    #expect(
      try schema.complaints(aboutText: #"{"a": [{"c": 1}]}"#) == [
        "$.a[0].c: nothing may be here", "$.a[0]: 'b' is missing",
      ])
  }
}
