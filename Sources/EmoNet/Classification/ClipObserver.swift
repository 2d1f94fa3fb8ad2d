// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import AudioFeatures
internal import Faces
internal import Media

/// What there is to see and hear in a clip, before any model judges it.
struct ClipObservation: Sendable {
  /// Frames decoded, canonical, and with the main face.
  var frames = PredictionFrames(decoded: 0, canonical: 0, withFace: 0)
  /// Length in seconds: the longer of picture and sound.
  var duration = 0.0
  /// The track that the documented rule names the main face; nil when no face was found.
  var mainTrack: Int?
  /// The 1582 values; nil without sound.
  var functionals: [Float]?
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
  /// Throws what Media throws when neither picture nor sound can be decoded.
  func observe(_ path: String, receive: ([TrackedFace]) throws -> Void) throws -> ClipObservation {
    let info = try MediaInfo.probe(path)
    var observation = ClipObservation()
    var failure: MediaError?
    if info.hasVideo {
      do {
        try observePicture(path, into: &observation, receive: receive)
      } catch let error as MediaError {
        failure = error
        observation.warnings.append("picture could not be decoded: \(error.reason)")
      }
    } else {
      observation.warnings.append("no picture")
    }
    if info.hasAudio {
      do {
        try observeSound(path, into: &observation)
      } catch let error as MediaError {
        failure = failure ?? error
        observation.warnings.append("sound could not be decoded: \(error.reason)")
      }
    } else if !info.isStillPicture {
      observation.warnings.append("no sound")
    }
    if observation.functionals == nil, observation.frames.decoded == 0 {
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
    _ path: String, into observation: inout ClipObservation, receive: ([TrackedFace]) throws -> Void
  ) throws {
    let reader = try VideoReader(path: path)
    var faces = FacePipeline(detector: detector)
    while let frame = try reader.next() { try receive(faces.add(frame)) }
    try receive(faces.finish())
    let report = reader.report
    let main = FacePipeline.mainTrack(faces.tracks)
    observation.mainTrack = main
    observation.frames = PredictionFrames(
      decoded: report.decodedFrames, canonical: report.canonicalFrames,
      withFace: faces.tracks.first { $0.id == main }?.frameCount ?? 0)
    observation.duration = report.duration
    if report.errors > 0 {
      observation.warnings.append(
        DecodingWarning.text(
          "picture", report.errors, first: report.firstError, at: report.firstErrorPosition))
    }
    if main == nil { observation.warnings.append("no face found") }
  }

  private func observeSound(_ path: String, into observation: inout ClipObservation) throws {
    let sound: RecordedSound
    do {
      sound = try RecordedSound(path: path, sampleRate: AudioSamples.canonicalSampleRate)
    } catch let error as MediaError where error.kind == .missingStream {
      observation.warnings.append("no sound could be decoded")
      return
    }
    observation.duration = max(observation.duration, sound.start + sound.samples.duration)
    observation.warnings += sound.warnings
    guard sound.samples.values.contains(where: { $0 != 0 }) else {
      observation.warnings.append("the sound is silent")
      return
    }
    let functionals = extractor.averagedFunctionals(of: sound.samples)
    if functionals.wasPadded {
      observation.warnings.append("the sound is shorter than the features need and was repeated")
    }
    observation.functionals = functionals.values
  }
}
