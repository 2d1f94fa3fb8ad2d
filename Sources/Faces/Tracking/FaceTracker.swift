// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Gives the faces of successive searched frames their track numbers.
///
/// Pairs of track and face are joined greedily, best first: by overlap with where the track should
/// be by now and, where nothing overlaps, by the distance of the centres. Equal pairs go to the
/// lower track, then to the better face.
struct FaceTracker: Sendable {
  private(set) var tracks: [FaceTrack] = []
  private var nextID = 0
  let options: PipelineOptions
  /// Lowest score of a face that opens a track.
  let openingThreshold: Float

  init(options: PipelineOptions, openingThreshold: Float) {
    self.options = options
    self.openingThreshold = openingThreshold
  }

  /// Tracks whose next sighting at `position` would still be joined to the last by interpolation.
  func liveTracks(at position: Int) -> [FaceTrack] {
    tracks.filter { position - $0.last.position <= options.longestGap }
  }

  /// Whether each live track finds one of `faces`.
  func followsAll(_ faces: [Face], at position: Int) -> Bool {
    let found = Set(pairs(faces, at: position).map { tracks[$0.track].id })
    return liveTracks(at: position).allSatisfy { found.contains($0.id) }
  }

  /// Takes the faces of the frame at `position`, best score first.
  mutating func add(_ faces: [Face], at position: Int) {
    var isTaken = [Bool](repeating: false, count: faces.count)
    for pair in pairs(faces, at: position) {
      isTaken[pair.face] = true
      tracks[pair.track].append(
        position: position, face: faces[pair.face], longestGap: options.longestGap)
    }
    for (index, face) in faces.enumerated()
    where !isTaken[index] && face.score >= openingThreshold {
      tracks.append(FaceTrack(id: nextID, position: position, face: face))
      nextID += 1
    }
  }

  /// Last position whose faces no later frame can change, once the frame at `position` was
  /// searched.
  func settled(at position: Int) -> Int {
    tracks.reduce(position) { settled, track in
      let last = track.last.position
      if last == position {
        // Smoothing waits for the next sighting.
        let waiting =
          track.sightings.count > 1
          && position
            - track.sightings[track.sightings.count - 2]
            .position <= options.longestGap
        let before = waiting ? track.sightings[track.sightings.count - 2].position : position - 1
        return min(settled, before)
      }
      let mayReturn = position + 1 - last <= options.longestGap
      return mayReturn ? min(settled, last) : settled
    }
  }

  /// Forgets sightings that no frame from `position` on needs, and tracks that have been absent for
  /// too long.
  mutating func forget(before position: Int) {
    tracks.removeAll { position - $0.last.position > options.longestAbsence }
    for index in tracks.indices { tracks[index].forget(before: position) }
  }

  /// Takes the tracks over to pictures of another size, which show the same with their centres on
  /// one another.
  mutating func move(from old: PictureSize, to new: PictureSize) {
    for index in tracks.indices { tracks[index].move(from: old, to: new) }
  }

  /// Ends every track; later faces open new ones.
  mutating func endAll() {
    tracks.removeAll()
  }

  private func pairs(_ faces: [Face], at position: Int) -> [(track: Int, face: Int)] {
    var candidates: [(affinity: Float, track: Int, face: Int)] = []
    for (trackIndex, track) in tracks.enumerated() {
      let box = track.expectedBox(at: position, longestGap: options.longestGap)
      let absence = position - track.last.position
      guard absence <= options.longestAbsence else { continue }
      let isLive = absence <= options.longestGap
      for (faceIndex, face) in faces.enumerated() {
        guard let affinity = Self.affinity(box, face.box, isLive: isLive) else { continue }
        candidates.append((affinity, trackIndex, faceIndex))
      }
    }
    candidates.sort { ($1.affinity, $0.track, $0.face) < ($0.affinity, $1.track, $1.face) }
    var usedTracks = Set<Int>()
    var usedFaces = Set<Int>()
    var pairs: [(track: Int, face: Int)] = []
    for candidate in candidates
    where !usedTracks.contains(candidate.track) && !usedFaces.contains(candidate.face) {
      usedTracks.insert(candidate.track)
      usedFaces.insert(candidate.face)
      pairs.append((candidate.track, candidate.face))
    }
    return pairs
  }

