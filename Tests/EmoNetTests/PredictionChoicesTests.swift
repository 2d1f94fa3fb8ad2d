// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Faces
import Files
import Foundation
import Media
import NeuralNetwork
import Signal
import TestSupport
import Testing

@testable import EmoNet

@Suite struct PredictionChoicesTests {
  private var tracks: ClipTracks {
    var tracks = ClipTracks()
    tracks.sound.tracks = [
      MediaTrack(number: 1, codec: "aac", language: "eng", title: "Talk", roles: ["comment"]),
      MediaTrack(number: 2, codec: "flac"),
    ]
    tracks.sound.used = 2
    tracks.picture.tracks = [MediaTrack(number: 1, codec: "h264")]
    tracks.picture.used = 1
    return tracks
  }

  /// What a pass over the sample clip, twice beside itself, finds.
  private static func faces() throws -> [TrackSummary] {
    final class Twins: FrameSource {
      private let clip: VideoReader
      private var count = 0
      var report: DecodingReport { clip.report }
      init() throws { clip = try VideoReader(path: Checkout.sampleClip, maximumSide: 240) }
      func next() throws -> VideoFrame? {
        count += 1
        guard count < 8, let frame = try clip.next() else { return nil }
        var pixels: [UInt8] = []
        for row in 0..<frame.height {
          let line = frame.pixels[row * frame.width * 3..<(row + 1) * frame.width * 3]
          pixels += line + line
        }
        return VideoFrame(
          index: frame.index, timestamp: frame.timestamp, width: 2 * frame.width,
          height: frame.height, pixels: pixels)
      }
    }
    let observer = ClipObserver(
      detector: try FaceDetector(weights: Checkout.detector), backbone: nil)
    var sources = ClipSources(name: "twins")
    sources.video = { try Twins() }
    return try observer.observe(sources, video: [], audio: []).tracks
  }

  @Test func theOtherTracksAreNamedInAWarningWhereNobodyAsked() {
    #expect(
      tracks.warnings == [
        "2 sound tracks: heard track 2 (flac), not 1 (aac, eng, comment); --audio-track chooses"
      ])
    var silent = tracks
    silent.sound.silent = [1]
    #expect(
      silent.warnings.first?.contains("1 (aac, eng, comment), in which nothing is heard") == true)
    var asked = tracks
    asked.sound.isAskedFor = true
    #expect(asked.warnings.isEmpty)
    #expect(ClipTracks().warnings.isEmpty)
  }

  @Test func theTracksStandInTheJSONAndAreReadBack() throws {
    let found = try #require(PredictionTracks(tracks))
    #expect(
      try found.json.text()
        == #"{"picture":[],"sound":[{"number":1,"used":false,"codec":"aac","language":"eng","#
        + #""title":"Talk","roles":["comment"]},{"number":2,"used":true,"codec":"flac","#
        + #""roles":[]}]}"#)
    let again = try JSONDecoder().decode(
      PredictionTracks.self, from: Data(try found.json.text().utf8))
    #expect(again == found)
    #expect(PredictionTracks(ClipTracks()) == nil)
  }

  @Test func facesThatMayBeMeantTooAreNamedWithSecondsAndSize() throws {
    let summaries = try Self.faces()
    let faces = try #require(PredictionFaces(summaries, .longestAndLargest))
    #expect(faces.count == 2 && faces.tracks.map(\.seconds) == [0.28, 0.28])
    #expect(faces.tracks.map(\.main) == [true, false])
    #expect(faces.tracks.allSatisfy { $0.width > 30 && $0.height > $0.width })
    let warning = try #require(faces.warnings.first)
    #expect(
      warning.hasPrefix(
        "another face is about as long or as large as the one that is judged (0.28 s at "))
    let again = try JSONDecoder().decode(
      PredictionFaces.self, from: Data(try faces.json.text().utf8))
    #expect(again == faces)
    #expect(PredictionFaces(Array(summaries.prefix(1)), .longestAndLargest) == nil)
  }
}
