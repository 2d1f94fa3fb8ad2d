// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
package import Signal

/// One channel out of several, as a listener hears the voice in them.
package struct ChannelMix: Sendable, Equatable {
  /// How the one channel comes about.
  enum Choice: Equatable {
    /// The mean of the channels that carry sound, or the only one.
    case mean
    /// The centre of a layout with one.
    case centre
    /// The loudest, since the channels cancel one another.
    case loudest
  }

  let choice: Choice
  /// The channels that are averaged.
  private let members: [Int]

  /// A channel that is quieter than the loudest by more carries a remainder of it, in decibels.
  private static let quietest = 20.0
  /// The mean of unlike channels has their mean energy divided by their number; that of channels of opposite phase
  /// has less than this share of it.
  private static let leastShare = 0.25

  /// Decides by what channels carry.
  package init(_ channels: [SoundChannel]) {
    let energies = channels.map { Self.alternatingEnergy($0.values) }
    let voices = channels.indices.filter { channels[$0].place != .lowFrequency }
    // The first of equally loud ones, so that the answer is one.
    let loudest = (voices.isEmpty ? Array(channels.indices) : voices).max {
      (energies[$0], $1) < (energies[$1], $0)
    }
    guard let loudest else {
      (choice, members) = (.mean, [])
      return
    }
    let floor = energies[loudest] * pow(10, -Self.quietest / 10)
    let carrying = voices.filter { energies[$0] >= floor }
    guard energies[loudest] > 0, carrying.count > 1 else {
      (choice, members) = (.mean, [loudest])
      return
    }
    if let centre = carrying.first(where: { channels[$0].place == .centre }) {
      (choice, members) = (.centre, [centre])
      return
    }
    let mean = Self.mean(carrying.map { channels[$0].values })
    let expected =
      carrying.reduce(0) { $0 + energies[$1] } / Double(carrying.count * carrying.count)
    (choice, members) =
      Self.alternatingEnergy(mean) < Self.leastShare * expected
      ? (.loudest, [loudest]) : (.mean, carrying)
  }

  /// The one channel of channels like those that it was decided by.
  package func callAsFunction(_ channels: [SoundChannel]) -> [Float] {
    Self.mean(members.map { channels[$0].values })
  }

  static func mean(_ channels: [[Float]]) -> [Float] {
    guard var sum = channels.first, channels.count > 1 else { return channels.first ?? [] }
    for channel in channels.dropFirst() {
      for index in sum.indices { sum[index] += channel[index] }
    }
    let scale = 1 / Float(channels.count)
    for index in sum.indices { sum[index] *= scale }
    return sum
  }

  /// Sum of squares round the mean, so that a constant offset counts for nothing.
  private static func alternatingEnergy(_ values: [Float]) -> Double {
    var (sum, squares) = (0.0, 0.0)
    for value in values {
      sum += Double(value)
      squares += Double(value) * Double(value)
    }
    return values.isEmpty ? 0 : max(0, squares - sum * sum / Double(values.count))
  }
}
