// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// What small pictures, unsharp ones and codecs leave of a face; pictures are `[side, side]`, row-major.
enum FaceArtefacts {
  /// The picture reduced to `smaller` pixels a side and enlarged again, by overlapping triangles.
  static func reduced(_ image: [Float], side: Int, to smaller: Int) -> [Float] {
    let small = filtered(image, side: side, by: triangles(from: side, to: smaller))
    return filtered(small, side: smaller, by: triangles(from: smaller, to: side))
  }

  /// The picture blurred by a Gaussian of `deviation` pixels.
  static func blurred(_ image: [Float], side: Int, deviation: Float) -> [Float] {
    guard deviation > 0 else { return image }
    return filtered(
      image, side: side,
      by: (0..<side).map { target in
        weights(from: side) { exp(-pow((Float($0) - Float(target)) / deviation, 2) / 2) }
      })
  }

  /// Weights of each of `target` new pixels over `source` old ones, `[target][source]`.
  ///
  /// A triangle as wide as two of the larger pixels, as image libraries resize with antialiasing.
  private static func triangles(from source: Int, to target: Int) -> [[Float]] {
    let scale = Float(source) / Float(target)
    let radius = max(scale, 1)
    return (0..<target).map { index in
      let centre = min(max((Float(index) + 0.5) * scale - 0.5, 0), Float(source - 1))
      return weights(from: source) { max(1 - abs(Float($0) - centre) / radius, 0) }
    }
  }

  /// Weights that sum to one; those below a ten-thousandth are left out.
  private static func weights(from count: Int, _ weight: (Int) -> Float) -> [Float] {
    let values = (0..<count).map(weight).map { $0 < 1e-4 ? 0 : $0 }
    let sum = values.reduce(0, +)
    return values.map { $0 / sum }
  }

  /// The picture with both its sides mapped by `weights` `[new side][side]`.
  private static func filtered(_ image: [Float], side: Int, by weights: [[Float]]) -> [Float] {
    let target = weights.count
    var lines = [Float](repeating: 0, count: target * side)
    for (row, weights) in weights.enumerated() {
      for (from, weight) in weights.enumerated() where weight > 0 {
        for column in 0..<side {
          lines[row * side + column] += weight * image[from * side + column]
        }
      }
    }
    var result = [Float](repeating: 0, count: target * target)
    for (column, weights) in weights.enumerated() {
      for (from, weight) in weights.enumerated() where weight > 0 {
        for row in 0..<target {
          result[row * target + column] += weight * lines[row * side + from]
        }
      }
    }
    return result
  }
}

extension FaceArtefacts {
  private static let block = 8
  /// JPEG's example table for brightness (ITU-T T.81, table K.1), `[8, 8]`.
  private static let steps: [Float] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
  ]
  /// The cosine transform of eight values, `[frequency, position]`, orthonormal.
  private static let cosines: [Float] = (0..<block).flatMap { frequency in
    (0..<block).map { position in
      let scale: Float = frequency == 0 ? 0.125 : 0.25
      return scale.squareRoot() * cos(Float((2 * position + 1) * frequency) * .pi / 16)
    }
  }

  /// The picture with each 8x8 block's cosines rounded as JPEG rounds them at `quality`, 1 to 100.
  ///
  /// The side is a multiple of eight.
  static func compressed(_ image: [Float], side: Int, quality: Float) -> [Float] {
    precondition(side % block == 0, "a side of \(side) pixels has no whole blocks")
    // The scale of the Independent JPEG Group.
    let percent = quality < 50 ? 5000 / quality : 200 - 2 * quality
    let steps = steps.map { max(($0 * percent / 100).rounded(), 1) }
    var result = image
    var values = [Float](repeating: 0, count: block * block)
    for top in stride(from: 0, to: side, by: block) {
      for left in stride(from: 0, to: side, by: block) {
        for y in 0..<block {
          for x in 0..<block { values[y * block + x] = image[(top + y) * side + left + x] - 128 }
        }
        values = transformed(values, isInverse: false)
        for index in values.indices {
          values[index] = (values[index] / steps[index]).rounded() * steps[index]
        }
        values = transformed(values, isInverse: true)
        for y in 0..<block {
          for x in 0..<block {
            result[(top + y) * side + left + x] = min(max(values[y * block + x] + 128, 0), 255)
          }
        }
      }
    }
    return result
  }

  /// C v C^T with C the cosine transform, or C^T v C.
  private static func transformed(_ values: [Float], isInverse: Bool) -> [Float] {
    func cosine(_ row: Int, _ column: Int) -> Float {
      isInverse ? cosines[column * block + row] : cosines[row * block + column]
    }
    var lines = [Float](repeating: 0, count: block * block)
    var result = lines
    for row in 0..<block {
      for column in 0..<block {
        for inner in 0..<block {
          lines[row * block + column] += cosine(row, inner) * values[inner * block + column]
        }
      }
    }
    for row in 0..<block {
      for column in 0..<block {
        for inner in 0..<block {
          result[row * block + column] += cosine(column, inner) * lines[row * block + inner]
        }
      }
    }
    return result
  }
}
