// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Faces
import Media
package import Signal

/// A face of a frame, with what the face backbone makes of it where somebody asked for that.
package struct ObservedFace: Sendable {
  package let tracked: TrackedFace
  /// Features, `[64]`, not yet standardised; nil in a pass without backbone.
  package let features: [Float]?
}

/// Where a canonical frame stands.
package struct FramePlace: Sendable, Equatable {
  /// Position on the canonical grid of 25 frames a second, counted from 0.
  package let index: Int
  /// Presentation time, in seconds from the clip's start.
  package let timestamp: Double
}

/// Takes what a pass finds in the picture, as it is found and on one thread at a time.
package protocol VideoConsumer: AnyObject {
  /// Every canonical frame, in order.
  func take(_ frame: FramePlace) throws
  /// The faces of the frames that are settled, by frame, then by track; frames come before their faces.
  func take(_ faces: [ObservedFace]) throws
}

extension VideoConsumer {
  package func take(_ frame: FramePlace) {}
}

/// Takes what a pass finds in the sound, as it is found and on one thread at a time.
///
/// That thread need not be the one of the picture: what a consumer found is looked at after the pass.
package protocol AudioConsumer: AnyObject, Sendable {
  /// Samples in one channel, 16 bits each, of which the first has place `position` in the clip.
  ///
  /// The silence that keeps a sound in step with the picture is left out: every minimum, range and position
  /// among the features would tell of it.
  func take(_ samples: ArraySlice<Int16>, at position: Int, sampleRate: Int) throws
  /// Whether the consumer also takes the channels of which the samples are the mean.
  var hearsChannels: Bool { get }
  /// The channels of the same samples, where the consumer hears them.
  func take(_ channels: [SoundChannel], at position: Int, sampleRate: Int) throws
  /// The sound has ended at so many seconds from the clip's start.
  func end(at time: Double) throws
}

extension AudioConsumer {
  package var hearsChannels: Bool { false }
  package func take(_ channels: [SoundChannel], at position: Int, sampleRate: Int) {}
}

/// One reading of the sound, for consumers that want the same sample rate.
package struct AudioPass: Sendable {
  /// Rate of the samples in Hz; nil for the file's own.
  package var sampleRate: Int? = AudioSamples.canonicalSampleRate
  package var consumers: [any AudioConsumer]

  /// A reading at a rate in Hz, or at the file's own for nil.
  package init(
    sampleRate: Int? = AudioSamples.canonicalSampleRate, _ consumers: [any AudioConsumer]
  ) {
    self.sampleRate = sampleRate
    self.consumers = consumers
  }
}

/// What there is to see and hear in a clip, before any model judges it.
package struct Observation: Sendable {
  /// What became of a part of the clip.
  package enum Part<Report: Sendable>: Sendable {
    /// Nobody asked for it.
    case unread
    /// The clip has none.
    case missing
    /// It is there and cannot be decoded.
    case failed(any SourceError)
    /// It was read to its end.
    case read(Report)

    /// What was read; nil in any other case.
    package var report: Report? {
      if case .read(let report) = self { report } else { nil }
    }
  }

  /// Where a sound lies in its clip.
  package struct Audio: Sendable {
    /// Start and end of the recorded sound, in seconds from the clip's start.
    package var start = 0.0
    package var end = 0.0
    package var report: AudioReport
  }

  /// The picture.
  package var video = Part<DecodingReport>.unread
  /// The sound, one entry a pass.
  package var audio: [Part<Audio>] = []
  /// The tracks of picture and sound among which there was a choice.
  package var media = ClipTracks()
  /// All faces' tracks in the order of appearance.
  package var tracks: [TrackSummary] = []
  /// Whether the clip is a single picture, of which nobody expects a sound.
  package var isStillPicture = false
  /// Length that the container states, in seconds.
  package var statedDuration: Double?
  /// Length in seconds: the longer of picture and sound.
  package var duration = 0.0

  /// An observation of nothing.
  package init() {}

  /// Frames decoded, and on the grid of 25 a second.
  package var decodedFrames: Int { video.report?.decodedFrames ?? 0 }
  package var canonicalFrames: Int { video.report?.canonicalFrames ?? 0 }

  /// The first failure of a part, picture first.
  package var failure: (any SourceError)? {
    if case .failed(let error) = video { return error }
    for case .failed(let error) in audio where !error.isMissingStream { return error }
    return nil
  }
}

extension Observation {
  /// The error to throw when nothing was found in a clip.
  package func nothing(in path: String) -> any Error {
    failure
      ?? MediaError(
        kind: .missingStream, path: path, operation: "read",
        reason: "neither picture nor sound in it")
  }

  /// What was damaged in the picture that was read, one line each.
  package var videoDamage: [String] {
    video.report.map {
      Self.damage("picture", $0.errors, $0.firstError, at: $0.firstErrorPosition)
    } ?? []
  }

  /// What was damaged in the sound that was read, one line each.
  package var audioDamage: [String] {
    audio.first?.report.map {
      Self.damage(
        "sound", $0.report.errors, $0.report.firstError, at: $0.report.firstErrorPosition)
    } ?? []
  }

  /// Why there is no sound; nil when it was read.
  package var audioFailure: String? {
    switch audio.first {
    case nil, .unread, .read: nil
    case .missing: "no sound"
    case .failed(let error): error.reason
    }
  }

  /// What was missing or damaged in the picture, one line each.
  package var videoWarnings: [String] {
    switch video {
    case .unread: []
    case .missing: ["no picture"]
    case .failed(let error): ["picture could not be decoded: \(error.reason)"]
    case .read: videoDamage + (tracks.isEmpty ? ["no face found"] : [])
    }
  }

  /// What was missing or damaged in the sound, one line each.
  package var audioWarnings: [String] {
    switch audio.first {
    case nil, .unread: []
    case .missing: isStillPicture ? [] : ["no sound"]
    case .failed(let error) where error.isMissingStream: ["no sound could be decoded"]
    case .failed(let error): ["sound could not be decoded: \(error.reason)"]
    case .read: audioDamage
    }
  }

  /// That the clip ends earlier than its header says, if it does.
  package var lengthWarnings: [String] {
    // By how much a header may be wrong without a warning.
    guard let stated = statedDuration, duration < stated - max(0.5, stated / 20) else { return [] }
    return [
      "the clip ends after \(Self.seconds(duration)) of \(Self.seconds(stated)): it was cut off or "
        + "is damaged"
    ]
  }

  /// One line about `errors` errors in a part of a clip, the first at `position` seconds; none without errors.
  private static func damage(
    _ part: String, _ errors: Int, _ first: String?, at position: Double?
  ) -> [String] {
    guard errors > 0 else { return [] }
    let count = errors == 1 ? "1 error" : "\(errors) errors"
    let place = position.map { " at \(seconds($0))" } ?? ""
    return ["\(count) while decoding the \(part)\(place): \(first ?? "unknown")"]
  }

  /// A time to hundredths, with its unit.
  private static func seconds(_ value: Double) -> String { "\((value * 100).rounded() / 100) s" }
}
