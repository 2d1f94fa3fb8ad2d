// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import EmoNet

@Suite struct WindowGridTests {
  private static let grids = [
    WindowGrid.classification, WindowGrid(length: 1, hop: 0.2, wholeUpTo: 0),
    WindowGrid(length: 1, hop: 0.2, wholeUpTo: 3), WindowGrid(length: 5, hop: 1, wholeUpTo: 8),
    WindowGrid(length: 2, hop: 1, wholeUpTo: 0),
  ]

  @Test(arguments: [
    (0, 1), (2.8, 1), (60, 1), (60.04, 6), (64.9, 6), (65, 7), (75, 8), (3600, 360),
  ])
  func upToAMinuteIsOneWindowAndARestOfFiveSecondsIsOneToo(_ duration: Double, _ count: Int) {
    let windows = ClipWindows(.classification, duration: duration)
    #expect(windows.count == count)
    #expect(windows.span(0).start == 0)
    #expect(windows.span(count - 1).end == duration)
    for index in 1..<max(1, count) {
      #expect(windows.span(index).start == windows.span(index - 1).end)
    }
  }

  @Test func theUsualGridCutsAsItDidBeforeThereWereOthers() {
    for step in 0...5715 {
      let duration = Double(step) * 0.07
      let windows = ClipWindows(.classification, duration: duration)
      let count = duration <= 60 ? 1 : max(1, Int((duration / 10).rounded()))
      #expect(windows.count == count, "\(duration) s")
      for index in 0..<count {
        let end = index == count - 1 ? duration : Double(index + 1) * 10
        #expect(windows.span(index) == (Double(index) * 10, end))
      }
    }
  }

  @Test func anUncutClipIsOneWindowHoweverLongItIs() {
    let windows = ClipWindows(.whole, duration: 7200)
    #expect(windows.isWhole)
    #expect(windows.span(0) == (0, 7200))
    #expect(WindowGrid.whole.slot(of: 1 << 40, rate: 16_000) == 0)
    #expect(WindowGrid.whole.end(ofSlot: 0, rate: 16_000) == .max)
  }

  @Test func framesBelongToTheWindowInWhichTheyAreShown() {
    let slots = [0, 249, 250, 2499, 2500].map { WindowGrid.classification.slot(of: $0, rate: 25) }
    #expect(slots == [0, 0, 1, 9, 10])
  }

  @Test(arguments: grids, [25, 16_000, 44_100])
  func aSlotEndsWhereTheNextOneBegins(_ grid: WindowGrid, _ rate: Int) {
    for slot in 0..<500 {
      let end = grid.end(ofSlot: slot, rate: rate)
      #expect(grid.slot(of: end - 1, rate: rate) == slot, "before \(end)")
      #expect(grid.slot(of: end, rate: rate) == slot + 1, "at \(end)")
    }
  }

  @Test(arguments: grids)
  func windowsBeginAtHopsAndTheLastEndsWithTheClip(_ grid: WindowGrid) {
    for step in 1...2000 {
      let duration = Double(step) * 0.035
      let windows = ClipWindows(grid, duration: duration)
      let last = windows.span(windows.count - 1)
      #expect(last.end == duration)
      guard windows.count > 1 else { continue }
      #expect(duration > grid.wholeUpTo)
      // A rest of less than half a window is joined to the window before it.
      #expect(last.end - last.start >= grid.length / 2 - 1e-9)
      #expect(last.end - last.start < grid.length / 2 + grid.hop + 1e-9)
      for index in 0..<windows.count - 1 {
        let span = windows.span(index)
        #expect(span.start == Double(index) * grid.hop)
        #expect(span.end == min(span.start + grid.length, duration))
      }
    }
  }
}

@Suite struct WindowedMaterialTests {
  /// Each window's material is the list of what was added; its digest the same list.
  private func material(_ grid: WindowGrid) -> WindowedMaterial<[Int], [Int]> {
    WindowedMaterial(grid, empty: { [] }, join: { $0 += $1 }, digest: { $0 })
  }

