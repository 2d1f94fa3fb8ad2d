// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation
import Media
import Testing

@Suite("emonet train")
struct TrainCommandTests {
  /// Two tones for each emotion and of each of three speakers, the third for validation.
  ///
  /// Without a speaker every class must have two left, or it has no covariance.
  private func writeSounds(to folder: TemporaryFolder) throws -> String {
    var list = "path,label,speaker,split\n"
    list += "\(EmoNetProcess.checkout)/\(SampleFootage.path),happy,ann,train\n"
    for (place, speaker) in ["ann", "bob", "eve"].enumerated() {
      for (emotion, take) in Emotion.allCases.flatMap({ emotion in [(emotion, 1), (emotion, 2)] }) {
        let name = "\(speaker)-\(emotion)-\(take).wav"
        let pitch = Double(100 + 30 * emotion.index + 5 * place + 3 * take)
        let writer = try VideoWriter(path: folder / name, sound: SoundTrack())
        try writer.append(
          sound: (0..<8000).map { sample in
            Int16(4000 * Double(take) * sin(2 * .pi * pitch * Double(sample) / 16_000))
          })
        try writer.finish()
        list += "\(name),\(emotion),\(speaker),\(place == 2 ? "validation" : "train")\n"
      }
    }
    return list
  }

  /// Still faces in seven shades, as a NumPy file with its table of votes.
  private func writeFaces(_ name: String, to folder: TemporaryFolder) throws {
    var header = "{'descr': '|u1', 'fortran_order': False, 'shape': (14, 48, 48), }"
    while (10 + header.utf8.count + 1) % 64 != 0 { header += " " }
    header += "\n"
    var data = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, UInt8(header.utf8.count), 0])
    data += Data(header.utf8)
    var table = "row,fer2013_label,votes_angry,votes_disgust,votes_fear,votes_happy,votes_neutral,"
    table += "votes_sad,votes_surprise,votes_contempt,votes_unknown,votes_not_a_face\n"
    for face in 0..<14 {
      let emotion = Emotion.allCases[face % 7]
      data += Data((0..<48 * 48).map { UInt8(($0 * (emotion.index + 1) + face) % 256) })
      let votes = Emotion.allCases.map { $0 == emotion ? "10" : "0" } + ["0", "0", "0"]
      table += "\(face),\(emotion)," + votes.joined(separator: ",") + "\n"
    }
    try data.write(to: URL(fileURLWithPath: folder / "\(name).npy"))
    try Data(table.utf8).write(to: URL(fileURLWithPath: folder / "\(name).csv"))
  }

  private static let configuration = """
    {
      "name": "tiny", "seed": 1,
      "backbone": {
        "faces": ".", "epochs": 1, "batchSize": 7, "peakLearningRate": 0.01,
        "warmUpFraction": 0.2, "momentum": 0.9, "weightDecay": 0, "minimumVotes": 2,
        "originalLabelWeight": 0.3, "augmentation": \(varied)
      },
      "branches": {
        "discriminants": {"shrinkage": {"fixed": {"share": 0.5}}, "within": "pooled", "between": "classMeans"},
        "crossFittingFolds": 2,
        "recodings": [
          {"container": "mp4", "pictureBitsPerPixel": 0.1, "soundBitRate": 48000, "soundOffset": 0.003}
        ],
        "recodingWeight": 1, "members": 2, "epochs": 2, "stepsPerEpoch": 3, "batchSize": 8,
        "peakLearningRate": 0.01, "warmUpFraction": 0.2, "weightDecay": 0, "gradientNorm": 1,
        "labelSmoothing": 0, "soundDropout": 0, "fusionDropout": 0, "recurrentDropout": 0,
        "averagingDecay": 0.9, "pairShare": 0.5, "soundShare": 0.25, "stillShare": 0.5,
        "stillsPerEmotion": 2, "variants": 1, "frames": {"minimum": 4, "maximum": 8},
        "faceFeatureNoise": 0, "faceOffsetNoise": 0, "discriminantNoise": 0, "augmentation": \(varied)
      }
    }
    """
  private static let varied =
    #"{"rotation": 5, "logScale": 0.1, "logAspect": 0, "shift": 0, "logGamma": 0, "noise": 0, "#
    + #""erasing": 0, "mirrors": true}"#

  @Test(
    "a list becomes a model; the same run again, and one resumed, give the same bytes")
  func trains() throws {
    let folder = try TemporaryFolder(["configuration.json": Self.configuration])
    try Data(writeSounds(to: folder).utf8).write(to: URL(fileURLWithPath: folder / "list.csv"))
    try writeFaces("train", to: folder)
    try writeFaces("validation", to: folder)
    func train(_ output: String, _ more: [String]) throws -> Data {
      let ran = try EmoNetProcess.run(
        [
          "train", "--list", folder / "list.csv", "--config", folder / "configuration.json",
          "--output", folder / output, "--threads", "1",
        ] + more)
      #expect(ran.exitCode == 0, "\(ran.errors)")
      return try Data(contentsOf: URL(fileURLWithPath: folder / output))
    }
    let first = try train("one.safetensors", ["--cache", folder / "a"])
    #expect(try train("two.safetensors", ["--cache", folder / "b"]) == first)
    #expect(try train("three.safetensors", ["--cache", folder / "b", "--resume"]) == first)

    let answer = try EmoNetProcess.run([
      "classify", "--weights", folder / "one.safetensors", "--format", "csv",
      folder / "eve-angry-1.wav",
    ])
    #expect(answer.exitCode == 0, "\(answer.errors)")
    #expect(answer.output.contains("tiny"))
    #expect(try !folder.names().contains { $0.hasSuffix(".partial") })
  }
}
