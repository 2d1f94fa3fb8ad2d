// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import EmoNetTraining
import Files
import Foundation
import TestSupport
import Testing

@Suite struct EvaluatorTests {
  @Test func theJSONHasExactlyTheDocumentedKeysInOrder() throws {
    let report = Evaluator.report(
      outcomes: [
        outcome("a.avi", .angry, says: .angry, audio: .sad, video: .angry),
        outcome("b.avi", .sad, says: .sad, audio: .sad),
        ClipOutcome(
          entry: ClipListEntry(path: "c.avi", resolvedPath: "c.avi", label: .sad),
          failure: "no such file"),
      ], model: "m", weightsChecksum: "abc", seed: 1)
    let zero = #"{"precision":0.0,"recall":0.0,"f1":0.0,"support":0}"#
    let one = #"{"precision":1.0,"recall":1.0,"f1":1.0,"support":1}"#
    let none = "[0,0,0,0,0,0,0]"
    #expect(
      try report.json.text()
        == #"{"format":"emonet-report/1","#
        + #""labels":["angry","disgust","fear","happy","neutral","sad","surprise"],"clips":3,"#
        + #""failed":[{"path":"c.avi","reason":"no such file"}],"withoutFace":1,"withoutSound":0,"#
        + #""accuracy":1.0,"uar":1.0,"macroF1":1.0,"#
        + #""intervals":{"accuracy":[1.0,1.0],"uar":[1.0,1.0],"macroF1":[1.0,1.0]},"#
        + #""perClass":{"angry":\#(one),"disgust":\#(zero),"fear":\#(zero),"happy":\#(zero),"#
        + #""neutral":\#(zero),"sad":\#(one),"surprise":\#(zero)},"#
        + #""confusion":[[1,0,0,0,0,0,0],\#(none),\#(none),\#(none),\#(none),"#
        + #"[0,0,0,0,0,1,0],\#(none)],"#
        + #""branches":{"fused":{"accuracy":1.0,"uar":1.0,"clips":2},"#
        + #""audio":{"accuracy":0.5,"uar":0.5,"clips":2},"#
        + #""video":{"accuracy":1.0,"uar":1.0,"clips":1}},"#
        + #""model":"m","weightsChecksum":"abc","withoutPicture":0,"#
        + #""intervalMethod":"bootstrap over clips","speakers":0,"precision":"f32"}"#)
    let decoded = try JSONDecoder().decode(
      EvaluationReport.self, from: Data(try report.json.text().utf8))
    #expect(decoded == report)
  }

  @Test func clipsWithoutFacePictureOrSoundAreCounted() {
    let report = Evaluator.report(
      outcomes: [
        outcome("no sound", .sad, says: .sad, video: .sad),
        outcome("no face", .sad, says: .sad, audio: .sad),
        outcome("no picture", .sad, says: .sad, audio: .sad, decoded: 0),
      ], model: "m", weightsChecksum: "abc")
    #expect(report.withoutFace == 2)
    #expect(report.withoutPicture == 1)
    #expect(report.withoutSound == 1)
    #expect(report.branches.alone[.audio]?.clips == 2)
    #expect(report.branches.alone[.video]?.clips == 1)
  }

  @Test func aListOnWhichEveryClipFailedHasNoFigures() throws {
    let entry = ClipListEntry(path: "a", resolvedPath: "a", label: .sad)
    let report = Evaluator.report(
      outcomes: [ClipOutcome(entry: entry, failure: "broken")], model: "m", weightsChecksum: "c")
    #expect(report.accuracy == nil && report.uar == nil && report.intervals == nil)
    #expect(report.classified == 0)
    let json = try report.json.text()
    #expect(json.contains(#""accuracy":null,"uar":null,"macroF1":null,"intervals":null"#))
    #expect(EvaluationText.render(report).contains("no clip was classified"))
  }

  @Test func aRowWithoutALabelIsListedAsFailed() {
    let entry = ClipListEntry(path: "a", resolvedPath: "a")
    let report = Evaluator.report(
      outcomes: [ClipOutcome(entry: entry, prediction: prediction("a", says: .sad))],
      model: "m", weightsChecksum: "c")
    #expect(report.failed.map(\.reason) == ["the row has no label to compare with"])
  }

  @Test func intervalsAreTheSameForTheSameSeedAndOthersForAnother() {
    // Speakers of unlike size and success, so that hardly two draws give the same figures.
    let outcomes = (0..<200).map { clip in
      outcome(
        "\(clip)", .sad, says: clip * clip % 11 < 4 ? .sad : .happy,
        speaker: "s\(clip * clip % 97 % 17)")
    }
    func intervals(_ seed: UInt64) -> EvaluationIntervals? {
      Evaluator.report(outcomes: outcomes, model: "m", weightsChecksum: "c", seed: seed).intervals
    }
    #expect(intervals(1) == intervals(1))
    #expect(intervals(1) != intervals(2))
  }

  @Test func intervalsEncloseTheFigureAndWidenWhenSpeakersAreDrawn() throws {
    let bySpeaker = Evaluator.report(
      outcomes: mixed(speakers: 8), model: "m", weightsChecksum: "c")
    let byClip = Evaluator.report(outcomes: mixed(speakers: 1), model: "m", weightsChecksum: "c")
    #expect(bySpeaker.intervalMethod == .speakers)
    #expect(bySpeaker.speakers == 8)
    #expect(byClip.intervalMethod == .clips)
    #expect(byClip.accuracy == bySpeaker.accuracy)
    let speakers = try #require(bySpeaker.intervals).accuracy
    let clips = try #require(byClip.intervals).accuracy
    let accuracy = try #require(bySpeaker.accuracy)
    #expect(speakers.lower < accuracy && accuracy < speakers.upper)
    #expect(speakers.lower < clips.lower && clips.upper < speakers.upper)
    // 80 clips at one half: the normal approximation gives 0.5 -+ 1.96 sqrt(0.25 / 80), and steps
    // of 1/80.
    #expect(abs(clips.lower - 0.39) < 0.02 && abs(clips.upper - 0.61) < 0.02)
  }