  @Test(arguments: 1...30)
  func nothingIsLostOrMovedHoweverManyWindowsThereAre(_ windows: Int) {
    var collected = material(.classification)
    for window in 0..<windows {
      for value in [2 * window, 2 * window + 1] {
        collected.add(toSlot: window) { $0.append(value) }
      }
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

  @Test func windowsInWhichNothingHappensAreEmpty() {
    var collected = material(.classification)
    collected.add(toSlot: 1) { $0.append(1) }
    collected.add(toSlot: 12) { $0.append(12) }
    let found = collected.finish(count: 14)
    #expect(found.count == 14)
    #expect(found[1] == [1])
    #expect(found[12] == [12])
    #expect(found.flatMap { $0 } == [1, 12])
  }

  @Test func whatIsNotToBeCutIsOneWindow() {
    var collected = material(.whole)
    for window in 0..<20 { collected.add(toSlot: window) { $0.append(window) } }
    #expect(collected.finish(count: 1) == [Array(0..<20)])
  }

  @Test(
    arguments: [
      WindowGrid(length: 1, hop: 0.2, wholeUpTo: 0), WindowGrid(length: 1, hop: 0.2, wholeUpTo: 3),
      WindowGrid(length: 5, hop: 1, wholeUpTo: 0), WindowGrid(length: 5, hop: 1, wholeUpTo: 8),
      WindowGrid(length: 2, hop: 1, wholeUpTo: 6),
    ], [25, 1000])
  func everyUnitLiesInTheWindowsThatCoverIt(_ grid: WindowGrid, _ rate: Int) {
    for units in stride(from: 1, to: 20 * rate, by: rate / 5 * 2 - 1) {
      var collected = material(grid)
      for unit in 0..<units {
        collected.add(toSlot: grid.slot(of: unit, rate: rate)) { $0.append(unit) }
      }
      let windows = ClipWindows(grid, duration: Double(units) / Double(rate))
      let found = collected.finish(count: windows.count)
      let expected = (0..<windows.count).map { index -> [Int] in
        let start = Int((Double(index) * grid.hop * Double(rate)).rounded())
        let end = start + Int(grid.length) * rate
        return Array(start..<(index == windows.count - 1 ? units : min(end, units)))
      }
      #expect(found == expected, "\(units) units")
    }
  }

  @Test func closedWindowsAreKeptAsDigestsOnly() {
    let held = Held()
    var collected = WindowedMaterial<Token, Int>(
      .classification, empty: { Token(held) }, join: { $0.value += $1.value },
      digest: { $0.value })
    for window in 0..<100 {
      collected.add(toSlot: window) { $0.value += 1 }
      #expect(held.count <= WindowGrid.classification.longestWholeCount + 1)
      if window > WindowGrid.classification.longestWholeCount { #expect(held.count == 2) }
    }
    #expect(collected.finish(count: 100) == Array(repeating: 1, count: 100))
  }

  @Test(arguments: [
    WindowGrid(length: 1, hop: 0.2, wholeUpTo: 3), WindowGrid(length: 5, hop: 1, wholeUpTo: 8),
    WindowGrid(length: 4, hop: 1, wholeUpTo: 0),
  ])
  func noMoreSlotsAreHeldThanAWindowAndItsRestNeed(_ grid: WindowGrid) {
    let held = Held()
    var collected = WindowedMaterial<Token, Int>(
      grid, empty: { Token(held) },
      join: { into, other in
        let sum = Token(held)
        sum.value = into.value + other.value
        into = sum
      }, digest: { $0.value })
    for slot in 0..<1000 {
      collected.add(toSlot: slot) { $0.value += 1 }
      #expect(held.count <= max(grid.longestWholeCount, grid.slotsPerWindow) + 1)
      if slot > grid.longestWholeCount { #expect(held.count <= grid.slotsPerWindow + 1) }
    }
    let windows = ClipWindows(grid, duration: 1000 * grid.hop)
    let counts = collected.finish(count: windows.count)
    #expect(counts.dropLast(grid.slotsPerWindow).allSatisfy { $0 == grid.slotsPerWindow })
  }
}

/// How many tokens there are.
private final class Held: @unchecked Sendable {
  // Sendable: the test uses it from one thread.
  var count = 0
}

private final class Token: @unchecked Sendable {
  // Sendable: as above.
  var value = 0
  private let held: Held

  init(_ held: Held) {
    self.held = held
    held.count += 1
  }

  deinit { held.count -= 1 }
}
