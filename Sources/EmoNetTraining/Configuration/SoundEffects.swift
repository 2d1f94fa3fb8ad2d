// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import Foundation
import NeuralNetwork

/// What rooms, lines and players do to a sound.
extension SoundAugmentation {
  static func exponential(_ value: Float) -> Float { Foundation.exp(value) }

  /// The sound played `speed` times as fast, by linear interpolation.
  static func resampled(_ values: [Float], speed: Float) -> [Float] {
    guard values.count > 1, speed != 1 else { return values }
    let count = Int(Float(values.count - 1) / speed)
    return (0..<max(1, count)).map { index in
      let place = Float(index) * speed
      let left = min(Int(place), values.count - 2)
      let part = place - Float(left)
      return values[left] * (1 - part) + values[left + 1] * part
    }
  }

  /// Schroeder's reverberator (1962): four combs beside one another, then two all-passes.
  ///
  /// `decay` is the time in which the room falls silent by 60 dB, in seconds; `share` how much of the room is heard.
  static func reverberated(_ values: [Float], decay: Float, share: Float, rate: Int) -> [Float] {
    var room = [Float](repeating: 0, count: values.count)
    for delay in [0.0297, 0.0371, 0.0411, 0.0437] as [Float] {
      let length = Int(delay * Float(rate))
      let feedback = Foundation.pow(10, -3 * delay / decay)
      var line = [Float](repeating: 0, count: length)
      for index in values.indices {
        let place = index % length
        let output = line[place]
        line[place] = values[index] + feedback * output
        room[index] += output / 4
      }
    }
    for delay in [0.005, 0.0017] as [Float] {
      let length = Int(delay * Float(rate))
      var line = [Float](repeating: 0, count: length)
      for index in room.indices {
        let place = index % length
        let delayed = line[place]
        let input = room[index] + 0.7 * delayed
        line[place] = input
        room[index] = delayed - 0.7 * input
      }
    }
    return zip(values, room).map { (1 - share) * $0 + share * 2 * $1 }
  }

  /// The sound between two frequencies, in Hz.
  static func banded(
    _ values: [Float], _ lowest: Double, _ highest: Double, sampleRate: Int
  ) -> [Float] {
    var filters =
      [0.5412, 1.3066].map {
        BiquadFilter.highPass(lowest, quality: $0, sampleRate: sampleRate)
      }
      + [0.5098, 0.6013, 0.9000, 2.5629].map {
        BiquadFilter.lowPass(highest, quality: $0, sampleRate: sampleRate)
      }
    return values.map { value in
      var filtered = Double(value)
      for index in filters.indices { filtered = filters[index](filtered) }
      return Float(filtered)
    }
  }

  /// Adds noise `distance` decibels below the sound; the smoother, the lower it sounds.
  static func addNoise(
    to values: inout [Float], distance: Float, smoothness: Float,
    using generator: inout SeededGenerator
  ) {
    var last: Float = 0
    let noise = values.indices.map { _ -> Float in
      last = smoothness * last + (1 - smoothness) * generator.normal()
      return last
    }
    func power(_ values: [Float]) -> Float {
      values.reduce(0) { $0 + $1 * $1 } / Float(max(values.count, 1))
    }
    let wanted = power(values) * Foundation.pow(10, -distance / 10)
    let scale = (wanted / max(power(noise), 1e-12)).squareRoot()
    for index in values.indices { values[index] += noise[index] * scale }
  }
}
