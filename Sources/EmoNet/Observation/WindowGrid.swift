// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// How clips are cut into windows that are judged one by one.
package struct WindowGrid: Sendable, Equatable {
  /// Length of a window, in seconds.
  package let length: Double
  /// From one window's start to the next one's, in seconds; the length is a whole multiple of it.
  package let hop: Double
  /// Up to here a clip is one window, in seconds.
  package let wholeUpTo: Double

  /// A grid from its parts.
  package init(length: Double, hop: Double, wholeUpTo: Double) {
    precondition(
      hop > 0 && length >= hop && wholeUpTo >= 0 && length / hop == (length / hop).rounded(),
      "a window of \(length) s every \(hop) s, from clips of \(wholeUpTo) s on")
    self.length = length
    self.hop = hop
    self.wholeUpTo = wholeUpTo
  }

  /// What `classify` judges by: clips of more than a minute in windows of 10 s.
  package static let classification = WindowGrid(length: 10, hop: 10, wholeUpTo: 60)
  /// Every clip is one window, however long it is.
  package static let whole = WindowGrid(length: 10, hop: 10, wholeUpTo: .infinity)

  /// Whether a clip can be cut at all.
  var isCut: Bool { wholeUpTo < .infinity }

  /// Slots, each as long as the hop, in one window.
  var slotsPerWindow: Int { Int(length / hop) }

  /// Slots that a clip may fill before it is certain that it is longer than `wholeUpTo`.
  var longestWholeCount: Int { isCut ? Int(wholeUpTo / hop) + 1 : .max }

  /// The slot in which unit `index` lies, of which there are `rate` a second.
  func slot(of index: Int, rate: Int) -> Int {
    isCut ? Int(Double(index) / unitsPerSlot(rate)) : 0
  }

  /// The unit behind a slot, of which there are `rate` a second.
  func end(ofSlot slot: Int, rate: Int) -> Int {
    isCut ? Int((Double(slot + 1) * unitsPerSlot(rate)).rounded(.up)) : .max
  }

  /// Multiplied first, so that a hop of 0.2 s, which is no binary number, is a whole number of units.
  private func unitsPerSlot(_ rate: Int) -> Double { hop * Double(rate) }
}

/// The windows of one clip.
///
/// What is left at the end is a window of its own from half a window on, else it belongs to the one before.
package struct ClipWindows: Sendable, Equatable {
  package let grid: WindowGrid
  /// Length of the clip, in seconds.
  package let duration: Double
  /// Windows of the clip, at least one.
  package let count: Int

  /// The windows of a clip of `duration` seconds.
  package init(_ grid: WindowGrid, duration: Double) {
    self.grid = grid
    self.duration = duration
    let places = (duration - grid.length) / grid.hop
    count =
      duration <= grid.wholeUpTo
      ? 1 : max(1, Int((places + grid.length / grid.hop / 2).rounded(.down)) + 1)
  }

  /// Whether the clip is one window.
  package var isWhole: Bool { count == 1 }

  /// Start and end of a window, in seconds.
  package func span(_ index: Int) -> (start: Double, end: Double) {
    let start = Double(index) * grid.hop
    return (start, index == count - 1 ? duration : min(start + grid.length, duration))
  }
}

/// What is collected in each window of a clip, and made into something small once the clip proves long.
///
/// Whether a clip is judged whole is known at its end only, so the first minute is kept as it came. Of a
/// longer clip only the windows are kept that may still grow, since a short rest is joined to the last one.
/// Material is collected by slots as long as the hop, of which windows that overlap share some.
struct WindowedMaterial<Material: Sendable, Digest: Sendable>: Sendable {
  let grid: WindowGrid
  /// What a slot begins with.
  private let empty: @Sendable () -> Material
  private let join: @Sendable (inout Material, Material) -> Void
  private let digest: @Sendable (Material) -> Digest
  private var digests: [Digest] = []
  /// Material of the slots from the first window on that is not in `digests`.
  private var held: [Material] = []

  /// Nothing yet.
  init(
    _ grid: WindowGrid, empty: @escaping @Sendable () -> Material,
    join: @escaping @Sendable (inout Material, Material) -> Void,
    digest: @escaping @Sendable (Material) -> Digest
  ) {
    self.grid = grid
    self.empty = empty
    self.join = join
    self.digest = digest
  }

  /// Adds to a slot of the grid; slots come in order.
  mutating func add(toSlot slot: Int, _ body: (inout Material) -> Void) {
    while digests.count + held.count <= slot { held.append(empty()) }
    // A place that jumps back belongs to the first slot that is still there.
    body(&held[max(0, slot - digests.count)])
    guard digests.count + held.count > grid.longestWholeCount else { return }
    let size = grid.slotsPerWindow
    while held.count > max(size, size / 2 + size % 2 + 1) {
      digests.append(digest(joined(held.prefix(size))))
      held.removeFirst()
    }
  }

  /// What each of `count` windows comes to; what lies behind the last is part of it.
  func finish(count: Int) -> [Digest] {
    precondition(digests.count < count, "\(digests.count) windows of \(count) are closed already")
    var results = digests
    var rest = held[...]
    while results.count < count {
      let isLast = results.count == count - 1
      results.append(digest(joined(isLast ? rest : rest.prefix(grid.slotsPerWindow))))
      rest = rest.dropFirst()
    }
    return results
  }

  private func joined(_ slots: ArraySlice<Material>) -> Material {
    guard var material = slots.first else { return empty() }
    for other in slots.dropFirst() { join(&material, other) }
    return material
  }
}
