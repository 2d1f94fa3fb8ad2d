// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Signal
import Testing

@testable import AudioFeatures

struct AudioAnalysisTests {
  private static let everything = Set(
    FunctionalsFeatureSet.allCases.flatMap {
      [AudioAnalysis.Measure.functionals($0), .averagedFunctionals($0), .descriptors($0)]
    })

  /// All that can be said about a sound.
  private struct Answers: Equatable {
    var functionals: [Functionals] = []
    var descriptors: [[Float]] = []
    var counts: [Int] = []
    var wasPadded = false
  }

  /// What an analysis answers that is fed one piece after another.
  private func answers(_ pieces: [ArraySlice<Int16>], sampleRate: Int) -> Answers {
    let analysis = AudioAnalysis(of: Self.everything, sampleRate: sampleRate)
    var rows = [FunctionalsFeatureSet: [Float]]()
    func take() {
      for featureSet in FunctionalsFeatureSet.allCases {
        rows[featureSet, default: []] += analysis.takeDescriptors(featureSet)
      }
    }
    for piece in pieces {
      analysis.append(piece)
      take()
    }
    let summary = analysis.finish()
    take()
    var answers = Answers(
      counts: [summary.frameCount, summary.summarisedFrameCount], wasPadded: summary.wasPadded)
    for featureSet in FunctionalsFeatureSet.allCases {
      answers.functionals += [
        summary.functionals(featureSet), summary.averagedFunctionals(featureSet),
      ]
      answers.descriptors.append(rows[featureSet] ?? [])
    }
    return answers
  }

  private func answers(_ audio: AudioSamples, pieces count: Int) -> Answers {
    answers(TestAudio.pieces(audio.values, of: count), sampleRate: audio.sampleRate)
  }

  /// What the simple calls answer.
  private func simpleAnswers(_ audio: AudioSamples) -> Answers {
    var answers = Answers()
    for featureSet in FunctionalsFeatureSet.allCases {
      let extractor = FunctionalsExtractor(featureSet: featureSet)
      answers.functionals += [
        extractor.functionals(of: audio), extractor.averagedFunctionals(of: audio),
      ]
      let descriptors = extractor.descriptors(of: audio)
      answers.descriptors.append(descriptors.values)
      answers.counts = [descriptors.frameCount, descriptors.summarisedFrameCount]
      answers.wasPadded = descriptors.wasPadded
    }
    return answers
  }

  enum Kind: CaseIterable {
    case speech, chirp, pulses, noise, silence

    func audio(seconds: Double, sampleRate: Int) -> AudioSamples {
      switch self {
      case .speech: return TestAudio.speechLike(seconds: seconds, sampleRate: sampleRate)
      case .chirp: return TestAudio.chirp(seconds: seconds, sampleRate: sampleRate)
      case .pulses:
        var generator = TestAudio.Generator(state: 3)
        let period = Double(sampleRate) / 120
        let periods = (0..<Int(seconds * 120)).map { _ in
          Int(period * (1 + 0.08 * generator.next()))
        }
        return TestAudio.pulses(periods, sampleRate: sampleRate)
      case .noise: return TestAudio.noise(seconds: seconds, sampleRate: sampleRate)
      case .silence:
        return AudioSamples(
          values: .init(repeating: 0, count: Int(seconds * Double(sampleRate))),
          sampleRate: sampleRate)
      }
    }
  }

  /// Lengths round which something changes: frames, batches of frames, repetition, averages, 0.4 s.
  private static func criticalCounts(sampleRate: Int) -> [Int] {
    let geometry = FrameGeometry(sampleRate: sampleRate)
    let (long, hop) = (geometry.longLength, geometry.hopLength)
    let minimum = ShortAudio.minimumCount(sampleRate: sampleRate)
    return [0, 1, 2, 100, long - 1, long, long + hop - 1, minimum - 1, minimum, minimum + 1]
      + [7, 8, 9].flatMap { [long + $0 * hop - 1, long + $0 * hop] }
      + [-1, 0, 1].map { sampleRate * 3 / 10 + $0 } + [sampleRate * 4 / 10]
  }

