// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import AudioFeatures
package import Signal

/// The functionals of each window of a sound at 16 kHz, as models take them.
package final class WindowedFunctionals: AudioConsumer, @unchecked Sendable {
  // Sendable: the pass feeds it from one thread, and it is asked after the pass.

  /// What one window sounds like.
  package struct Window: Sendable {
    /// The 1582 values; nil for silence.
    package let functionals: [Float]?
    /// Whether the window was too short for the features and was repeated.
    package let wasPadded: Bool
    /// Whether there was nothing but zeros.
    package let isSilent: Bool
    /// What was done to the sound or noticed, one line each.
    package let remarks: [String]
  }

  package var hearsChannels: Bool { preparation != .raw }

  private let preparation: SoundPreparation
  private var material: WindowedMaterial<SoundStretch, Window>
  /// The windows that the clip has if its picture is as long as its sound.
  private var likely: [Window] = []
  private var hasEnded = false

  /// Functionals in the windows of a grid, of a sound that is prepared as said.
  package init(
    _ extractor: FunctionalsExtractor, _ preparation: SoundPreparation, _ grid: WindowGrid,
    _ work: ClipWork
  ) {
    self.preparation = preparation
    material = WindowedMaterial(
      grid, empty: { SoundStretch() }, join: { $0.append($1) },
      digest: { stretch in
        work.run(.functionals) { Self.window(stretch, preparation, extractor) }
      })
  }

  package func take(_ samples: ArraySlice<Int16>, at position: Int, sampleRate: Int) {
    guard !hearsChannels else { return }
    eachSlot(samples.count, at: position, sampleRate) { part, stretch in
      let start = samples.startIndex + part.lowerBound
      stretch.append(samples[start..<start + part.count], sampleRate: sampleRate)
    }
  }

  package func take(_ channels: [SoundChannel], at position: Int, sampleRate: Int) {
    eachSlot(channels.first?.values.count ?? 0, at: position, sampleRate) { part, stretch in
      stretch.append(
        channels.map { SoundChannel($0.place, values: Array($0.values[part])) },
        sampleRate: sampleRate)
    }
  }

  /// Cuts samples where slots end.
  private func eachSlot(
    _ count: Int, at position: Int, _ rate: Int, _ body: (Range<Int>, inout SoundStretch) -> Void
  ) {
    var done = 0
    while done < count {
      let slot = material.grid.slot(of: position + done, rate: rate)
      let end = min(count, material.grid.end(ofSlot: slot, rate: rate) - position)
      material.add(toSlot: slot) { body(done..<end, &$0) }
      done = end
    }
  }

  package func end(at time: Double) {
    likely = material.finish(count: ClipWindows(material.grid, duration: time).count)
    hasEnded = true
  }

  /// What each window of the clip sounds like; empty without a sound.
  package func windows(_ windows: ClipWindows) -> [Window] {
    guard hasEnded else { return [] }
    return windows.count == likely.count ? likely : material.finish(count: windows.count)
  }

  /// What is unusual about some windows.
  package func remarks(_ windows: [Window]) -> [String] {
    guard hasEnded else { return [] }
    let isSilent = windows.allSatisfy(\.isSilent)
    let isShort = windows.contains(where: \.wasPadded)
    var noticed: [String] = []
    for remark in windows.flatMap(\.remarks) where !noticed.contains(remark) {
      noticed.append(remark)
    }
    return (isSilent ? ["the sound is silent"] : []) + noticed
      + (isShort ? ["the sound is shorter than the features need and was repeated"] : [])
  }

  private static func window(
    _ stretch: SoundStretch, _ preparation: SoundPreparation, _ extractor: FunctionalsExtractor
  ) -> Window {
    let sound = stretch.prepared(preparation)
    let functionals = sound.samples.map { extractor.averagedFunctionals(of: $0) }
    return Window(
      functionals: functionals?.values, wasPadded: functionals?.wasPadded ?? false,
      isSilent: stretch.isSilent, remarks: sound.remarks)
  }
}
