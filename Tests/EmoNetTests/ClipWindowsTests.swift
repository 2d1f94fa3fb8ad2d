// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import EmoNet

@Suite("Cutting long clips into windows")
struct ClipWindowsTests {
  @Test(
    "up to a minute is one window; a rest of five seconds is one too",
    arguments: [(0, 1), (2.8, 1), (60, 1), (60.04, 6), (64.9, 6), (65, 7), (75, 8), (3600, 360)])
  func counts(_ duration: Double, _ count: Int) {
    let windows = ClipWindows(duration: duration)
    #expect(windows.count == count)
    #expect(windows.span(0).start == 0)
    #expect(windows.span(count - 1).end == duration)
    for index in 1..<max(1, count) {
      #expect(windows.span(index).start == windows.span(index - 1).end)
    }
  }

  @Test("frames belong to the window in which they are shown")
  func frames() {
    #expect([0, 249, 250, 2499, 2500].map(ClipWindows.index) == [0, 0, 1, 9, 10])
  }

  /// Each window's material is the list of what was added; its digest the same list.
  private func material(isCut: Bool) -> WindowedMaterial<[Int], [Int]> {
    WindowedMaterial(isCut: isCut, empty: { [] }, join: { $0 += $1 }, digest: { $0 })
  }

  @Test("nothing is lost or moved, however many windows there are", arguments: 1...30)
  func finishing(_ windows: Int) {
    var collected = material(isCut: true)
    for window in 0..<windows {
      for value in [2 * window, 2 * window + 1] { collected.add(to: window) { $0.append(value) } }
    }
    let all = (0..<windows).map { [2 * $0, 2 * $0 + 1] }
    #expect(collected.finish(count: windows) == all)
    #expect(collected.finish(count: windows + 1) == all + [[]])
    if windows > 1 {
      let joined = all.dropLast(2) + [all[windows - 2] + all[windows - 1]]
      #expect(collected.finish(count: windows - 1) == Array(joined))
    }
    if windows <= 7 { #expect(collected.finish(count: 1) == [Array(0..<2 * windows)]) }
  }

  @Test("windows in which nothing happens are empty")
  func gaps() {
    var collected = material(isCut: true)
    collected.add(to: 1) { $0.append(1) }
    collected.add(to: 12) { $0.append(12) }
    let found = collected.finish(count: 14)
    #expect(found.count == 14)
    #expect(found[1] == [1])
    #expect(found[12] == [12])
    #expect(found.flatMap { $0 } == [1, 12])
  }

  @Test("what is not to be cut is one window")
  func uncut() {
    var collected = material(isCut: false)
    for window in 0..<20 { collected.add(to: window) { $0.append(window) } }
    #expect(collected.finish(count: 1) == [Array(0..<20)])
  }

  @Test("closed windows are kept as digests only")
  func memory() {
    let held = Held()
    var collected = WindowedMaterial<Token, Int>(
      isCut: true, empty: { Token(held) }, join: { $0.value += $1.value }, digest: { $0.value })
    for window in 0..<100 {
      collected.add(to: window) { $0.value += 1 }
      #expect(held.count <= ClipWindows.longestWholeCount + 1)
      if window > ClipWindows.longestWholeCount { #expect(held.count == 2) }
    }
    #expect(collected.finish(count: 100) == Array(repeating: 1, count: 100))
  }
}

/// How many tokens there are.
private final class Held: @unchecked Sendable {
  // Sendable: the test uses it from one thread.
  var count = 0
}

private final class Token: @unchecked Sendable {
  var value = 0
  private let held: Held

  init(_ held: Held) {
    self.held = held
    held.count += 1
  }

  deinit { held.count -= 1 }
}
