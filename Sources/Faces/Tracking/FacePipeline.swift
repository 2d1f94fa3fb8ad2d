// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Signal

/// Follows the faces of a clip, frame by frame, and cuts out their crops.
///
/// Memory does not grow with the clip: besides one frame it holds the brightness of the frames that
/// still wait for a later sighting, at most `longestGap` plus twice `detectionInterval`. The output
/// depends on the frames alone.
package struct FacePipeline: Sendable {
  /// One frame whose faces are not final yet.
  private struct Waiting: Sendable {
    let position: Int
    let index: Int
    let timestamp: Double
    let picture: GreyPicture
    /// Counts the different pictures.
    let pictureNumber: Int
  }

  /// The last crop of a track, and what it was cut from.
  private struct LastCrop: Sendable {
    let pictureNumber: Int
    let face: Face
    let crop: FaceCrop
  }

  /// How often frames are searched and how gaps are treated.
  let options: PipelineOptions
  /// One summary a track, in order of appearance, of what was returned so far.
  package private(set) var tracks: [TrackSummary] = []
  /// Frames that were added so far.
  package private(set) var frameCount = 0

  /// How often the detector was asked for a frame.
  private(set) var searches = 0

  private let detector: FaceDetector
  private var tracker: FaceTracker
  private var waiting: [Waiting] = []
  /// The last frame, while it was not searched.
  private var unsearched: VideoFrame?
  private var lastFullSearch = 0
  /// The last frame's brightness, how many different pictures came before it, and for how many
  /// frames it has been held.
  private var lastPicture: GreyPicture?
  private var pictureNumber = 0
  private var heldFrames = 0
  /// What was found in the frame that was searched last.
  private var lastFaces: [Face] = []
  private var lastCrops: [Int: LastCrop] = [:]
  /// Width and height of the last frame.
  private var size: PictureSize?

  /// A pipeline for one clip, searched and followed as usual.
  package init(detector: FaceDetector) {
    self.init(detector: detector, options: PipelineOptions())
  }

  /// A pipeline for one clip.
  init(detector: FaceDetector, options: PipelineOptions) {
    self.detector = detector
    self.options = options
    tracker = FaceTracker(options: options, openingThreshold: detector.options.scoreThreshold)
  }

  /// Takes the next frame and returns the faces of the frames that are final now, by frame, then by
  /// track.
  package mutating func add(_ frame: VideoFrame) -> [TrackedFace] {
    let settled = adapt(to: PictureSize(width: frame.width, height: frame.height))
    let position = frameCount
    frameCount += 1
    let picture: GreyPicture
    if frame.isRepeat, let lastPicture {
      picture = lastPicture
      heldFrames += 1
    } else {
      picture = GreyPicture(frame)
      pictureNumber += 1
      heldFrames = 0
    }
    lastPicture = picture
    waiting.append(
      Waiting(
        position: position, index: frame.index, timestamp: frame.timestamp, picture: picture,
        pictureNumber: pictureNumber))
    guard position % options.detectionInterval == 0 else {
      unsearched = frame
      return settled
    }
    unsearched = nil
    search(frame, at: position)
    return settled + release(through: tracker.settled(at: position))
  }

  /// Settles the frames of another size and takes the tracks over to the new one; gives the faces of
  /// the settled frames.
  private mutating func adapt(to new: PictureSize) -> [TrackedFace] {
    defer { size = new }
    guard let old = size, old != new else { return [] }
    searchLast()
    let settled = release(through: frameCount)
    tracker.move(from: old, to: new)
    return settled
  }

  /// Returns the faces of the remaining frames; the last frame of a clip is always searched.
  package mutating func finish() -> [TrackedFace] {
    searchLast()
    let faces = release(through: frameCount)
    tracker.endAll()
    return faces
  }

  private mutating func searchLast() {
    guard let frame = unsearched else { return }
    unsearched = nil
    search(frame, at: frameCount - 1)
  }

  private mutating func search(_ frame: VideoFrame, at position: Int) {
    // A picture that has been held for a while was searched at every size already.
    let isKnown = heldFrames > options.fullSearchInterval
    if !isKnown {
      lastFaces = faces(of: frame, at: position)
      searches += 1
    }
    tracker.add(lastFaces, at: position)
  }

  /// Searches at the size that the followed faces need; at full size when one is missing or new
  /// ones are due.
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
      var crops: [Int: LastCrop] = [:]
      for track in tracker.tracks.sorted(by: { $0.id < $1.id }) {
        guard
          let (face, isInterpolated) = track.face(
            at: frame.position, interval: options.detectionInterval, longestGap: options.longestGap)
        else { continue }
        let crop: FaceCrop
        if let last = lastCrops[track.id], last.pictureNumber == frame.pictureNumber,
          last.face == face
        {
          crop = last.crop
        } else {
          crop = FaceAlignment(face).crop(from: frame.picture)
        }
        crops[track.id] = LastCrop(pictureNumber: frame.pictureNumber, face: face, crop: crop)
        let tracked = TrackedFace(
          frame: frame.index, timestamp: frame.timestamp, track: track.id, face: face,
          isInterpolated: isInterpolated, crop: crop)
        released.append(tracked)
        record(tracked)
      }
      lastCrops = crops
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

/// How often frames are searched for faces and how long a face may be out of sight.
struct PipelineOptions: Sendable, Equatable, Codable {
  /// Every how manieth frame is searched; faces between are interpolated.
  var detectionInterval: Int
  /// Longest distance between two sightings that interpolation bridges, in frames.
  var longestGap: Int
  /// Longest distance between two sightings at the same place that keep one track number, in
  /// frames.
  var longestAbsence: Int
  /// How often the whole frame is searched for new and small faces while others are followed, in
  /// frames.
  var fullSearchInterval: Int
  /// Lowest score of a face that continues a track; new tracks need the detector's own threshold.
  var continuingThreshold: Float

  /// Options; the defaults bridge 0.4 s, remember a place for 2 s, and search everything once a
  /// second.
  init(
    detectionInterval: Int = 2, longestGap: Int = 10, longestAbsence: Int = 50,
    fullSearchInterval: Int = 24, continuingThreshold: Float = 0.4
  ) {
    precondition(detectionInterval >= 1, "a detection interval of \(detectionInterval) frames")
    precondition(
      longestGap >= detectionInterval && longestAbsence >= longestGap,
      "interval \(detectionInterval), gap \(longestGap), absence \(longestAbsence) do not ascend")
    precondition(fullSearchInterval >= 1, "a full search every \(fullSearchInterval) frames")
    precondition(
      continuingThreshold > 0 && continuingThreshold < 1,
      "a threshold of \(continuingThreshold) is not in (0, 1)")
    self.detectionInterval = detectionInterval
    self.longestGap = longestGap
    self.longestAbsence = longestAbsence
    self.fullSearchInterval = fullSearchInterval
    self.continuingThreshold = continuingThreshold
  }
}
