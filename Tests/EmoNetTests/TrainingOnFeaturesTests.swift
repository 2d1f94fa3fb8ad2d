// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import Foundation
import NeuralNetwork
import Testing

@testable import EmoNet

@Suite("Training on features that were extracted before")
struct TrainingOnFeaturesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Still faces in seven shades, as a NumPy file with its table of votes.
  private func writeFaces(_ name: String) throws {
    var table = "row,fer2013_label,votes_angry,votes_disgust,votes_fear,votes_happy,votes_neutral,"
    table += "votes_sad,votes_surprise,votes_contempt,votes_unknown,votes_not_a_face\n"
    var bytes: [UInt8] = []
    for face in 0..<14 {
      let emotion = Emotion.allCases[face % Emotion.count]
      bytes += (0..<48 * 48).map { UInt8(($0 * (emotion.index + 1) + face) % 256) }
      let votes = Emotion.allCases.map { $0 == emotion ? "10" : "0" } + ["0", "0", "0"]
      table += "\(face),\(emotion)," + votes.joined(separator: ",") + "\n"
    }
    try folder.write(
      "faces/\(name).npy", NumPyFixture.file("'|u1'", shape: "(14, 48, 48)", bytes: bytes))
    try folder.write("faces/\(name).csv", Data(table.utf8))
  }

  @Test("a list without a single clip becomes a model, and the same one again")
  func trains() throws {
    try writeFaces("train")
    try writeFaces("validation")
    var generator = SeededGenerator(seed: 4)
    let weights = folder.path("backbone.safetensors")
    try WeightFile(
      tensors: FaceBackbone(using: &generator).tensors(prefix: EmoNetModel.backbonePrefix),
      metadata: [:]
    ).write(to: weights)
    let checksum = try FileChecksum.sha256(of: weights)

    var entries: [ClipListEntry] = []
    var values: [[Float]] = []
    for speaker in ["ann", "bob", "cat", "dan", "eve"] {
      for emotion in Emotion.allCases {
        let path = "\(speaker)/\(emotion).avi"
        entries.append(
          ClipListEntry(
            path: path, resolvedPath: "/nowhere/" + path, label: emotion, speaker: speaker,
            split: speaker == "eve" ? "validation" : "train"))
        values.append((0..<1582).map { Float(($0 + emotion.index) % 7) + generator.normal() })
        var table = FrameTable(columns: PictureFeatures.backboneColumns)
        for frame in 0..<5 {
          table.append(
            frame: frame, timestamp: Double(frame) / 25, confidence: 1,
            values: (0..<64).map { _ in generator.normal() })
        }
        try FileManager.default.createDirectory(
          atPath: folder.path("frames/\(speaker)"), withIntermediateDirectories: true)
        try table.write(
          to: folder.path("frames/\(path).npz"), format: .npz,
          provenance: TableProvenance(
            feature: "frames", extractor: "frames-1", settings: ["model_sha256": checksum]))
      }
    }
    let names = FunctionalsExtractor(featureSet: .emobase2010).names
    try ClipTable(
      columns: names,
      rows: entries.map {
        .init(path: $0.path, label: $0.label, checksum: TableFixtures.checksums[0])
      }, hasLabels: true,
      provenance: TableProvenance(
        feature: "audio-emobase2010", extractor: "emobase2010-1", settings: [:])
    ).write(to: folder.path("sound.arff"), format: .arff) { values[$0] }

    var configuration = TrainingFixtures.configuration
    configuration.backbone.faces = folder.path("faces")
    configuration.branches.discriminants.within = .pooled
    func train(_ name: String) throws -> Data {
      let trainer = try Trainer(
        configuration: configuration, clips: ClipList(entries: entries),
        cacheDirectory: folder.path(name + ".cache"), output: folder.path(name), threads: 1,
        extracted: try ExtractedFeatures(
          tables: [folder.path("sound.arff")], frames: folder.path("frames")),
        backboneWeights: weights)
      var messages: [String] = []
      try trainer.run(resume: false) { event in
        if let message = event.message { messages.append(message) }
      }
      #expect(messages.contains { $0.contains("28 clips read, 0 without a face, 0 without sound") })
      return try Data(contentsOf: URL(fileURLWithPath: folder.path(name)))
    }
    let first = try train("one.safetensors")
    #expect(try train("two.safetensors") == first)
    // The backbone is the one that the frames were extracted with.
    let model = try WeightFile.read(folder.path("one.safetensors"))
    let given = try WeightFile.read(weights)
    for (name, tensor) in given.tensors { #expect(model.tensors[name]?.values == tensor.values) }
  }
}
