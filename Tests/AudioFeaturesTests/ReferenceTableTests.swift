// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Media
import Testing

@testable import AudioFeatures

/// Not a test but a tool: writes the values that are compared with the reference library's.
///
/// `experiments/audio-features-agreement` says how it is used.
@Suite("A table for comparison with the reference library")
struct ReferenceTableTests {
  private static let environment = ProcessInfo.processInfo.environment

  @Test(
    "Values of every WAV file in a folder are written as CSV",
    .enabled(if: environment["EMONET_REFERENCE_SOUNDS"] != nil))
  func table() throws {
    let folder = try #require(Self.environment["EMONET_REFERENCE_SOUNDS"])
    let table = try #require(Self.environment["EMONET_REFERENCE_TABLE"])
    let extractor = FunctionalsExtractor(featureSet: .is10)
    var text = "path," + extractor.names.joined(separator: ",") + "\n"
    var seconds = 0.0
    var sound = 0.0
    for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    where file.hasSuffix(".wav") {
      let read = try AudioReader.read("\(folder)/\(file)", sampleRate: nil)
      let samples = try #require(read?.samples)
      let started = Self.processorTime()
      let values = extractor.functionals(of: samples).values
      seconds += Self.processorTime() - started
      sound += samples.duration
      text += "\(file)," + values.map { "\($0)" }.joined(separator: ",") + "\n"
    }
    try text.write(toFile: table, atomically: true, encoding: .utf8)
    print("\(sound) s of sound took \(seconds) s, \(sound / seconds) times real time")
  }

  /// Seconds that this thread has run.
  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
