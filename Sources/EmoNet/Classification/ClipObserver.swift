// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import AudioFeatures
internal import Faces
internal import Media

/// What there is to see and hear in a clip, before any model judges it.
struct ClipObservation: Sendable {
  /// Frames decoded, and on the grid of 25 a second.
  var decodedFrames = 0
  var canonicalFrames = 0
  /// Length in seconds: the longer of picture and sound.
  var duration = 0.0
  /// All faces' tracks in the order of appearance.
  var tracks: [TrackSummary] = []
  /// The sound of each window; empty without a sound.
  var sound: [ClipSound.Window] = []
  /// How the clip is cut: into one window unless that was asked for and it is long.
  var windows = ClipWindows(duration: 0)
  /// What was missing or damaged, one line each.
  var warnings: [String] = []
}

/// Reads a clip once: its faces as a stream, its sound as functionals.
///
/// Memory does not grow with the picture's length: faces are handed on as they come.
struct ClipObserver: Sendable {
  let detector: FaceDetector
  let extractor: FunctionalsExtractor

  /// Reads the clip at `path`; `receive` gets every tracked face, in the order of frames.
  ///
  /// With `isCut`, a long clip's sound is read in windows, so that memory does not grow with it either.
  /// Throws what Media throws when neither picture nor sound can be decoded.
  func observe(
    _ path: String, isCut: Bool, work: ClipWork = ClipWork(),
    receive: ([TrackedFace]) throws -> Void
  ) throws -> ClipObservation {
    let info = try work.run(.open) { try MediaInfo.probe(path) }
    let hear: @Sendable () throws -> ClipSound = {
      try ClipSound(path: path, extractor: extractor, isCut: isCut, work: work)
    }
    // An open file's index grows with its length, so a long one is not open twice at the same time.
    let isLong = isCut && (info.statedDuration ?? 0) > ClipWindows.longestWhole
    let earlier = info.hasAudio && isLong ? Result(catching: hear) : nil
    let heard = info.hasAudio && !isLong && work.isConcurrent ? BackgroundTask(hear) : nil
    var observation = ClipObservation()
    var failure: MediaError?
    if info.hasVideo {
      do {
        try observePicture(path, work, into: &observation, receive: receive)
      } catch let error as MediaError {
        failure = error
        observation.warnings.append("picture could not be decoded: \(error.reason)")
      }
    } else {
      observation.warnings.append("no picture")
    }
    if info.hasAudio {
      do {
        let sound = try earlier?.get() ?? heard?.value() ?? hear()
        observe(sound, isCut: isCut, into: &observation)
      } catch let error as MediaError where error.kind == .missingStream {
        observation.warnings.append("no sound could be decoded")
      } catch let error as MediaError {
        failure = failure ?? error
        observation.warnings.append("sound could not be decoded: \(error.reason)")
      }
    } else if !info.isStillPicture {
      observation.warnings.append("no sound")
    }
    if isCut { observation.windows = ClipWindows(duration: observation.duration) }
    if !observation.sound.contains(where: { $0.functionals != nil }),
      observation.decodedFrames == 0
    {
      throw failure
        ?? MediaError(
          kind: .missingStream, path: path, operation: "read",
          reason: "neither picture nor sound in it")
    }
    if let stated = info.statedDuration, observation.duration < stated - Self.tolerance(stated) {
      observation.warnings.append(
        "the clip ends after \(DecodingWarning.seconds(observation.duration)) of "
          + "\(DecodingWarning.seconds(stated)): it was cut off or is damaged")
    }
    return observation
  }

  /// By how much a header may be wrong about a clip of `duration` seconds without a warning.
  private static func tolerance(_ duration: Double) -> Double { max(0.5, duration / 20) }

  private func observePicture(
    _ path: String, _ work: ClipWork, into observation: inout ClipObservation,
    receive: ([TrackedFace]) throws -> Void
  ) throws {
    let stream = try FaceStream(path: path, detector: detector, work: work)
    while let faces = try stream.next() { try receive(faces) }
    let report = stream.report
    observation.tracks = stream.tracks
    observation.decodedFrames = report.decodedFrames
    observation.canonicalFrames = report.canonicalFrames
    observation.duration = report.duration
    if report.errors > 0 {
      observation.warnings.append(
        DecodingWarning.text(
          "picture", report.errors, first: report.firstError, at: report.firstErrorPosition))
    }
    if stream.tracks.isEmpty { observation.warnings.append("no face found") }
  }

  private func observe(
    _ sound: ClipSound, isCut: Bool, into observation: inout ClipObservation
  ) {
    observation.duration = max(observation.duration, sound.end)
    observation.warnings += sound.warnings
    let count = isCut ? ClipWindows(duration: observation.duration).count : 1
    observation.sound = sound.windows(count: count)
    if !observation.sound.contains(where: { $0.functionals != nil }) {
      observation.warnings.append("the sound is silent")
    }
    if observation.sound.contains(where: \.wasPadded) {
      observation.warnings.append("the sound is shorter than the features need and was repeated")
    }
  }
}
