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
    let absent = #"{"precision":null,"recall":null,"f1":null,"support":0}"#
    let one = #"{"precision":1.0,"recall":1.0,"f1":1.0,"support":1}"#
    let none = "[0,0,0,0,0,0,0]"
    let exact = #""calibrationError":0.0,"brierScore":0.0,"logLoss":0.0"#
    func bin(_ place: Int) -> String {
      let figures = place == 9 ? #""clips":2,"confidence":1.0,"accuracy":1.0"# : nil
      return #"{"from":\#(Double(place) / 10),"to":\#(Double(place + 1) / 10),"#
        + (figures ?? #""clips":0,"confidence":null,"accuracy":null"#) + "}"
    }
    let bins = (0..<10).map(bin).joined(separator: ",")
    let coverage = (0..<10).map {
      #"{"minimumConfidence":\#(Double($0) / 10),"clips":2,"coverage":1.0,"accuracy":1.0,"uar":1.0}"#
    }.joined(separator: ",")
    // Half of the sound's answers are wrong, and it is sure of them: the loss is that of 2^-52.
    let wrong = #""calibrationError":0.5,"brierScore":1.0,"logLoss":18.021826694558577"#
    #expect(
      try report.json.text()
        == #"{"format":"emonet-report/2","#
        + #""labels":["angry","disgust","fear","happy","neutral","sad","surprise"],"clips":3,"#
        + #""failed":[{"path":"c.avi","reason":"no such file"}],"#
        + #""model":"m","weightsChecksum":"abc","precision":"f32","answers":"all","#
        + #""minimumConfidence":null,"classified":2,"withoutFace":1,"withoutPicture":0,"#
        + #""withoutSound":0,"speakers":0,"accuracy":1.0,"uar":1.0,"macroF1":1.0,"#
        + #""intervals":{"accuracy":[1.0,1.0],"uar":[1.0,1.0],"macroF1":[1.0,1.0]},"#
        + #""intervalMethod":"bootstrap over clips","#
        + #""perClass":{"angry":\#(one),"disgust":\#(absent),"fear":\#(absent),"#
        + #""happy":\#(absent),"neutral":\#(absent),"sad":\#(one),"surprise":\#(absent)},"#
        + #""confusion":[[1,0,0,0,0,0,0],\#(none),\#(none),\#(none),\#(none),"#
        + #"[0,0,0,0,0,1,0],\#(none)],"uncertain":\#(none),"#
        + #""answered":{"clips":2,"coverage":1.0,"accuracy":1.0,"uar":1.0},\#(exact),"#
        + #""reliability":[\#(bins)],"coverage":[\#(coverage)],"#
        + #""branches":{"fused":{"accuracy":1.0,"uar":1.0,"clips":2,\#(exact)},"#
        + #""audio":{"accuracy":0.5,"uar":0.5,"clips":2,\#(wrong)},"#
        + #""video":{"accuracy":1.0,"uar":1.0,"clips":1,\#(exact)}},"#
        + #""by":null,"parts":[],"comparison":null}"#)
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

        answer from         clips  accuracy     UAR  calibration error   Brier  log-loss
        picture and sound       2     0.500   0.500              0.500   1.000    18.022
        sound alone             2     0.500   0.500              0.500   1.000    18.022
        picture alone           1     1.000   1.000              0.000   0.000     0.000

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
      #expect(members["format"] == .string("emonet-report/2"))
      #expect(try JSONDecoder().decode(EvaluationReport.self, from: ordered) == report)
      #expect(try JSONDecoder().decode(EvaluationReport.self, from: unordered) == report)
    }
  }

  @Test(arguments: ["emonet-1", "emonet-2"])
  func aReportOfTheFirstFormatReadsBackWithoutTheNewFigures(_ model: String) throws {
    let text = try Checkout.text("experiments/\(model)/evaluation/java-sed-av.json")
    let report = try JSONDecoder().decode(EvaluationReport.self, from: Data(text.utf8))
    #expect(report.classified == 48 && report.accuracy != nil && report.answered.coverage == 1)
    #expect(report.perClass[.disgust].recall == nil)
    #expect(report.calibration == nil && report.coverage.isEmpty && report.by == nil)
    #expect(EvaluationText.render(report).contains("macro F1"))
  }

  @Test func anotherFormatIsRefused() throws {
    let text = try Evaluator.report(outcomes: [], model: "m", weightsChecksum: "c").json.text()
    let other = text.replacing("emonet-report/2", with: "emonet-report/3")
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(EvaluationReport.self, from: Data(other.utf8))
    }
    #expect(error?.sentence == "'emonet-report/3' is not 'emonet-report/2'")
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
