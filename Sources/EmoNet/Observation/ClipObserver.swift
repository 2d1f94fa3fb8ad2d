// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Faces
package import Media
package import Signal

/// Where the picture and the sound of a clip come from: a file today; a camera, a pipe or a socket later.
package struct ClipSources: Sendable {
  /// Opens the picture; nil for a clip without.
  package var video: (@Sendable () throws -> any FrameSource)?
  /// Opens the sound at a rate in Hz, or its own for nil; gives nil where there turns out to be none.
  package var audio: (@Sendable (_ sampleRate: Int?) throws -> (any SoundSource)?)?
  /// Whether the picture is a single one, of which nobody expects a sound.
  package var isStillPicture = false
  /// The tracks among which there was a choice.
  package var tracks = ClipTracks()
  /// Length that the source states, in seconds; nil when it does not or is still running.
  package var statedDuration: Double?
  /// What errors call the clip.
  package var name: String

  /// Sources of a clip called `name`, none yet.
  package init(name: String) { self.name = name }

  /// The picture and the sound of the file at `path`, which is opened once; throws `MediaError`.
  ///
  /// What is not `watched` or not `heard` is not kept for a reader either. `tracks` says which of several
  /// tracks are read.
  package init(
    path: String, tracks: TrackSelection = .usual, watched: Bool = true, heard: Bool = true
  ) throws {
    self.init(name: path)
    var expected: Set<MediaFile.Stream> = []
    if watched { expected.insert(.video) }
    if heard { expected.insert(.audio) }
    let file = try MediaFile(path: path, tracks: tracks, expected: expected)
    let info = try file.info
    self.tracks = ClipTracks(info, selection: tracks)
    isStillPicture = info.isStillPicture
    statedDuration = info.statedDuration
    if info.hasVideo { video = { try file.video() } }
    if info.hasAudio { audio = { file.sound(sampleRate: $0) } }
  }
}

