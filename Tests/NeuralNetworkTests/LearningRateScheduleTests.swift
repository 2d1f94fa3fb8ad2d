// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Testing

@testable import NeuralNetwork

@Suite struct LearningRateScheduleTests {
  static let schedules: [LearningRateSchedule] = [
    .constant(0.1), .oneCycle(peak: 0.4, totalSteps: 20, warmUpFraction: 0.3),
    .cosine(peak: 0.2, totalSteps: 10, warmUpSteps: 2),
    .step(initial: 0.1, milestones: [3, 7], factor: 0.5),
  ]

  @Test(arguments: [("one_cycle", schedules[1]), ("step", schedules[3])])
  func ratesArePyTorchs(_ name: String, _ schedule: LearningRateSchedule) throws {
    let expected = try Golden.recurrent("schedule.\(name)")
    let rates = (0..<expected.count).map { schedule.rate(at: $0) }
    for (rate, wanted) in zip(rates, expected.values) {
      #expect(abs(rate - wanted) <= 1e-6 * wanted)
    }
  }

  @Test func aCosineRisesInALineFallsToZeroAndStaysThere() {
    let schedule = Self.schedules[2]
    #expect(schedule.rate(at: 0) == 0.1)
    #expect(schedule.rate(at: 1) == 0.2)
    #expect(schedule.rate(at: 2) == 0.2)
    #expect(abs(schedule.rate(at: 6) - 0.1) < 1e-7)
    #expect(schedule.rate(at: 10) == 0)
    #expect(schedule.rate(at: 99) == 0)
  }

  @Test(arguments: 0...4)
  func shortAndOddCyclesGiveFiniteRatesThatAreNotNegative(_ totalSteps: Int) {
    for warmUp in [Float(0), 0.3, 1] {
      let schedule = LearningRateSchedule.oneCycle(
        peak: 1, totalSteps: totalSteps, warmUpFraction: warmUp)
      for step in -1...6 {
        let rate = schedule.rate(at: step)
        #expect(rate.isFinite && rate >= 0 && rate <= 1)
      }
    }
  }

  @Test(arguments: schedules)
  func aScheduleSurvivesJSON(_ schedule: LearningRateSchedule) throws {
    let json = try JSONEncoder().encode(schedule)
    #expect(try JSONDecoder().decode(LearningRateSchedule.self, from: json) == schedule)
  }

  @Test func itIsOneFlatObject() throws {
    let json = Data(
      #"{"kind":"oneCycle","peak":0.4,"totalSteps":20,"warmUpFraction":0.3}"#.utf8)
    #expect(
      try JSONDecoder().decode(LearningRateSchedule.self, from: json) == Self.schedules[1])
  }

  @Test(arguments: [
    #"{"kind":"constant"}"#, #"{"kind":"constant","rate":-1}"#, #"{"kind":"up","rate":1}"#,
    #"{"kind":"oneCycle","peak":1,"totalSteps":0,"warmUpFraction":0.3}"#,
    #"{"kind":"oneCycle","peak":1,"totalSteps":9,"warmUpFraction":2}"#,
    #"{"kind":"cosine","peak":1,"totalSteps":9,"warmUpSteps":10}"#,
    #"{"kind":"step","initial":1,"milestones":[-1],"factor":1}"#,
  ])
  func aFieldOutOfItsRangeIsRefused(_ json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(LearningRateSchedule.self, from: Data(json.utf8))
    }
  }
}
