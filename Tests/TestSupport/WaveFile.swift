// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Foundation

/// Sound files made by code: uncompressed WAV of any width and number of channels.
package struct WaveFile {
  package var sampleRate: Int
  package var bits: Int
  package var channels: Int
  /// Amplitudes in [-1, 1], the same in each channel.
  package var amplitudes: [Double]

  /// A file from its parts.
  package init(
    sampleRate: Int = 16_000, bits: Int = 16, channels: Int = 1, amplitudes: [Double]
  ) {
    self.sampleRate = sampleRate
    self.bits = bits
    self.channels = channels
    self.amplitudes = amplitudes
  }

  /// Something like a voice: harmonics of a gliding pitch, louder and softer.
  package static func voice(seconds: Double, sampleRate: Int = 16_000, pitch: Double = 150)
    -> WaveFile
  {
    var phase = 0.0
    return WaveFile(
      sampleRate: sampleRate,
      amplitudes: (0..<Int(seconds * Double(sampleRate))).map { n in
        let t = Double(n) / Double(sampleRate)
        phase += 2 * .pi * (pitch + 30 * sin(8 * t)) / Double(sampleRate)
        let voice = (1...6).reduce(0.0) { $0 + cos(Double($1) * phase) / Double($1) }
        return voice * (0.15 + 0.1 * sin(5 * t))
      })
  }

  /// The file's bytes.
  package var data: Data {
    let width = bits / 8
    var body = Data()
    for amplitude in amplitudes {
      let clipped = max(-1, min(1, amplitude))
      // Eight bits are stored without a sign.
      let value =
        bits == 8
        ? Int(128 + 127 * clipped) : Int(clipped * Double((1 << (bits - 1)) - 1))
      let sample = (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
      for _ in 0..<channels { body.append(contentsOf: sample) }
    }
    func bytes(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    var file = Data("RIFF".utf8) + bytes(36 + body.count, 4) + Data("WAVEfmt ".utf8)
    file += bytes(16, 4) + bytes(1, 2) + bytes(channels, 2) + bytes(sampleRate, 4)
    file += bytes(sampleRate * channels * width, 4) + bytes(channels * width, 2) + bytes(bits, 2)
    return file + Data("data".utf8) + bytes(body.count, 4) + body
  }

  /// Writes the file.
  package func write(_ path: String) throws { try data.write(to: URL(fileURLWithPath: path)) }
}
