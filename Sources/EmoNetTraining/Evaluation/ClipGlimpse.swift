// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
package import Faces
import Files
import Foundation
import Media
import Signal

/// What is to be seen and heard of a clip at a glance: some of its faces, its waveform, its pitch.
package struct ClipGlimpse: Sendable, Equatable {
  /// The most faces.
  package static let faceCount = 8
  /// Columns of the waveform.
  package static let columnCount = 180
  /// The clip is looked at for so many seconds from its start.
  private static let longest = 60.0

  /// Grey faces of the main track, `[48, 48]` each, evenly from its first to its last; none without a face.
  package private(set) var faces: [[UInt8]] = []
  /// Lowest and highest amplitude in each column, in [-1, 1]; empty without sound.
  package private(set) var waveform: [(low: Float, high: Float)] = []
  /// Fundamental frequency in each column, in Hz; 0 where there is no voice. As many as of the waveform.
  package private(set) var pitch: [Float] = []
  /// Length of the sound in seconds.
  package private(set) var seconds = 0.0

  /// Reads a clip; what it lacks, or what cannot be read, is left out.
  package init(path: String, detector: FaceDetector) {
    if let frames = try? Self.frames(path, detector) { faces = frames }
    if let sound = try? AudioReader.read(path)?.samples, !sound.values.isEmpty { hear(sound) }
  }

  /// A glimpse from its parts.
  package init(
    faces: [[UInt8]], waveform: [(low: Float, high: Float)], pitch: [Float], seconds: Double
  ) {
    self.faces = faces
    self.waveform = waveform
    self.pitch = pitch
    self.seconds = seconds
  }

  package static func == (left: ClipGlimpse, right: ClipGlimpse) -> Bool {
    left.faces == right.faces && left.pitch == right.pitch && left.seconds == right.seconds
      && left.waveform.elementsEqual(right.waveform, by: ==)
  }

  private static func frames(_ path: String, _ detector: FaceDetector) throws -> [[UInt8]] {
    let reader = try MediaFile(path: path).video()
    var pipeline = FacePipeline(detector: detector)
    var faces: [TrackedFace] = []
    while let frame = try reader.next(), frame.timestamp < longest { faces += pipeline.add(frame) }
    faces += pipeline.finish()
    let main = MainFaceRule.longestAndLargest.choose(pipeline.tracks)
    let track = faces.filter { $0.track == main }
    guard track.count > faceCount else { return track.map(\.crop.grey) }
    return (0..<faceCount).map { track[$0 * (track.count - 1) / (faceCount - 1)].crop.grey }
  }

  private mutating func hear(_ sound: AudioSamples) {
    let values = sound.values.prefix(Int(Self.longest) * sound.sampleRate)
    seconds = Double(values.count) / Double(sound.sampleRate)
    let columns = min(Self.columnCount, values.count)
    func part(_ column: Int, of count: Int) -> Range<Int> {
      let start = column * count / columns
      return start..<max(start + 1, (column + 1) * count / columns)
    }
    waveform = (0..<columns).map { column in
      let part = values[part(column, of: values.count)]
      return (Float(part.min() ?? 0) / 32768, Float(part.max() ?? 0) / 32768)
    }
    let extractor = FunctionalsExtractor()
    let names = extractor.descriptorNames
    guard let place = names.firstIndex(of: "F0final_sma") else { return }
    let rows = extractor.descriptors(
      of: AudioSamples(values: Array(values), sampleRate: sound.sampleRate)
    ).values
    let count = rows.count / names.count
    guard count > 0 else { return }
    let smooth = (0..<count).map { rows[$0 * names.count + place] }
    // Smoothed over three frames, the ends of a voiced stretch fall towards the 0 beside it.
    let hertz = smooth.indices.map { frame in
      let near = smooth[max(0, frame - 2)...min(count - 1, frame + 2)]
      return near.allSatisfy { $0 > 0 } ? smooth[frame] : 0
    }
    pitch = (0..<columns).map { column in
      let part = part(column, of: count)
      // The highest of the column: a mean with unvoiced frames would be no frequency.
      return hertz[min(part.lowerBound, count - 1)..<min(part.upperBound, count)].max() ?? 0
    }
  }
}