  /// How well a face continues a track: overlap in 2...3 for live tracks, nearness in 1...2, a
  /// returning face in 0...1.
  private static func affinity(_ expected: FaceBox, _ found: FaceBox, isLive: Bool) -> Float? {
    let overlap = expected.overlap(with: found)
    guard isLive else { return overlap >= 0.3 ? overlap : nil }
    if overlap >= 0.2 { return 2 + overlap }
    let sizes = (expected.area.squareRoot(), found.area.squareRoot())
    let reach = 0.8 * min(sizes.0, sizes.1)
    let distance = (expected.center - found.center).length
    guard max(sizes.0, sizes.1) <= 1.6 * min(sizes.0, sizes.1), distance < reach else { return nil }
    return 2 - distance / reach
  }
}

/// The sightings of one face over the searched frames, as far back as frames still wait for them.
struct FaceTrack: Sendable {
  /// One face in a searched frame; `position` counts the pipeline's frames from 0.
  struct Sighting: Sendable, Equatable {
    let position: Int
    let face: Face
  }

  let id: Int
  private(set) var sightings: [Sighting]
  /// Movement of the box's centre, in pixels a frame.
  private var velocity = Point(x: 0, y: 0)

  init(id: Int, position: Int, face: Face) {
    self.id = id
    sightings = [Sighting(position: position, face: face)]
  }

  var last: Sighting { sightings[sightings.count - 1] }

  mutating func append(position: Int, face: Face, longestGap: Int) {
    let before = last
    let elapsed = position - before.position
    if elapsed <= longestGap {
      let moved = (face.box.center - before.face.box.center) * (1 / Float(elapsed))
      velocity = sightings.count > 1 ? (velocity + moved) * 0.5 : moved
    } else {
      velocity = Point(x: 0, y: 0)
    }
    sightings.append(Sighting(position: position, face: face))
  }

  /// Where the box should be at `position` when it moves on as before; it stands still after
  /// `longestGap` frames.
  func expectedBox(at position: Int, longestGap: Int) -> FaceBox {
    let elapsed = position - last.position
    guard elapsed <= longestGap else { return last.face.box }
    return last.face.box.moved(by: velocity * Float(elapsed))
  }

  /// Moves the last sighting, and forgets those before it.
  mutating func move(from old: PictureSize, to new: PictureSize) {
    let scale = new.scale(from: old)
    let offset = new.centre - old.centre * scale
    let face = last.face.scaled(by: scale).moved(by: offset)
    sightings = [Sighting(position: last.position, face: face)]
    velocity = velocity * scale
  }

  /// Forgets what no frame from `position` on needs: all but the last two sightings before it.
  mutating func forget(before position: Int) {
    let next = sightings.firstIndex { $0.position >= position } ?? sightings.count
    let surplus = min(next, sightings.count) - 2
    if surplus > 0 { sightings.removeFirst(surplus) }
  }

  /// The face at `position`: sighted, or on the line between two sightings at most `longestGap`
  /// frames apart; else nil.
  func face(at position: Int, interval: Int, longestGap: Int) -> (face: Face, isInterpolated: Bool)?
  {
    guard let next = sightings.firstIndex(where: { $0.position >= position }) else { return nil }
    let end = sightings[next]
    if end.position == position { return (smoothed(next, interval: interval), false) }
    guard next > 0 else { return nil }
    let start = sightings[next - 1]
    guard end.position - start.position <= longestGap else { return nil }
    let fraction = Float(position - start.position) / Float(end.position - start.position)
    let face = Face.interpolated(
      from: smoothed(next - 1, interval: interval), to: smoothed(next, interval: interval),
      fraction: fraction)
    return (face, true)
  }

  /// A sighting averaged with its neighbours by 1/4, 1/2, 1/4 where both are at most `interval`
  /// frames away.
  ///
  /// Landmarks tremble by one or two per cent of the eye distance from frame to frame; steady
  /// movement is unchanged.
  private func smoothed(_ index: Int, interval: Int) -> Face {
    let middle = sightings[index]
    guard index > 0, index + 1 < sightings.count else { return middle.face }
    let before = sightings[index - 1]
    let after = sightings[index + 1]
    guard max(middle.position - before.position, after.position - middle.position) <= interval
    else { return middle.face }
    return Face.mean(of: [(before.face, 0.25), (middle.face, 0.5), (after.face, 0.25)])
  }
}
