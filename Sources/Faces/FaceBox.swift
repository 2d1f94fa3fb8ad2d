// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// An upright rectangle round a face; it may reach beyond the picture.
public struct FaceBox: Sendable, Equatable, Codable {
  /// Left edge, in pixels.
  public var x: Float
  /// Upper edge, in pixels.
  public var y: Float
  /// Extent to the right, in pixels.
  public var width: Float
  /// Extent downwards, in pixels.
  public var height: Float

  /// A rectangle from its upper left corner and its extents, in pixels.
  public init(x: Float, y: Float, width: Float, height: Float) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// Width times height, in square pixels; never negative.
  public var area: Float { max(0, width) * max(0, height) }

  /// The middle of the rectangle.
  public var center: Point { Point(x: x + width / 2, y: y + height / 2) }

  /// Shared area over joint area, 0 to 1 (intersection over union); 0 where both are empty.
  public func overlap(with other: FaceBox) -> Float {
    let sharedWidth = min(x + width, other.x + other.width) - max(x, other.x)
    let sharedHeight = min(y + height, other.y + other.height) - max(y, other.y)
    guard sharedWidth > 0, sharedHeight > 0 else { return 0 }
    let shared = sharedWidth * sharedHeight
    let joint = area + other.area - shared
    return joint > 0 ? shared / joint : 0
  }

  func moved(by offset: Point) -> FaceBox {
    FaceBox(x: x + offset.x, y: y + offset.y, width: width, height: height)
  }
}
