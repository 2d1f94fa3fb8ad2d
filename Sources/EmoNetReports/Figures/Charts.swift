// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Values with their intervals, one above another, on a scale from 0 to 1.
struct IntervalChart {
  /// One value.
  struct Row {
    let name: String
    let value: Double?
    var interval: (lower: Double, upper: Double)?
  }

  let title: String
  let summary: String
  let rows: [Row]
  /// A value that the others are to be seen beside, and its name; nil for none.
  var reference: (value: Double, name: String)?

  private static let left = 118.0
  private static let right = 312.0
  private static let step = 22.0

  /// The picture.
  var svg: String {
    let top = reference == nil ? 8.0 : 22.0
    let bottom = top + Double(rows.count) * Self.step
    var svg = SVG(height: bottom + 22, title: title, summary: summary)
    for tick in 0...4 {
      let x = Self.place(Double(tick) / 4)
      svg.line(x, top, x, bottom, class: "grid")
      svg.label(["0", ".25", ".5", ".75", "1"][tick], x, bottom + 15, .middle, class: "muted")
    }
    if let reference {
      let x = Self.place(reference.value)
      svg.line(x, top - 4, x, bottom, class: "reference")
      svg.label(reference.name, x, top - 8, .middle, class: "muted")
    }
    for (index, row) in rows.enumerated() {
      let y = top + (Double(index) + 0.5) * Self.step
      svg.label(row.name, Self.left - 10, y + 4, .end, limit: 17)
      guard let value = row.value else {
        svg.label("\u{2013}", SVG.width - 4, y + 4, .end, class: "muted")
        continue
      }
      if let (lower, upper) = row.interval {
        svg.line(Self.place(lower), y, Self.place(upper), y, class: "interval")
        for end in [lower, upper] {
          svg.line(Self.place(end), y - 4, Self.place(end), y + 4, class: "interval")
        }
      }
      svg.disc(Self.place(value), y, radius: 4.5, class: "a")
      svg.label(NumberText.decimal(value), SVG.width - 4, y + 4, .end, class: "number")
    }
    return svg.text
  }

  private static func place(_ value: Double) -> Double { left + (right - left) * value }
}

/// Several shares for each of some names, as bars beside one another.
struct BarChart {
  let title: String
  let summary: String
  /// What the bars of each group are, at most three.
  let series: [String]
  /// A name and remark for each group, and as many values as there are series; nil for none.
  let groups: [(name: String, remark: String, values: [Double?])]

  private static let classes = ["a", "b", "c"]
  private static let left = 92.0
  private static let right = 322.0

  /// The picture.
  var svg: String {
    let (thickness, gap, top) = (9.0, 10.0, 26.0)
    let step = Double(series.count) * thickness + gap
    let bottom = top + Double(groups.count) * step
    var svg = SVG(height: bottom + 22, title: title, summary: summary)
    var x = Self.left
    for (index, name) in series.enumerated() {
      svg.rectangle(x, 4, 10, 10, class: Self.classes[index])
      svg.label(name, x + 14, 13)
      x += 26 + 7 * Double(name.count)
    }
    for tick in 0...4 {
      let x = Self.left + (Self.right - Self.left) * Double(tick) / 4
      svg.line(x, top, x, bottom, class: "grid")
      svg.label(["0", ".25", ".5", ".75", "1"][tick], x, bottom + 15, .middle, class: "muted")
    }
    for (place, group) in groups.enumerated() {
      let start = top + Double(place) * step + gap / 2
      let middle = start + Double(series.count) * thickness / 2
      svg.label(group.name, Self.left - 10, middle - 1, .end)
      svg.label(group.remark, Self.left - 10, middle + 11, .end, class: "muted small")
      for (index, value) in group.values.enumerated() {
        let y = start + Double(index) * thickness
        guard let value else {
          svg.label("\u{2013}", Self.left + 3, y + thickness - 1, class: "muted small")
          continue
        }
        let width = (Self.right - Self.left) * value
        svg.rectangle(
          Self.left, y, width, thickness - 1.5, class: Self.classes[index],
          remark: "\(group.name): \(series[index]) \(NumberText.decimal(value))")
        svg.label(
          NumberText.decimal(value), Self.left + width + 4, y + thickness - 1.5,
          class: "small number")
      }
    }
    return svg.text
  }
}

/// Parts of a whole, one bar for each of some names.
struct ShareChart {
  let title: String
  let summary: String
  /// What the parts are, at most four.
  let parts: [String]
  /// A name for each bar, and its counts.
  let bars: [(name: String, counts: [Int])]

  private static let classes = ["a", "c", "b", "rest"]

  /// The picture.
  var svg: String {
    let top = 18.0 * Double((parts.count + 1) / 2) + 8
    let step = 40.0
    var svg = SVG(height: top + Double(bars.count) * step, title: title, summary: summary)
    for (index, name) in parts.enumerated() {
      let (x, y) = (4 + Double(index % 2) * 180, Double(index / 2) * 18)
      svg.rectangle(x, y + 3, 10, 10, class: Self.classes[index])
      svg.label(name, x + 14, y + 12)
    }
    for (place, bar) in bars.enumerated() {
      let y = top + Double(place) * step
      svg.label(bar.name, 4, y + 12)
      let total = max(1, bar.counts.reduce(0, +))
      var x = 4.0
      for (index, count) in bar.counts.enumerated() {
        let width = (SVG.width - 8) * Double(count) / Double(total)
        svg.rectangle(
          x, y + 17, width - 1, 18, class: Self.classes[index],
          remark: "\(bar.name): \(parts[index]) \(count) of \(total)")
        if width > 8 * Double("\(count)".count) + 4 {
          let ink = index == Self.classes.count - 1 ? "small" : "small inverse"
          svg.label("\(count)", x + width / 2, y + 30, .middle, class: ink)
        }
        x += width
      }
    }
    return svg.text
  }
}
