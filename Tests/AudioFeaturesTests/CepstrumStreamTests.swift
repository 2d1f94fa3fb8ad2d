// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Signal
import Testing

@testable import AudioFeatures

struct CepstrumStreamTests {
  private static let variants: [CepstrumOptions] = [
    CepstrumOptions(), CepstrumOptions(windowLength: 0.2, hopLength: 0.003),
    CepstrumOptions(coefficientCount: 5, windowLength: 0.01, hopLength: 0.25, preEmphasis: 0),
    CepstrumOptions(windowLength: 1, hopLength: 1),
  ]

  /// Coefficients of a sound that comes in pieces, without options or extractor in common.
  private func rows(
    _ pieces: [ArraySlice<Int16>], _ options: CepstrumOptions, sampleRate: Int
  ) -> (values: [Float], summary: CepstrumStream.Summary) {
    let stream = CepstrumExtractor(options: options).stream(sampleRate: sampleRate)
    var values: [Float] = []
    for piece in pieces {
      stream.append(piece)
      values += stream.takeCoefficients()
    }
    let summary = stream.finish()
    return (values + stream.takeCoefficients(), summary)
  }

  @Test(arguments: variants.indices, [8000, 16_000, 44_100])
  func coefficientsHaveTheSameBytesHoweverTheSoundIsCut(variant: Int, sampleRate: Int) {
    let options = Self.variants[variant]
    let whole = TestAudio.speechLike(seconds: 2.6, sampleRate: sampleRate).values
    let window = Int(options.windowLength * Double(sampleRate))
    for count in [
      0, 1, 399, sampleRate / 10 - 1, sampleRate / 10, window - 1, window, window + 1,
      sampleRate * 4 / 10, whole.count,
    ] {
      let audio = AudioSamples(values: Array(whole.prefix(count)), sampleRate: sampleRate)
      let expected = CepstrumExtractor(options: options).coefficients(of: audio)
      #expect(TestAudio.areFinite(expected.values))
      #expect(expected.values.count == expected.frameCount * options.coefficientCount)
      for size in [1, 7, 160, 4096, max(1, count)] {
        let (values, summary) = rows(
          TestAudio.pieces(audio.values, of: size), options, sampleRate: sampleRate)
        let isSame = values == expected.values
        #expect(isSame, "\(count) samples, \(size) at a time")
        #expect(summary.frameCount == expected.frameCount)
        #expect(summary.wasPadded == expected.wasPadded)
      }
    }
  }

  @Test func emptyPiecesChangeNothing() {
    let audio = TestAudio.chirp(seconds: 0.5)
    let pieces = TestAudio.pieces(audio.values, of: 300).flatMap { piece in
      [[], piece, []] as [ArraySlice<Int16>]
    }
    let expected = CepstrumExtractor().coefficients(of: audio)
    #expect(rows(pieces, CepstrumOptions(), sampleRate: 16_000).values == expected.values)
  }

  @Test func rowsComeWithTheLastSampleOfTheirFrame() {
    let stream = CepstrumExtractor().stream(sampleRate: 16_000)
    let values = TestAudio.noise(seconds: 0.2).values
    stream.append(values.prefix(1599))
    #expect(stream.takeCoefficients() == [])
    stream.append(values[1599..<1600])
    #expect(stream.takeCoefficients().count == 13 * 8)
    stream.append(values[1600..<1679])
    #expect(stream.takeCoefficients() == [])
    stream.append(values[1679..<1680])
    #expect(stream.takeCoefficients().count == 13)
  }

  @Test(arguments: variants.indices)
  func samplesHeldDoNotGrowWithTheSound(variant: Int) {
    let options = Self.variants[variant]
    let stream = CepstrumExtractor(options: options).stream(sampleRate: 16_000)
    let piece = TestAudio.noise(seconds: 0.7).values[...]
    for _ in 0..<60 {
      stream.append(piece)
      _ = stream.takeCoefficients()
      // Less than a frame is left over, once the sound is long enough at all.
      #expect(stream.heldSampleCount <= max(16_000, Int(options.windowLength * 16_000)))
      #expect(stream.heldSampleCount <= stream.sampleCapacity)
    }
  }
}
