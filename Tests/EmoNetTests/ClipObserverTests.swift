// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Faces
import Media
import NeuralNetwork
import Signal
import TestSupport
import Testing

@testable import EmoNet

@Suite struct ClipObserverTests {
  private struct Full: Error {}

  private let observer: ClipObserver

  init() throws {
    observer = ClipObserver(detector: try FaceDetector(weights: Checkout.detector), backbone: nil)
  }

  /// `count` samples whose values tell their place.
  private func samples(_ count: Int, from start: Int = 0) -> [Int16] {
    (start..<start + count).map { Int16($0 % 30_000) }
  }

  private func error(_ reason: String) -> MediaError {
    MediaError(kind: .invalidData, path: "clip", operation: "decode", reason: reason)
  }

  @Test(arguments: [1, 2])
  func everyFrameAndSampleIsHeardOnceInOrder(_ threads: Int) throws {
    var sources = ClipSources(name: "clip")
    sources.statedDuration = 5
    sources.video = { MadeUpFrames(60) }
    let sound = samples(20_000)
    sources.audio = { _ in
      MadeUpSound([Array(sound[..<7000]), [], Array(sound[7000..<7001]), Array(sound[7001...])])
    }
    let (watchers, listeners) = ([Watcher(), Watcher()], [Listener(), Listener()])
    let observation = try observer.observe(
      sources, video: watchers, audio: [AudioPass(listeners)], work: ClipWork(threads: threads))
    for watcher in watchers {
      #expect(
        watcher.frames == (0..<60).map { FramePlace(index: $0, timestamp: Double($0) / 25) })
      #expect(watcher.faces.isEmpty)
    }
    for listener in listeners {
      #expect(listener.samples == sound)
      #expect(listener.places.first?.lowerBound == 0)
      for (place, next) in zip(listener.places, listener.places.dropFirst()) {
        #expect(place.upperBound == next.lowerBound)
      }
      #expect(listener.ends == [1.25])
    }
    #expect(observation.canonicalFrames == 60 && observation.decodedFrames == 60)
    #expect(observation.duration == 2.4)
    #expect(observation.audio.first?.report?.start == 0)
    #expect(observation.audio.first?.report?.end == 1.25)
    #expect(observation.tracks.isEmpty && observation.failure == nil)
    #expect(observation.videoWarnings == ["no face found"] && observation.audioWarnings == [])
    #expect(
      observation.lengthWarnings == [
        "the clip ends after 2.4 s of 5.0 s: it was cut off or is damaged"
      ])
  }

  @Test(arguments: [0, 1, 3999, 4000, 4001, 9000], [1, 2])
  func silenceBeforeTheSoundIsNotHeard(_ silence: Int, _ threads: Int) throws {
    let recorded = samples(5000, from: 1)
    let whole = [Int16](repeating: 0, count: silence) + recorded
    var sources = ClipSources(name: "clip")
    sources.audio = { _ in
      MadeUpSound(
        stride(from: 0, to: whole.count, by: 4000).map {
          Array(whole[$0..<min($0 + 4000, whole.count)])
        }, silence: silence)
    }
    let listener = Listener()
    let observation = try observer.observe(
      sources, video: [], audio: [AudioPass([listener])], work: ClipWork(threads: threads))
    #expect(listener.samples == recorded)
    #expect(listener.places.first?.lowerBound == silence)
    #expect(listener.places.last?.upperBound == whole.count)
    #expect(!listener.places.contains { $0.isEmpty })
    #expect(listener.ends == [Double(whole.count) / 16_000])
    let report = try #require(observation.audio.first?.report)
    #expect(report.start == Double(silence) / 16_000)
    #expect(report.end == Double(whole.count) / 16_000)
    guard case .missing = observation.video else {
      Issue.record("there is no picture, but \(observation.video)")
      return
    }
    #expect(observation.videoWarnings == ["no picture"])
  }

  @Test(arguments: [1, 2])
  func aBrokenPictureIsToldWhileTheSoundIsHeard(_ threads: Int) throws {
    let failure = error("no frame in it")
    for isOpened in [true, false] {
      var sources = ClipSources(name: "clip")
      sources.video = {
        if isOpened { return MadeUpFrames(9, failure: failure) } else { throw failure }
      }
      sources.audio = { [sound = samples(900)] _ in MadeUpSound([sound]) }
      let (watcher, listener) = (Watcher(), Listener())
      let observation = try observer.observe(
        sources, video: [watcher], audio: [AudioPass([listener])],
        work: ClipWork(threads: threads))
      #expect(listener.samples == samples(900) && watcher.frames.isEmpty)
      #expect(observation.failure as? MediaError == failure)
      #expect(observation.videoWarnings == ["picture could not be decoded: no frame in it"])
      #expect(observation.audioWarnings == [])
      #expect(observation.duration == 0.05625)
    }
  }

  @Test(arguments: [1, 2])
  func aBrokenSoundIsToldWhileThePictureIsSeen(_ threads: Int) throws {
    let failure = error("no such codec")
    for pieces in [nil, [], [samples(10)]] {
      var sources = ClipSources(name: "clip")
      sources.video = { MadeUpFrames(12) }
      sources.audio = { _ in
        guard let pieces else { throw failure }
        return MadeUpSound(pieces, failure: failure)
      }
      let (watcher, listener) = (Watcher(), Listener())
      let observation = try observer.observe(
        sources, video: [watcher], audio: [AudioPass([listener])],
        work: ClipWork(threads: threads))
      #expect(watcher.frames.count == 12)
      #expect(listener.ends.isEmpty)
      #expect(observation.failure as? MediaError == failure)
      #expect(observation.audioWarnings == ["sound could not be decoded: no such codec"])
      #expect(observation.audioFailure == "no such codec")
      #expect(observation.duration == 0.48)
    }
  }

  @Test func partsThatAreNotThereAreTold() throws {
    let observation = try observer.observe(ClipSources(name: "clip"), video: [], audio: [])
    #expect(observation.videoWarnings == ["no picture"])
    #expect(
      "\(observation.nothing(in: "clip"))"
        == "clip: cannot read: neither picture nor sound in it")
    let listener = Listener()
    for isEmpty in [true, false] {
      var sources = ClipSources(name: "clip")
      sources.audio = { _ in isEmpty ? MadeUpSound([]) : nil }
      let heard = try observer.observe(sources, video: [], audio: [AudioPass([listener])])
      #expect(heard.audioWarnings == ["no sound could be decoded"])
      #expect(heard.failure == nil)
    }
    let silent = try observer.observe(
      ClipSources(name: "clip"), video: [], audio: [AudioPass([listener])])
    #expect(silent.audioWarnings == ["no sound"])
    #expect(silent.audioFailure == "no sound")
    #expect(listener.places.isEmpty && listener.ends.isEmpty)
  }

  @Test(arguments: [1, 2])
  func whatConsumersThrowEndsThePass(_ threads: Int) {
    final class Deaf: AudioConsumer {
      func take(_ samples: ArraySlice<Int16>, at position: Int, sampleRate: Int) throws {
        throw Full()
      }
      func end(at time: Double) {}
    }
    final class Blind: VideoConsumer {
      func take(_ frame: FramePlace) throws { throw Full() }
      func take(_ faces: [ObservedFace]) {}
    }
    var sources = ClipSources(name: "clip")
    sources.video = { MadeUpFrames(100) }
    sources.audio = { _ in MadeUpSound([[1, 2, 3]]) }
    let work = ClipWork(threads: threads)
    #expect(throws: Full.self) {
      try observer.observe(sources, video: [], audio: [AudioPass([Deaf()])], work: work)
    }
    #expect(throws: Full.self) {
      try observer.observe(sources, video: [Blind()], audio: [AudioPass([Listener()])], work: work)
    }
  }

  @Test func eachPassOpensTheSoundAtItsOwnRate() throws {
    let log = SourceLog()
    var sources = ClipSources(name: "clip")
    sources.audio = { rate in
      log.noteOpened(rate)
      return MadeUpSound([[1, 2]], sampleRate: rate ?? 44_100, log: log)
    }
    let listener = Listener()
    let observation = try observer.observe(
      sources, video: [],
      audio: [AudioPass([listener, Listener()]), AudioPass(sampleRate: nil, [Listener()])])
    #expect(log.opened == [16_000, nil])
    #expect(log.read == 2)
    #expect(observation.audio.map { $0.report?.end } == [0.000125, 2.0 / 44_100])
    #expect(observation.duration == 0.000125)
  }

  @Test func facesComeInOrderWithTheirFeaturesWhateverTheThreads() throws {
    let backbone = try FusedFaceBackbone(from: ModelFixture.file())
    let observer = ClipObserver(detector: observer.detector, backbone: backbone)
    var sources = try ClipSources(path: Checkout.sampleClip)
    sources.audio = nil
    var seen: [[ObservedFace]] = []
    for threads in [1, 2] {
      let watcher = Watcher()
      let observation = try observer.observe(
        sources, video: [watcher], audio: [], work: ClipWork(threads: threads))
      // The film's first picture is shown from the second place of the grid on.
      #expect(watcher.frames.map(\.index) == Array(1...observation.canonicalFrames))
      let places = watcher.faces.map { ($0.tracked.frame, $0.tracked.track) }
      #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 })
      #expect(observation.tracks.map(\.frameCount).reduce(0, +) == watcher.faces.count)
      seen.append(watcher.faces)
      sources = try ClipSources(path: Checkout.sampleClip)
      sources.audio = nil
    }
    #expect(seen[0].count > 20)
    #expect(seen[0].map(\.tracked) == seen[1].map(\.tracked))
    #expect(seen[0].map(\.features) == seen[1].map(\.features))
    for face in seen[0].prefix(3) {
      #expect(face.features == backbone.features(of: [face.tracked.crop]).values)
    }
  }
}
