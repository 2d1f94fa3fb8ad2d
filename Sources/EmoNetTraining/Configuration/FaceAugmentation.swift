// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Faces
import Foundation
import NeuralNetwork

/// How a still face is varied each time that training sees it.
///
/// Turned, scaled, stretched, shifted and mirrored in one bilinear resampling with replicated borders, then its
/// brightness curve bent (gamma), what cameras and codecs lose taken away, and noise added, before it is
/// normalised.
public struct FaceAugmentation: Codable, Sendable, Equatable {
  /// Largest rotation either way, in degrees.
  public var rotation: Float
  /// Largest change of size either way, as a natural logarithm.
  public var logScale: Float
  /// Largest stretch of the width against the height either way, as a natural logarithm.
  public var logAspect: Float
  /// Largest shift either way, as a share of the picture's side.
  public var shift: Float
  /// Largest bend of the brightness curve either way, as the natural logarithm of gamma.
  public var logGamma: Float
  /// Largest deviation of the noise, in grey levels of 0 to 255.
  public var noise: Float
  /// Side of the largest patch that is blanked out, as a share of the picture's side; 0 for none.
  public var erasing: Float
  /// Whether half of the faces are mirrored.
  public var mirrors: Bool
  /// Smallest side to which half of the faces are reduced and then enlarged again, as a share of the
  /// picture's side; none when absent.
  public var reduction: Float?
  /// Largest deviation of the Gaussian that half of the faces are blurred with, in pixels; none when absent.
  public var blur: Float?
  /// Lowest quality, in JPEG's scale of 1 to 100, at which half of the faces are compressed; none when absent.
  public var compression: Int?

  /// The crop, varied.
  func apply(to crop: FaceCrop, using generator: inout SeededGenerator) -> FaceCrop {
    let side = FaceCrop.side
    let source = crop.grey.map(Float.init)
    let angle = generator.uniform(in: -rotation...rotation) * .pi / 180
    let scale = exp(generator.uniform(in: -logScale...logScale))
    let aspect = exp(generator.uniform(in: -logAspect...logAspect))
    let mirror: Float = mirrors && generator.uniform() < 0.5 ? -1 : 1
    let shiftX = generator.uniform(in: -shift...shift) * Float(side)
    let shiftY = generator.uniform(in: -shift...shift) * Float(side)
    let gamma = exp(generator.uniform(in: -logGamma...logGamma))
    let noiseDeviation = generator.uniform() * noise
    let curve = (0...255).map { 255 * pow(Float($0) / 255, gamma) }

    let centre = Float(side - 1) / 2
    let cosine = cos(angle) * scale
    let sine = sin(angle) * scale
    var result = [Float](repeating: 0, count: side * side)
    for y in 0..<side {
      for x in 0..<side {
        let u = (Float(x) - centre) * mirror * aspect
        let v = Float(y) - centre
        let value = bilinear(
          source, side: side, x: centre + cosine * u - sine * v + shiftX,
          y: centre + sine * u + cosine * v + shiftY)
        let level = Int(value)
        let next = curve[min(level + 1, 255)]
        result[y * side + x] = curve[level] + (value - Float(level)) * (next - curve[level])
      }
    }
    result = degraded(result, using: &generator)
    if noiseDeviation > 0 {
      for index in result.indices { result[index] += noiseDeviation * generator.normal() }
    }
    if let compression, generator.uniform() < 0.5 {
      let quality = generator.uniform(in: Float(compression)...100)
      result = FaceArtefacts.compressed(result, side: side, quality: quality)
    }
    if erasing > 0 { erase(&result, side: side, using: &generator) }
    return FaceCrop(grey: result.map { UInt8(min(max($0 + 0.5, 0), 255)) })
  }

  /// The picture as a small or unsharp one shows it; nothing is drawn where neither is asked for.
  private func degraded(_ image: [Float], using generator: inout SeededGenerator) -> [Float] {
    let side = FaceCrop.side
    var result = image
    if let reduction, generator.uniform() < 0.5 {
      let smaller = Int(generator.uniform(in: reduction...1) * Float(side))
      result = FaceArtefacts.reduced(result, side: side, to: max(smaller, 1))
    }
    if let blur, generator.uniform() < 0.5 {
      result = FaceArtefacts.blurred(
        result, side: side, deviation: generator.uniform(in: 0...blur))
    }
    return result
  }

  /// Blanks a rectangle with the picture's mean, so that no single part of the face decides.
  private func erase(_ image: inout [Float], side: Int, using generator: inout SeededGenerator) {
    let width = Int(generator.uniform() * erasing * Float(side))
    let height = Int(generator.uniform() * erasing * Float(side))
    let left = Int(generator.uniform() * Float(side - width))
    let top = Int(generator.uniform() * Float(side - height))
    let mean = image.reduce(0, +) / Float(image.count)
    for y in top..<top + height {
      for x in left..<left + width { image[y * side + x] = mean }
    }
  }

  private func bilinear(_ image: [Float], side: Int, x: Float, y: Float) -> Float {
    let limit = Float(side - 1)
    let clampedX = min(max(x, 0), limit)
    let clampedY = min(max(y, 0), limit)
    let left = min(Int(clampedX), side - 2)
    let top = min(Int(clampedY), side - 2)
    let fractionX = clampedX - Float(left)
    let fractionY = clampedY - Float(top)
    let first = top * side + left
    let upper = image[first] + fractionX * (image[first + 1] - image[first])
    let lower =
      image[first + side] + fractionX * (image[first + side + 1] - image[first + side])
    return upper + fractionY * (lower - upper)
  }
}
