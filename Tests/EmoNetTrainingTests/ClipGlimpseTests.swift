// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNetTraining
import Faces
import Foundation
import TestSupport
import Testing

@Suite struct ClipGlimpseTests {
  private func glimpse(_ path: String) throws -> ClipGlimpse {
    ClipGlimpse(path: path, detector: try FaceDetector(weights: Checkout.detector))
  }

  @Test func aClipShowsFacesFromItsStartToItsEndAndItsSound() throws {
    let glimpse = try glimpse(Checkout.sampleClip)
    #expect(glimpse.faces.count == ClipGlimpse.faceCount)
    #expect(glimpse.faces.allSatisfy { $0.count == 48 * 48 && Set($0).count > 50 })
    #expect(glimpse.faces.first != glimpse.faces.last)
    #expect(glimpse.waveform.count == ClipGlimpse.columnCount)
    #expect(glimpse.waveform.contains { $0.high > 0.05 })
    #expect(glimpse.seconds > 2 && glimpse.seconds < 3.5)
  }

  @Test func thePitchIsThatOfTheVoice() throws {
    let folder = try TemporaryFolder()
    try WaveFile.voice(seconds: 2, pitch: 200).write(folder / "voice.wav")
    let glimpse = try glimpse(folder / "voice.wav")
    #expect(glimpse.faces.isEmpty && abs(glimpse.seconds - 2) < 0.01)
    // The voice glides by 30 Hz to both sides.
    let voiced = glimpse.pitch.filter { $0 > 0 }
    #expect(glimpse.pitch.count == ClipGlimpse.columnCount && voiced.count > 100)
    #expect(voiced.count { $0 > 160 && $0 < 240 } > voiced.count * 9 / 10)
  }

  @Test func aSoundOfAFewSamplesAndAFileThatIsNoneLeaveNothingBroken() throws {
    let folder = try TemporaryFolder(["text.avi": "no clip"])
    try WaveFile(amplitudes: [0.5, -0.5, 0.25]).write(folder / "short.wav")
    let short = try glimpse(folder / "short.wav")
    #expect(short.waveform.count == 3 && short.waveform[0].high > 0.4)
    #expect(try glimpse(folder / "text.avi").waveform.isEmpty)
  }
}
