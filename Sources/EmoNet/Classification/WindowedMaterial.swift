// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// What is collected in each window of a clip, and made into something small once the clip proves long.
///
/// Whether a clip is judged whole is known at its end only, so the first minute is kept as it came. Of a
/// longer clip two windows are kept, since the last may be joined to the one before it.
struct WindowedMaterial<Material: Sendable, Digest: Sendable>: Sendable {
  /// What a window begins with.
  private let empty: @Sendable () -> Material
  private let join: @Sendable (inout Material, Material) -> Void
  private let digest: @Sendable (Material) -> Digest
  /// False when the clip is one window however long it is.
  private let isCut: Bool
  private var digests: [Digest] = []
  /// Material of the windows behind those in `digests`.
  private var held: [Material] = []

  /// Nothing yet.
  init(
    isCut: Bool, empty: @escaping @Sendable () -> Material,
    join: @escaping @Sendable (inout Material, Material) -> Void,
    digest: @escaping @Sendable (Material) -> Digest
  ) {
    self.isCut = isCut
    self.empty = empty
    self.join = join
    self.digest = digest
  }

  /// Adds to a window of the grid; windows come in order.
  mutating func add(to window: Int, _ body: (inout Material) -> Void) {
    let window = isCut ? window : 0
    while digests.count + held.count <= window { held.append(empty()) }
    body(&held[max(0, window - digests.count)])
    if digests.count + held.count > ClipWindows.longestWholeCount {
      while held.count > 2 { digests.append(digest(held.removeFirst())) }
    }
  }

  /// What each of `count` windows comes to; what lies behind the last is part of it.
  func finish(count: Int) -> [Digest] {
    precondition(digests.count < count, "\(digests.count) windows of \(count) are closed already")
    var held = held
    let last = count - 1 - digests.count
    while held.count <= last { held.append(empty()) }
    while held.count > last + 1 {
      let tail = held.removeLast()
      join(&held[held.count - 1], tail)
    }
    return digests + held.map(digest)
  }
}
