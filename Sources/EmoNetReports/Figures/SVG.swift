// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A picture that is drawn element by element; colours are the page's, by class.
///
/// Coordinates are pixels of a small screen: 360 wide, so that letters of 12 stay legible there.
struct SVG {
  /// The width of every picture.
  static let width = 360.0

  /// Where a text stands beside its point.
  enum Anchor: String {
    case start, middle, end
  }

  private let height: Double
  private let title: String
  private let summary: String
  private var body = ""

  /// An empty picture; a screen reader says its title and summary.
  init(height: Double, title: String, summary: String) {
    self.height = height
    self.title = title
    self.summary = summary
  }

  /// The element.
  var text: String {
    """
    <svg viewBox="0 0 \(Self.number(Self.width)) \(Self.number(height))" role="img" \
    aria-label="\(Markup.escaped(title + ". " + summary))">
    <title>\(Markup.escaped(title))</title>
    \(body)</svg>
    """
  }

  /// A filled rectangle; `remark` is shown to a pointer.
  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, class name: String,
    opacity: Double = 1, remark: String? = nil
  ) {
    let fade = opacity < 1 ? " fill-opacity=\"\(Self.number(opacity))\"" : ""
    element(
      "rect",
      "x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(max(0, width)))\" "
        + "height=\"\(Self.number(height))\" class=\"\(name)\"\(fade)", remark)
  }

  /// A picture of pixels, by its address.
  mutating func image(
    _ address: String, _ x: Double, _ y: Double, _ width: Double, _ height: Double
  ) {
    element(
      "image",
      "href=\"\(address)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" "
        + "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\"", nil)
  }

  /// A straight line.
  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, class name: String
  ) {
    element(
      "line",
      "x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" x2=\"\(Self.number(x2))\" "
        + "y2=\"\(Self.number(y2))\" class=\"\(name)\"", nil)
  }

  /// A disc; `remark` is shown to a pointer.
  mutating func disc(
    _ x: Double, _ y: Double, radius: Double, class name: String, remark: String? = nil
  ) {
    element(
      "circle",
      "cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(radius))\" "
        + "class=\"\(name)\"", remark)
  }

  /// A line through points.
  mutating func path(_ points: [(x: Double, y: Double)], class name: String) {
    let text = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
    element("polyline", "points=\"\(text)\" class=\"\(name)\"", nil)
  }

  /// A text; long ones are cut to `limit` letters, and shown whole to a pointer.
  mutating func label(
    _ text: String, _ x: Double, _ y: Double, _ anchor: Anchor = .start, class name: String = "",
    limit: Int = .max, turned: Bool = false
  ) {
    let shown = text.count > limit ? text.prefix(limit - 1) + "\u{2026}" : text[...]
    let turn = turned ? " transform=\"rotate(-90 \(Self.number(x)) \(Self.number(y)))\"" : ""
    let kind = name.isEmpty ? "" : " class=\"\(name)\""
    let remark = text.count > limit ? "<title>\(Markup.escaped(text))</title>" : ""
    body +=
      "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" text-anchor=\"\(anchor.rawValue)\""
      + "\(kind)\(turn)>\(remark)\(Markup.escaped(String(shown)))</text>\n"
  }

  private mutating func element(_ name: String, _ attributes: String, _ remark: String?) {
    guard let remark else {
      body += "<\(name) \(attributes)/>\n"
      return
    }
    body += "<\(name) \(attributes)><title>\(Markup.escaped(remark))</title></\(name)>\n"
  }

  private static func number(_ value: Double) -> String { NumberText.coordinate(value) }
}
