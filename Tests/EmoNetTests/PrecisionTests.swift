// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import NeuralNetwork
import Testing

@testable import EmoNet

@Suite struct PrecisionTests {
  private func card(_ check: PrecisionCheck?) -> ModelCard {
    var card = ModelFixture.card()
    card.bf16 = check
    return card
  }

  @Test func autoTakes16BitFloatsOnlyWhereTheyAreFastAndTheCardSaysThatScoresStay() throws {
    func check(_ difference: Double) -> PrecisionCheck {
      PrecisionCheck(clips: 48, greatestScoreDifference: difference, sameAnswers: 48)
    }
    let checked = try PrecisionChoice.auto.resolved(for: card(check(0.01)), path: "m")
    #expect(checked == (ComputePrecision.isBFloat16Fast ? .bf16 : .f32))
    #expect(try PrecisionChoice.auto.resolved(for: card(check(0.011)), path: "m") == .f32)
    #expect(try PrecisionChoice.auto.resolved(for: card(nil), path: "m") == .f32)
    #expect(try PrecisionChoice.f32.resolved(for: card(check(0)), path: "m") == .f32)
  }

  @Test func floatsThatTheProcessorCannotComputeInAreRefusedWithTheReason() throws {
    let card = card(nil)
    guard !ComputePrecision.isBFloat16Available else {
      #expect(try PrecisionChoice.bf16.resolved(for: card, path: "m") == .bf16)
      return
    }
    let error = #expect(throws: FileError.self) {
      try PrecisionChoice.bf16.resolved(for: card, path: "m")
    }
    #expect(error?.kind == .unsupported)
    #expect(error?.reason.contains("AVX-512") == true)
  }
}