  @Test(arguments: Kind.allCases, [8000, 16_000, 44_100])
  func shortAudioHasTheSameBytesHoweverItIsCut(kind: Kind, sampleRate: Int) {
    let whole = kind.audio(seconds: 0.5, sampleRate: sampleRate).values
    for count in Self.criticalCounts(sampleRate: sampleRate) {
      let audio = AudioSamples(values: Array(whole.prefix(count)), sampleRate: sampleRate)
      let expected = simpleAnswers(audio)
      for size in [1, 7, 160, 4096, max(1, count)] {
        let isSame = answers(audio, pieces: size) == expected
        #expect(isSame, "\(count) samples, \(size) at a time")
      }
    }
  }

  @Test(arguments: [8000, 16_000, 44_100], [(-1, 7), (0, 1), (1, 160), (7, 4096)])
  func longAudioHasTheSameBytesHoweverItIsCut(sampleRate: Int, cut: (more: Int, size: Int)) {
    let geometry = FrameGeometry(sampleRate: sampleRate)
    // Just round the end of the first and the second block, and of the phases in them.
    for blocks in 1...2 {
      let frames = blocks * ContourStream.blockFrames
      let count = (frames - 1) * geometry.hopLength + geometry.longLength
      let whole = TestAudio.speechLike(seconds: 10.5, sampleRate: sampleRate).values
      let audio = AudioSamples(
        values: Array(whole.prefix(count + cut.more * geometry.hopLength / 4)),
        sampleRate: sampleRate)
      let isSame = answers(audio, pieces: cut.size) == simpleAnswers(audio)
      #expect(isSame, "\(audio.values.count) samples")
    }
  }

  @Test(arguments: 0..<6)
  func piecesMayHaveAnySizeAndBeEmpty(seed: Int) {
    let audio = TestAudio.speechLike(seconds: 6, seed: UInt64(seed))
    var generator = TestAudio.Generator(state: UInt64(seed))
    var pieces: [ArraySlice<Int16>] = []
    var rest = audio.values[...]
    while !rest.isEmpty {
      let size = Int(30_000 * max(0, generator.next() * generator.next()))
      pieces.append(rest.prefix(size))
      rest = rest.dropFirst(size)
    }
    #expect(pieces.contains { $0.isEmpty })
    let isSame = answers(pieces, sampleRate: audio.sampleRate) == simpleAnswers(audio)
    #expect(isSame)
  }

  @Test(arguments: Kind.allCases, [8000, 16_000, 22_050])
  func contoursAreThoseOfAWalkOverTheWholeSound(kind: Kind, sampleRate: Int) {
    let audio = kind.audio(seconds: 5.9, sampleRate: sampleRate)
    for featureSet in FunctionalsFeatureSet.allCases {
      let plain = PlainContours(of: audio, cutoff: featureSet.voicingCutoff)
      let found = FunctionalsExtractor(featureSet: featureSet).descriptors(of: audio)
      #expect(found.frameCount == plain.frameCount)
      #expect(found.summarisedFrameCount == plain.frameCount - 2)
      let isSame = found.values == plain.rows
      #expect(isSame)
    }
  }

  @Test(arguments: [0.3, 1, 5.3], [8000, 16_000])
  func averagesAreTakenOverStarts2AndAHalfMillisecondsApart(seconds: Double, sampleRate: Int) {
    let audio = TestAudio.speechLike(seconds: seconds, sampleRate: sampleRate)
    for featureSet in FunctionalsFeatureSet.allCases {
      let extractor = FunctionalsExtractor(featureSet: featureSet)
      let single = [0, 1, 2, 3].map { phase in
        let later = audio.values.dropFirst(phase * sampleRate / 400)
        return extractor.functionals(
          of: AudioSamples(values: Array(later), sampleRate: sampleRate)
        ).values
      }
      let expected = single[0].indices.map { i in
        Float(single.dropFirst().reduce(Double(single[0][i])) { $0 + Double($1[i]) } / 4)
      }
      let isSame = extractor.averagedFunctionals(of: audio).values == expected
      #expect(isSame)
    }
  }

