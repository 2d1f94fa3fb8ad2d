// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A position in a picture; (0, 0) is the upper left corner of the upper left pixel.
public struct Point: Sendable, Equatable, Codable {
  /// Distance from the left edge, in pixels.
  public var x: Float
  /// Distance from the upper edge, in pixels.
  public var y: Float

  /// A position from its distances to the left and upper edge, in pixels.
  public init(x: Float, y: Float) {
    self.x = x
    self.y = y
  }

  static func + (left: Point, right: Point) -> Point {
    Point(x: left.x + right.x, y: left.y + right.y)
  }

  static func - (left: Point, right: Point) -> Point {
    Point(x: left.x - right.x, y: left.y - right.y)
  }

  static func * (point: Point, factor: Float) -> Point {
    Point(x: point.x * factor, y: point.y * factor)
  }

  /// Length of the vector from (0, 0), in pixels.
  var length: Float { (x * x + y * y).squareRoot() }
}
