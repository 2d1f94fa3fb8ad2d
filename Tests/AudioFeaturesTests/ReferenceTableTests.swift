// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import Signal
import Testing

@testable import AudioFeatures

/// Not a test but a tool: writes the values that are compared with the reference library's.
///
/// `experiments/audio-features-agreement` says how it is used.
struct ReferenceTableTests {
  private static let environment = ProcessInfo.processInfo.environment

  @Test(.enabled(if: environment["EMONET_REFERENCE_SOUNDS"] != nil))
  func valuesOfEveryWAVFileInAFolderAreWrittenAsCSV() throws {
    let folder = try #require(Self.environment["EMONET_REFERENCE_SOUNDS"])
    let table = try #require(Self.environment["EMONET_REFERENCE_TABLE"])
    let extractor = FunctionalsExtractor(featureSet: .is10)
    var text = "path," + extractor.names.joined(separator: ",") + "\n"
    var seconds = 0.0
    var duration = 0.0
    for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    where file.hasSuffix(".wav") {
      let audio = try #require(
        Self.audio(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(file)"))),
        "\(file) is not a WAV file of 16 bits and one channel")
      let started = Self.processorTime()
      let values = extractor.functionals(of: audio).values
      seconds += Self.processorTime() - started
      duration += audio.duration
      text += "\(file)," + values.map { "\($0)" }.joined(separator: ",") + "\n"
    }
    try text.write(toFile: table, atomically: true, encoding: .utf8)
    print("\(duration) s of sound took \(seconds) s, \(duration / seconds) times real time")
  }

  /// The samples of a WAV file of 16 bits and one channel; nil for any other file.
  private static func audio(_ file: Data) -> AudioSamples? {
    func number(_ place: Int, bytes: Int) -> Int {
      file[place..<place + bytes].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    var sampleRate = 0
    var place = 12
    while place + 8 <= file.count {
      let size = min(number(place + 4, bytes: 4), file.count - place - 8)
      let content = place + 8
      switch String(decoding: file[place..<place + 4], as: UTF8.self) {
      case "fmt ":
        let channels = number(content + 2, bytes: 2)
        guard size >= 16, channels == 1, number(content + 14, bytes: 2) == 16 else { return nil }
        sampleRate = number(content + 4, bytes: 4)
      case "data":
        guard sampleRate > 0 else { return nil }
        let values = stride(from: content, to: content + size - 1, by: 2).map {
          Int16(truncatingIfNeeded: number($0, bytes: 2))
        }
        return AudioSamples(values: values, sampleRate: sampleRate)
      default: break
      }
      place = content + size + size % 2
    }
    return nil
  }

  /// Seconds that this thread has run.
  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
