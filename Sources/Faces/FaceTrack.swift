// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

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

  /// Where the box should be at `position` when it moves on as before; it stands still after `longestGap` frames.
  func expectedBox(at position: Int, longestGap: Int) -> FaceBox {
    let elapsed = position - last.position
    guard elapsed <= longestGap else { return last.face.box }
    return last.face.box.moved(by: velocity * Float(elapsed))
  }

  /// Forgets what no frame from `position` on needs: all but the last two sightings before it.
  mutating func forget(before position: Int) {
    let next = sightings.firstIndex { $0.position >= position } ?? sightings.count
    let surplus = min(next, sightings.count) - 2
    if surplus > 0 { sightings.removeFirst(surplus) }
  }

  /// The face at `position`: sighted, or on the line between two sightings at most `longestGap` frames apart; else nil.
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

  /// A sighting averaged with its neighbours by 1/4, 1/2, 1/4 where both are at most `interval` frames away.
  ///
  /// Landmarks tremble by one or two per cent of the eye distance from frame to frame; steady movement is unchanged.
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
