// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import Foundation
import Media
import TestSupport
import Testing

@Suite struct TrainCommandTests {
  /// Two tones for each emotion and of each of three speakers, the third for validation.
  ///
  /// Without a speaker every class must have two left, or it has no covariance.
  private func writeSounds(to folder: TemporaryFolder) throws -> String {
    var list = "path,label,speaker,split\n"
    list += "\(Checkout.path(SampleFootage.path)),happy,ann,train\n"
    for (place, speaker) in ["ann", "bob", "eve"].enumerated() {
      for (emotion, take) in Emotion.allCases.flatMap({ emotion in [(emotion, 1), (emotion, 2)] }) {
        let name = "\(speaker)-\(emotion)-\(take).wav"
        let pitch = Double(100 + 30 * emotion.index + 5 * place + 3 * take)
        let writer = try VideoWriter(path: folder / name, audio: AudioTrack())
        try writer.append(audio: Self.tone(pitch: pitch, amplitude: 4000 * Double(take)))
        try writer.finish()
        list += "\(name),\(emotion),\(speaker),\(place == 2 ? "validation" : "train")\n"
      }
    }
    return list
  }

  /// Half a second at 16 kHz; `pitch` in Hz.
  private static func tone(pitch: Double, amplitude: Double) -> [Int16] {
    (0..<8000).map { sample in
      let phase = 2 * .pi * pitch * Double(sample) / 16_000
      return Int16(amplitude * sin(phase))
    }
  }

  /// Still faces in seven shades, as a NumPy file with its table of votes.
  private func writeFaces(_ name: String, to folder: TemporaryFolder) throws {
    var table = "row,fer2013_label,votes_angry,votes_disgust,votes_fear,votes_happy,votes_neutral,"
    table += "votes_sad,votes_surprise,votes_contempt,votes_unknown,votes_not_a_face\n"
    var pixels: [UInt8] = []
    for face in 0..<14 {
      let emotion = Emotion.allCases[face % 7]
      pixels += (0..<48 * 48).map { UInt8(($0 * (emotion.index + 1) + face) % 256) }
      let votes = Emotion.allCases.map { $0 == emotion ? "10" : "0" } + ["0", "0", "0"]
      table += "\(face),\(emotion)," + votes.joined(separator: ",") + "\n"
    }
    let data = NumPyFile.data("'|u1'", shape: "(14, 48, 48)", bytes: pixels)
    try folder.write("\(name).npy", data)
    try folder.write("\(name).csv", Data(table.utf8))
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

  /// A list, faces and a configuration for a training of a few seconds.
  private func makeFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder(["configuration.json": Self.configuration])
    try folder.write("list.csv", Data(writeSounds(to: folder).utf8))
    try writeFaces("train", to: folder)
    try writeFaces("validation", to: folder)
    return folder
  }

  private func train(_ output: String, in folder: TemporaryFolder, _ more: [String]) throws -> Ran {
    try EmoNetProcess.run(
      [
        "train", "--list", "list.csv", "--config", "configuration.json", "--output", output,
        "--threads", "1",
      ] + more, in: folder.path)
  }

  private func bytes(_ name: String, in folder: TemporaryFolder) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder / name))
  }

  @Test func aListBecomesAModelAndEachRunAlikeOrResumedGivesTheSameBytes() throws {
    let folder = try makeFolder()
    func model(_ output: String, _ more: [String]) throws -> Data {
      let ran = try train(output, in: folder, more)
      #expect(ran.exitCode == 0, "\(ran.errors)")
      return try bytes(output, in: folder)
    }
    let first = try model("one.safetensors", ["--cache", "a"])
    #expect(try model("two.safetensors", ["--cache", "b"]) == first)
    #expect(try model("three.safetensors", ["--cache", "b", "--resume"]) == first)

    let answer = try EmoNetProcess.run([
      "classify", "--weights", folder / "one.safetensors", "--format", "csv",
      folder / "eve-angry-1.wav",
    ])
    #expect(answer.exitCode == 0, "\(answer.errors)")
    #expect(answer.output.contains("tiny"))
    #expect(try !folder.names().contains { $0.hasSuffix(".partial") || $0.hasSuffix(".part") })
  }

  @Test func stagesOneByOneGiveTheModelOfAWholeRun() throws {
    let folder = try makeFolder()
    let whole = try train("whole.safetensors", in: folder, ["--cache", "a"])
    #expect(whole.exitCode == 0, "\(whole.errors)")
    for stage in ["faces", "clips", "branches", "member-2", "member-1", "model"] {
      #expect(try !folder.names().contains("parts.safetensors"))
      let ran = try train("parts.safetensors", in: folder, ["--cache", "b", "--stage", stage])
      #expect(ran.exitCode == 0, "\(stage): \(ran.errors)")
      #expect(ran.output == "")
    }
    #expect(
      try bytes("parts.safetensors", in: folder) == bytes("whole.safetensors", in: folder))
    // A model made of stages that are done says so of each, and is the same.
    let resumed = try train("again.safetensors", in: folder, ["--cache", "b", "--resume"])
    #expect(resumed.exitCode == 0)
    #expect(resumed.errors.components(separatedBy: "done by an earlier run").count == 6)
    #expect(
      try bytes("again.safetensors", in: folder) == bytes("whole.safetensors", in: folder))
  }

  @Test func aStageWhoseInputIsMissingNamesTheStageThatMakesIt() throws {
    let folder = try makeFolder()
    let ran = try train("w", in: folder, ["--cache", "c", "--stage", "branches"])
    #expect(ran.exitCode == 66)
    #expect(
      ran.errors
        == "emonet: c/clips.safetensors: stage 'clips' has not been run with this cache\n")
  }

  @Test(arguments: [
    ([], "faces, clips, branches, member-1, member-2, model"),
    (["--folds", "2"], "faces, clips, fold-1, fold-2"),
  ])
  func aStageThatIsNotThereIsNamedBesideThoseThatAre(_ more: [String], _ stages: String) throws {
    let folder = try makeFolder()
    let ran = try train("w", in: folder, ["--stage", "mebmer-1"] + more)
    #expect(ran.output == "")
    #expect(ran.errors.contains("there is no stage 'mebmer-1'; there are \(stages)"))
    #expect(ran.errors.count { $0 == "\n" } == ran.errors.components(separatedBy: "Try '").count)
    #expect([64, 65].contains(ran.exitCode))
  }

  @Test(arguments: ["list.csv/cache", "list.csv/more/cache", "list.csv"])
  func aCacheThatCannotBeMadeIsAnErrorOfOutputThatNamesIt(_ cache: String) throws {
    let folder = try makeFolder()
    let ran = try train("w", in: folder, ["--cache", cache])
    #expect(ran.exitCode == 74)
    #expect(ran.output == "")
    #expect(ran.errors.hasPrefix("emonet: \(cache): cannot be written: "))
    #expect(ran.errors.count { $0 == "\n" } == 1)
    #expect(!ran.errors.contains("Domain"))
  }
}