  @Test func theTextShowsFiguresClassesConfusionsAndFailures() {
    let report = Evaluator.report(
      outcomes: [
        outcome("a.avi", .angry, says: .angry, audio: .sad, video: .angry, speaker: "x"),
        outcome("b.avi", .sad, says: .angry, audio: .sad, speaker: "y"),
        ClipOutcome(
          entry: ClipListEntry(path: "c.avi", resolvedPath: "c.avi", label: .sad),
          failure: "no such file"),
      ], model: "emonet-1", weightsChecksum: "abc")
    #expect(
      EvaluationText.render(report) == """
        model    emonet-1
        weights  abc
        clips    3: 2 classified, 1 failed; 1 without a face, 0 of them without picture; 0 without sound

                                    value   95 % interval (bootstrap over 2 speakers)
        accuracy                    0.500   [0.000, 1.000]
        unweighted average recall   0.500   [0.000, 1.000]
        macro F1                    0.333   [0.000, 1.000]

        answer from         clips  accuracy     UAR
        picture and sound       2     0.500   0.500
        sound alone             2     0.500   0.500
        picture alone           1     1.000   1.000

        emotion   precision  recall      F1  clips
        angry         0.500   1.000   0.667      1
        disgust           -       -       -      0
        fear              -       -       -      0
        happy             -       -       -      0
        neutral           -       -       -      0
        sad               -   0.000   0.000      1
        surprise          -       -       -      0

        true \\ given     angry   disgust      fear     happy   neutral       sad  surprise
        angry                1         0         0         0         0         0         0
        disgust              0         0         0         0         0         0         0
        fear                 0         0         0         0         0         0         0
        happy                0         0         0         0         0         0         0
        neutral              0         0         0         0         0         0         0
        sad                  1         0         0         0         0         0         0
        surprise             0         0         0         0         0         0         0

        failed (not counted in the figures above)
          c.avi: no such file

        """)
  }

  @Test func bothEncodersWriteTheSameMembersAndValues() throws {
    for outcomes in [mixed(speakers: 3), []] {
      let report = Evaluator.report(
        outcomes: outcomes, model: "m", weightsChecksum: "c", precision: .bf16)
      let ordered = Data(try report.json.text().utf8)
      let unordered = try JSONEncoder().encode(report)
      let members = try JSONDecoder().decode(JSONValue.self, from: ordered)
      #expect(try JSONDecoder().decode(JSONValue.self, from: unordered) == members)
      #expect(members["format"] == .string("emonet-report/1"))
      #expect(try JSONDecoder().decode(EvaluationReport.self, from: ordered) == report)
      #expect(try JSONDecoder().decode(EvaluationReport.self, from: unordered) == report)
    }
  }

  @Test func aReportFromBeforeThereWereFormatsReadsBackAndAnotherFormatIsRefused() throws {
    let report = Evaluator.report(
      outcomes: mixed(speakers: 3), model: "m", weightsChecksum: "c")
    let text = try report.json.text()
    let old = text.replacing(#""format":"emonet-report/1","#, with: "")
    #expect(!old.contains("format"))
    #expect(try JSONDecoder().decode(EvaluationReport.self, from: Data(old.utf8)) == report)
    let other = text.replacing("emonet-report/1", with: "emonet-report/2")
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(EvaluationReport.self, from: Data(other.utf8))
    }
    #expect(error?.sentence == "'emonet-report/2' is not 'emonet-report/1'")
  }

  /// 80 clips of which half are found: all of every second speaker's where there are several.
  private func mixed(speakers: Int) -> [ClipOutcome] {
    (0..<80).map { clip in
      outcome(
        "\(clip)", .sad, says: clip % 2 == 0 ? .sad : .happy, audio: .sad,
        speaker: "s\(clip % speakers)")
    }
  }

  private func outcome(
    _ path: String, _ truth: Emotion, says label: Emotion, audio: Emotion? = nil,
    video: Emotion? = nil, decoded: Int = 10, speaker: String? = nil
  ) -> ClipOutcome {
    ClipOutcome(
      entry: ClipListEntry(path: path, resolvedPath: path, label: truth, speaker: speaker),
      prediction: prediction(path, says: label, audio: audio, video: video, decoded: decoded))
  }

  private func prediction(
    _ path: String, says label: Emotion, audio: Emotion? = nil, video: Emotion? = nil,
    decoded: Int = 10
  ) -> Prediction {
    func certain(_ emotion: Emotion) -> EmotionScores { EmotionScores { $0 == emotion ? 1 : 0 } }
    return Prediction(
      path: path, scores: certain(label),
      modalities: PerBranch([
        (.video, PredictionBranch(scores: video.map(certain))),
        (.audio, PredictionBranch(scores: audio.map(certain))),
      ]),
      frames: PredictionFrames(
        decoded: decoded, canonical: decoded, withFace: video == nil ? 0 : decoded),
      duration: 1, model: "m")
  }
}