/// Goes through a clip once: faces, their features and sound are measured as they come and handed to consumers.
///
/// Memory does not grow with the clip's length but by what the consumers keep.
package struct ClipObserver: Sendable {
  /// Finds the faces; without one the picture is not looked at.
  package let detector: FaceDetector?
  /// Gives each face its features; without one they are not computed.
  package let backbone: FusedFaceBackbone?

  /// An observer from its parts.
  package init(detector: FaceDetector?, backbone: FusedFaceBackbone?) {
    self.detector = detector
    self.backbone = backbone
  }

  /// Goes through the file at `path`; throws `MediaError` when it cannot be opened or holds no media.
  package func observe(
    _ path: String, tracks: TrackSelection = .usual, video: [any VideoConsumer],
    audio: [AudioPass], work: ClipWork = ClipWork()
  ) throws -> Observation {
    let sources = try work.run(.open) {
      try ClipSources(
        path: path, tracks: tracks, watched: detector != nil, heard: !audio.isEmpty)
    }
    return try observe(sources, video: video, audio: audio, work: work)
  }

  /// Goes through a clip; throws what consumers throw. Parts that cannot be decoded are told in the observation.
  package func observe(
    _ sources: ClipSources, video: [any VideoConsumer], audio: [AudioPass],
    work: ClipWork = ClipWork()
  ) throws -> Observation {
    var observation = Observation()
    observation.isStillPicture = sources.isStillPicture
    observation.statedDuration = sources.statedDuration
    observation.media = sources.tracks
    let hear: @Sendable () throws -> [Observation.Part<Observation.Audio>] = {
      try audio.map { try Self.observeAudio(sources, $0, work) }
    }
    let heard = work.isConcurrent && !audio.isEmpty ? BackgroundTask(hear) : nil
    do {
      if let detector { try observeVideo(sources, detector, video, work, into: &observation) }
    } catch {
      // Nothing goes on behind the caller's back.
      _ = try? heard?.value()
      throw error
    }
    observation.audio = try heard?.value() ?? hear()
    for part in observation.audio {
      observation.duration = max(observation.duration, part.report?.end ?? 0)
    }
    if let report = observation.audio.first?.report?.report { observation.media.heard(report) }
    return observation
  }

  private func observeVideo(
    _ sources: ClipSources, _ detector: FaceDetector, _ consumers: [any VideoConsumer],
    _ work: ClipWork, into observation: inout Observation
  ) throws {
    guard let open = sources.video else {
      observation.video = .missing
      return
    }
    do {
      let stream = try FaceStream(opening: open, detector: detector, work: work)
      var known: [Int: ObservedFace] = [:]
      while let piece = try stream.next() {
        let faces = observed(piece.faces, &known, work)
        for consumer in consumers {
          if let frame = piece.frame { try consumer.take(frame) }
          if !faces.isEmpty { try consumer.take(faces) }
        }
      }
      observation.video = .read(stream.report)
      observation.tracks = stream.tracks
      observation.duration = stream.report.duration
    } catch let error as any SourceError where !error.endsClip {
      observation.video = .failed(error)
    }
  }

  /// The faces with their features, each computed as if it were alone.
  ///
  /// A crop that is the same as the last one of its track, as in a picture that is held, has the same
  /// features, which are not computed again; `known` has each track's last face.
  private func observed(
    _ faces: [TrackedFace], _ known: inout [Int: ObservedFace], _ work: ClipWork
  ) -> [ObservedFace] {
    guard let backbone else { return faces.map { ObservedFace(tracked: $0, features: nil) } }
    var crops = known.mapValues(\.tracked.crop)
    let fresh = faces.indices.filter { index in
      let face = faces[index]
      defer { crops[face.track] = face.crop }
      return crops[face.track] != face.crop
    }
    let computed = work.map(.backbone, fresh) { backbone.features(of: [faces[$0].crop]).values }
    var next = 0
    let observed = faces.indices.map { index in
      let face = faces[index]
      var features = known[face.track]?.features
      if next < fresh.count, fresh[next] == index {
        features = computed[next]
        next += 1
      }
      let observed = ObservedFace(tracked: face, features: features)
      known[face.track] = observed
      return observed
    }
    let last = faces.last?.frame ?? 0
    // A track that has been away for long comes back with another picture.
    known = known.filter { last - $0.value.tracked.frame < 100 }
    return observed
  }

  /// Reads the sound once; consumers hear what was recorded.
  private static func observeAudio(
    _ sources: ClipSources, _ pass: AudioPass, _ work: ClipWork
  ) throws -> Observation.Part<Observation.Audio> {
    guard let open = sources.audio else { return .missing }
    func missing(_ reason: String?) -> Observation.Part<Observation.Audio> {
      .failed(
        MediaError(
          kind: reason == nil ? .missingStream : .invalidData, path: sources.name,
          operation: "read the sound", reason: reason ?? "no sound"))
    }
    do {
      guard let source = try work.run(.open, { try open(pass.sampleRate) }) else {
        return missing(nil)
      }
      let listeners = pass.consumers.filter(\.hearsChannels)
      if !listeners.isEmpty { source.keepChannels() }
      var position = 0
      var silence = 0
      while let piece = try work.run(.sound, source.next) {
        if position == 0 {
          silence = Int((source.report.leadingSilence * Double(piece.sampleRate)).rounded())
        }
        let recorded = piece.values.dropFirst(max(0, silence - position))
        let start = position + piece.values.count - recorded.count
        position += piece.values.count
        // To consumers, the sound begins with its first sample.
        guard !recorded.isEmpty else { continue }
        for consumer in pass.consumers {
          try consumer.take(recorded, at: start, sampleRate: piece.sampleRate)
        }
        guard !listeners.isEmpty else { continue }
        let channels = piece.keptChannels.map {
          SoundChannel($0.place, values: Array($0.values.suffix(recorded.count)))
        }
        for consumer in listeners {
          try consumer.take(channels, at: start, sampleRate: piece.sampleRate)
        }
      }
      guard position > 0 else { return missing(source.report.missingReason) }
      let rate = Double(source.sampleRate)
      let end = Double(position) / rate
      for consumer in pass.consumers { try consumer.end(at: end) }
      return .read(
        Observation.Audio(start: Double(silence) / rate, end: end, report: source.report))
    } catch let error as any SourceError where !error.endsClip {
      return .failed(error)
    }
  }
}
