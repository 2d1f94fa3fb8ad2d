// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNetTraining
import Foundation

/// A clip at a glance: a strip of its faces, and below it its waveform with the pitch.
struct GlimpseChart {
  let glimpse: ClipGlimpse
  let title: String
  let summary: String

  private static let side = 44.0
  private static let pitchRange = (lowest: 60.0, highest: 600.0)

  /// The picture.
  var svg: String {
    let strip = glimpse.faces.isEmpty ? 0 : Self.side + 6
    let wave = glimpse.waveform.isEmpty ? 0.0 : 62.0
    var svg = SVG(height: max(20, strip + wave), title: title, summary: summary)
    if !glimpse.faces.isEmpty { addFaces(to: &svg) }
    if !glimpse.waveform.isEmpty { addSound(to: &svg, top: strip) }
    if glimpse.faces.isEmpty && glimpse.waveform.isEmpty {
      svg.label("nothing could be read of it", 4, 14, class: "muted")
    }
    return svg.text
  }

  private func addFaces(to svg: inout SVG) {
    let crops = glimpse.faces
    let side = 48
    // One picture of all faces beside one another.
    let rows = (0..<side).flatMap { row in crops.flatMap { $0[row * side..<(row + 1) * side] } }
    svg.image(
      PNGImage.address(grey: rows, width: side * crops.count, height: side), 0, 0,
      Self.side * Double(crops.count), Self.side)
  }

  private func addSound(to svg: inout SVG, top: Double) {
    let (height, columns) = (46.0, Double(glimpse.waveform.count))
    let most = max(0.05, glimpse.waveform.map { max(abs($0.low), abs($0.high)) }.max() ?? 1)
    let middle = top + height / 2
    func x(_ column: Int) -> Double { SVG.width * (Double(column) + 0.5) / columns }
    for (column, range) in glimpse.waveform.enumerated() {
      let (low, high) = (Double(range.low / most), Double(range.high / most))
      svg.rectangle(
        x(column) - 0.6, middle - high * height / 2, 1.2, max(0.6, (high - low) * height / 2),
        class: "rest")
    }
    let (lowest, highest) = Self.pitchRange
    var voiced: [(x: Double, y: Double)] = []
    for column in 0...glimpse.pitch.count {
      let hertz = column < glimpse.pitch.count ? Double(glimpse.pitch[column]) : 0
      if hertz >= lowest {
        let place = log(min(hertz, highest) / lowest) / log(highest / lowest)
        voiced.append((x(column), top + height * (1 - place)))
        continue
      }
      if voiced.count > 1 { svg.path(voiced, class: "pitch") }
      voiced = []
    }
    svg.label("0 s", 0, top + height + 12, class: "muted small")
    svg.label(
      String(format: "%.1f s", glimpse.seconds), SVG.width, top + height + 12, .end,
      class: "muted small")
    svg.label(
      "line: pitch, 60 to 600 Hz", SVG.width / 2, top + height + 12, .middle, class: "muted small")
  }
}
