// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// An upright grey face, as the face network reads it.
public struct FaceCrop: Sendable, Equatable, Codable {
  /// Width and height, in pixels.
  public static let side = 48

  /// Brightness, `[48, 48]`, row-major, 0 to 255.
  public let grey: [UInt8]

  /// A crop from its 48 x 48 values.
  public init(grey: [UInt8]) {
    precondition(
      grey.count == Self.side * Self.side,
      "a crop has \(Self.side * Self.side) values, not \(grey.count)")
    self.grey = grey
  }

  /// The values with mean 0 and standard deviation 1, `[48, 48]`, row-major.
  ///
  /// A crop whose deviation is below one grey level is divided by one instead, so the result is always finite.
  public func normalized() -> [Float] {
    let count = Float(grey.count)
    // Sums of integers are exact, so mean and deviation do not depend on the order of summation.
    let sum = grey.reduce(0) { $0 + Int($1) }
    let squares = grey.reduce(0) { $0 + Int($1) * Int($1) }
    let variance = Double(grey.count * squares - sum * sum) / Double(grey.count * grey.count)
    let mean = Float(sum) / count
    let factor = 1 / max(1, Float(variance.squareRoot()))
    return grey.map { (Float($0) - mean) * factor }
  }
}
