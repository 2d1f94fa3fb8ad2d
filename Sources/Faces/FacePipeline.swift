// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

public import Media

/// Follows the faces of a clip, frame by frame, and cuts out their crops.
///
/// Memory does not grow with the clip: besides one frame it holds the brightness of the frames that still wait for a
/// later sighting, at most `longestGap` plus twice `detectionInterval`. The output depends on the frames alone.
public struct FacePipeline: Sendable {
  /// One frame whose faces are not final yet.
  private struct Waiting: Sendable {
    let position: Int
    let index: Int
    let timestamp: Double
    let picture: GreyPicture
  }

  /// How often frames are searched and how gaps are treated.
  public let options: PipelineOptions
  /// One summary a track, in order of appearance, of what was returned so far.
  public private(set) var tracks: [TrackSummary] = []
  /// Frames that were added so far.
  public private(set) var frameCount = 0

  private let detector: FaceDetector
  private var tracker: FaceTracker
  private var waiting: [Waiting] = []
  /// The last frame, while it was not searched.
  private var unsearched: VideoFrame?
  private var lastFullSearch = 0

  /// A pipeline for one clip.
  public init(detector: FaceDetector, options: PipelineOptions = .init()) {
    self.detector = detector
    self.options = options
    tracker = FaceTracker(options: options, openingThreshold: detector.options.scoreThreshold)
  }

  /// Takes the next frame and returns the faces of the frames that are final now, by frame, then by track.
  public mutating func add(_ frame: VideoFrame) -> [TrackedFace] {
    let position = frameCount
    frameCount += 1
    waiting.append(
      Waiting(
        position: position, index: frame.index, timestamp: frame.timestamp,
        picture: GreyPicture(frame)))
    guard position % options.detectionInterval == 0 else {
      unsearched = frame
      return []
    }
    unsearched = nil
    tracker.add(faces(of: frame, at: position), at: position)
    return release(through: tracker.settled(at: position))
  }

  /// Returns the faces of the remaining frames; the last frame of a clip is always searched.
  public mutating func finish() -> [TrackedFace] {
    if let frame = unsearched {
      unsearched = nil
      tracker.add(faces(of: frame, at: frameCount - 1), at: frameCount - 1)
    }
    let faces = release(through: frameCount)
    tracker.endAll()
    return faces
  }

  /// The track of the clip's main face: the one with the greatest frames times square root of mean area.
  ///
  /// Equal ones go to the lower number; nil without tracks.
  public static func mainTrack(_ tracks: [TrackSummary]) -> Int? {
    func weight(_ track: TrackSummary) -> Double {
      Double(track.frameCount) * track.meanArea.squareRoot()
    }
    return tracks.min { (-weight($0), $0.id) < (-weight($1), $1.id) }?.id
  }

  /// Searches at the size that the followed faces need; at full size when one is missing or new ones are due.
  private mutating func faces(of frame: VideoFrame, at position: Int) -> [Face] {
    let live = tracker.liveTracks(at: position)
    let smallest = live.map { min($0.last.face.box.width, $0.last.face.box.height) }.min()
    guard let smallest else {
      lastFullSearch = position
      return detector.search(frame, threshold: detector.options.scoreThreshold)
    }
    let threshold = min(options.continuingThreshold, detector.options.scoreThreshold)
    let scale = detector.scale(for: frame)
    let near = scale.tracking(faceOf: smallest)
    var faces = detector.detect(in: frame, scale: near, threshold: threshold)
    let isDue = position - lastFullSearch >= options.fullSearchInterval
    if isDue || !tracker.followsAll(faces, at: position) {
      lastFullSearch = position
      if near < scale.full {
        faces += detector.detect(in: frame, scale: scale.full, threshold: threshold)
      }
      if faces.isEmpty {
        faces = detector.detect(in: frame, scale: scale.coarse, threshold: threshold)
      }
      faces = NonMaximumSuppression.apply(to: faces, overlap: detector.options.overlapThreshold)
    }
    return faces
  }

  private mutating func release(through position: Int) -> [TrackedFace] {
    let count = waiting.firstIndex { $0.position > position } ?? waiting.count
    var released: [TrackedFace] = []
    for frame in waiting.prefix(count) {
      for track in tracker.tracks.sorted(by: { $0.id < $1.id }) {
        guard
          let (face, isInterpolated) = track.face(
            at: frame.position, interval: options.detectionInterval, longestGap: options.longestGap)
        else { continue }
        let tracked = TrackedFace(
          frame: frame.index, timestamp: frame.timestamp, track: track.id, face: face,
          isInterpolated: isInterpolated, crop: FaceAlignment(face).crop(from: frame.picture))
        released.append(tracked)
        record(tracked)
      }
    }
    waiting.removeFirst(count)
    tracker.forget(before: waiting.first?.position ?? frameCount)
    return released
  }

  private mutating func record(_ tracked: TrackedFace) {
    if let index = tracks.firstIndex(where: { $0.id == tracked.track }) {
      tracks[index] = tracks[index].adding(tracked)
    } else {
      tracks.append(TrackSummary(tracked))
      tracks.sort { $0.id < $1.id }
    }
  }
}
