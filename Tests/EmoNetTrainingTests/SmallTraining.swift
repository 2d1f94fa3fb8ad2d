// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import AudioFeatures
import Files
import Foundation
import NeuralNetwork
import Tables
import TestSupport

@testable import EmoNet
@testable import EmoNetTraining

/// Everything that a training takes, on features that were extracted before.
///
/// There is not a single clip. 5 speakers say each emotion once; one of them is for validation.
final class SmallTraining: Sendable {
  let folder: TemporaryFolder
  let entries: [ClipListEntry]
  let configuration: TrainingConfiguration
  /// Path of the model whose backbone is taken.
  var backbone: String { folder / "backbone.safetensors" }

  init() throws {
    folder = try TemporaryFolder()
    try Self.writeFaces("train", folder)
    try Self.writeFaces("validation", folder)
    var generator = SeededGenerator(seed: 4)
    let weights = folder / "backbone.safetensors"
    try WeightFile(
      tensors: FaceBackbone(using: &generator).tensors(prefix: FusedFaceBackbone.prefix),
      metadata: [:]
    ).write(to: weights)
    entries = try Self.writeFeatures(
      modelChecksum: try FileChecksum.sha256(of: weights), folder, using: &generator)
    var configuration = TrainingFixtures.configuration
    configuration.backbone.faces = folder / "faces"
    configuration.branches.discriminants.within = .pooled
    self.configuration = configuration
  }

  /// A training that keeps what its stages make under a name, and writes its model under another.
  func trainer(
    cache: String, output: String, threads: Int = 1,
    _ edit: (inout TrainingConfiguration) -> Void = { _ in }
  ) throws -> Trainer {
    var configuration = configuration
    edit(&configuration)
    return try Trainer(
      configuration: configuration, clips: ClipList(entries: entries), listPath: "list.csv",
      cacheFolder: folder / cache, output: folder / output, threads: threads,
      extracted: try ExtractedFeatures(
        tables: [folder / "sound.arff"], frames: folder / "frames"),
      backboneWeights: backbone)
  }

  func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder / name))
  }

  /// Still faces in seven shades, as a NumPy file with its table of votes.
  private static func writeFaces(_ name: String, _ folder: TemporaryFolder) throws {
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
      "faces/\(name).npy", NumPyFile.data("'|u1'", shape: "(14, 48, 48)", bytes: bytes))
    try folder.write("faces/\(name).csv", Data(table.utf8))
  }

  /// Tables of the sounds and of each clip's frames, and the rows that they are of.
  private static func writeFeatures(
    modelChecksum: String, _ folder: TemporaryFolder, using generator: inout SeededGenerator
  ) throws -> [ClipListEntry] {
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
        var table = FrameTable(columns: VideoFeatureConsumer.backboneColumns)
        for frame in 0..<5 {
          table.append(
            FrameRow(
              frame: frame, timestamp: Double(frame) / 25, confidence: 1,
              values: (0..<64).map { _ in generator.normal() }[...]))
        }
        try FileManager.default.createDirectory(
          atPath: folder / "frames/\(speaker)", withIntermediateDirectories: true)
        try table.write(
          to: folder / "frames/\(path).npz", format: .npz,
          provenance: TableProvenance(
            feature: "frames", extractor: "frames-1", settings: ["model_sha256": modelChecksum]))
      }
    }
    try ClipTable(
      columns: FunctionalsExtractor(featureSet: .emobase2010).names,
      rows: entries.map {
        .init(path: $0.path, label: $0.label?.rawValue, checksum: TableSamples.checksums[0])
      }, classes: Emotion.names,
      provenance: TableProvenance(
        feature: "audio-emobase2010", extractor: "emobase2010-1", settings: [:])
    ).write(to: folder / "sound.arff", format: .arff) { values[$0] }
    return entries
  }
}
