// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation
import Tables
import Testing

@testable import EmoNetCLI

@Suite struct PredictionFormatTests {
  private let prediction = Samples.prediction("clips/a, b.avi")

  @Test func textIsABlockWithABarForEachEmotion() throws {
    #expect(
      try PredictionFormat.text.result(prediction, top: nil) == """
        clips/a, b.avi: happy 0.750
                      fused  picture  sound
          angry       0.000    0.000      -
          disgust     0.000    0.000      -
          fear        0.000    0.000      -
          happy       0.750    0.750      -  ##############################
          neutral     0.125    0.125      -  #####
          sad         0.125    0.125      -  #####
          surprise    0.000    0.000      -
          judged by the picture alone; 2.80 s; face in 69 of 70 frames; model test
          warning: no sound


        """)
  }

  @Test func topLeavesTheBestEmotionsBestFirst() throws {
    let block = try PredictionFormat.text.result(prediction, top: 2)
    #expect(block.split(separator: "\n")[2...3].map { $0.prefix(9) } == ["  happy  ", "  neutral"])
    #expect(!block.contains("angry"))
  }

  @Test func jsonIsOneLineThatReadsBack() throws {
    let line = try PredictionFormat.json.result(prediction, top: nil)
    #expect(line.hasSuffix("}\n"))
    #expect(line.count { $0 == "\n" } == 1)
    #expect(try JSONDecoder().decode(Prediction.self, from: Data(line.utf8)) == prediction)
    let withTop = try PredictionFormat.json.result(prediction, top: 2)
    #expect(withTop.hasSuffix(",\"top\":[\"happy\",\"neutral\"]}\n"))
  }

  @Test func belowTheLeastConfidenceTheAnswerIsUncertainAndTheScoresStay() throws {
    func result(_ format: PredictionFormat, _ least: Double) throws -> String {
      try format.result(prediction, top: 1, least: least)
    }
    #expect(
      try result(.text, 0.8).hasPrefix(
        "clips/a, b.avi: uncertain; happy 0.750 is below 0.8\n"))
    let json = try result(.json, 0.8)
    #expect(json.contains(#""label":"uncertain","confidence":0.75,"scores":{"angry":0.0"#))
    #expect(json.hasSuffix(#""minimumConfidence":0.8,"top":["happy"]}"# + "\n"))
    #expect(try JSONDecoder().decode(Prediction.self, from: Data(json.utf8)) == prediction)
    #expect(try result(.csv, 0.8).hasPrefix("\"clips/a, b.avi\",uncertain,0.75,"))
    // Exactly as sure as was asked for is sure enough.
    #expect(try result(.text, 0.75).hasPrefix("clips/a, b.avi: happy 0.750\n"))
    #expect(try result(.json, 0.75).contains(#""label":"happy""#))
    #expect(try result(.csv, 0.75).contains(",happy,"))
  }

  @Test func aLongClipShowsItsWindows() throws {
    func window(_ index: Int, _ emotion: Emotion) -> PredictionWindow {
      let scores = Emotion.allCases.map { $0 == emotion ? Float(0.5) : 0.5 / 6 }
      return PredictionWindow(
        start: Double(10 * index), end: Double(10 * index + 10), scores: EmotionScores(scores),
        modalities: prediction.modalities)
    }
    let windows = [window(0, .sad), window(1, .sad), window(2, .fear), window(6, .fear)]
    let long = Prediction(
      path: "long.avi", scores: prediction.scores, modalities: prediction.modalities,
      frames: prediction.frames, duration: 70, model: "test", windows: windows)
    let text = try PredictionFormat.text.result(long, top: nil)
    #expect(
      text.split(separator: "\n")[9...11] == [
        "  sad         0.500    0:00 to 0:20", "  fear        0.500    0:20 to 0:30",
        "  fear        0.500    1:00 to 1:10",
      ])
    let line = try PredictionFormat.json.result(long, top: nil)
    #expect(line.contains(#""warnings":[],"windows":[{"start":0.0,"end":10.0,"label":"sad""#))
    #expect(try JSONDecoder().decode(Prediction.self, from: Data(line.utf8)) == long)
  }

  @Test(arguments: [nil, 3])
  func csvRowsHaveAsManyFieldsAsTheHeader(_ top: Int?) throws {
    let text =
      try PredictionFormat.csv.header(top: top, branches: Branch.standard)
      + PredictionFormat.csv.result(prediction, top: top)
    let records = try CSVReader.records(in: text, path: "output")
    try #require(records.count == 2)
    #expect(records[0].fields.count == records[1].fields.count)
    let row = Dictionary(zip(records[0].fields, records[1].fields)) { first, _ in first }
    #expect(row["path"] == "clips/a, b.avi")
    #expect(row["label"] == "happy")
    #expect(row["happy"] == "0.75")
    #expect(row["video_used"] == "1")
    #expect(row["video_neutral"] == "0.125")
    #expect(row["audio_used"] == "0")
    #expect(row["audio_neutral"] == "")
    #expect(row["frames_with_face"] == "69")
    #expect(row["warnings"] == "no sound")
    #expect(row["top"] == (top == nil ? nil : "happy neutral sad"))
  }

  @Test(arguments: [
    (0.0, "0:00"), (6.2, "0:07"), (61, "1:01"), (3599.5, "1:00:00"), (7384, "2:03:04"),
  ])
  func aLengthOfTimeReadsAsAClock(_ seconds: Double, _ text: String) {
    #expect(ProgressReport.clock(seconds: seconds) == text)
  }
}