  @Test(arguments: [0, 100, 1599, 4799])
  func audioUnder300MillisecondsIsAnalysedOnceForAverages(count: Int) {
    let whole = TestAudio.speechLike(seconds: 0.4).values
    let audio = AudioSamples(values: Array(whole.prefix(count)))
    let extractor = FunctionalsExtractor()
    #expect(extractor.averagedFunctionals(of: audio) == extractor.functionals(of: audio))
  }

  @Test(arguments: everything)
  func measuresAskedForAloneAreThoseAskedForTogether(measure: AudioAnalysis.Measure) {
    let audio = TestAudio.speechLike(seconds: 1.3)
    let together = AudioAnalysis(of: Self.everything, sampleRate: audio.sampleRate)
    let alone = AudioAnalysis(of: [measure], sampleRate: audio.sampleRate)
    together.append(audio.values[...])
    alone.append(audio.values[...])
    let (shared, own) = (together.finish(), alone.finish())
    switch measure {
    case .functionals(let featureSet):
      #expect(own.functionals(featureSet) == shared.functionals(featureSet))
    case .averagedFunctionals(let featureSet):
      #expect(
        own.averagedFunctionals(featureSet)
          == shared.averagedFunctionals(featureSet))
    case .descriptors(let featureSet):
      #expect(alone.takeDescriptors(featureSet) == together.takeDescriptors(featureSet))
    }
  }

  @Test func rowsComeAsSoonAsABlockHasSettledThem() {
    let audio = TestAudio.speechLike(seconds: 12)
    let analysis = AudioAnalysis(of: [.descriptors(.is10)], sampleRate: audio.sampleRate)
    var rows: [Int] = []
    for piece in TestAudio.pieces(audio.values, of: 16_000) {
      analysis.append(piece)
      rows.append(analysis.takeDescriptors(.is10).count / 76)
    }
    // A block of 512 frames of 10 ms; the smoother is late by one, smoothing and deltas by three.
    #expect(rows == [0, 0, 0, 0, 0, 508, 0, 0, 0, 0, 512, 0])
    let summary = analysis.finish()
    #expect(analysis.takeDescriptors(.is10).count / 76 == summary.frameCount - 1020)
    #expect(analysis.takeDescriptors(.is10) == [])
  }

  @Test(arguments: [1, 1000, 100_000, 320_000])
  func samplesAndRowsHeldDoNotGrowWithTheSound(size: Int) {
    let piece = TestAudio.speechLike(seconds: Double(size) / 16_000).values[...]
    let described = AudioAnalysis(of: [.descriptors(.is10)], sampleRate: 16_000)
    let averaged = AudioAnalysis(of: [.averagedFunctionals(.emobase2010)], sampleRate: 16_000)
    var (samples, rows) = (0, 0)
    for _ in 0..<320_000 / size {
      for analysis in [described, averaged] {
        analysis.append(piece)
        samples = max(samples, analysis.heldSampleCount)
      }
      _ = described.takeDescriptors(.is10)
      rows = max(rows, described.heldFrameCount)
    }
    // A block of 511 hops, a frame of 60 ms, as much again for the perturbation, and the last phase.
    #expect(averaged.sampleCapacity == 511 * 160 + 2 * 960 + 120)
    #expect(described.sampleCapacity == 511 * 160 + 2 * 960)
    #expect((1...averaged.sampleCapacity).contains(samples))
    // Smoothing and deltas look back and ahead by three, and the voice is late by one.
    #expect(rows <= 7)
  }
}
