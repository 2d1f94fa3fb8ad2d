// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import EmoNet
import EmoNetTraining
import Faces
import Files

/// `emonet faces pack`: makes pictures of faces into a set that training reads.
enum FacesCommand {
  static let output = Option.required(
    "output", "The archive to write, such as faces/train.npz", .file("FILE.npz"))
  static let votes = Option.optional(
    "votes",
    "Take the pictures from this table: CSV with the columns path and label, or votes_happy and so "
      + "on, or both", .file("FILE"))
  static let crop = Option.optional(
    "crop",
    "Cut the face out as in clips, or take the picture's central square as it is (default: aligned)",
    .choice(of: FacePacking.Cropping.self), default: .aligned)

  static let command = Command(
    name: "faces", verb: "pack", summary: "Make pictures of faces into a set that training reads",
    operands: Command.Operands(
      "FOLDER", "Folders of pictures, each named by its label; with --votes where its paths begin",
      .files, count: 1...1),
    options: [
      output, votes, crop, DatasetCommand.labels, SharedOptions.keepGoing, SharedOptions.threads,
    ],
    discussion: [
      "The archive has 48 x 48 grey faces, a label for each, and how many people saw what in it; a label "
        + "without votes counts as ten. Training reads train.npz and validation.npz in the folder of "
        + "faces that its configuration names.",
      "A picture in which no face is found, or whose label is unknown, ends the run with the exit code "
        + "65; with --keep-going such pictures are listed, the others are packed, and it is 1.",
    ],
    examples: [
      "emonet faces pack --output faces/train.npz pictures/train",
      "emonet faces pack --votes votes.csv --crop whole --output faces/train.npz pictures",
    ],
    run: run)

  private static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let (folder, path) = (arguments.operands[0], arguments[output])
    guard path.hasSuffix(".npz") else {
      throw arguments.refused("option '\(output.description.flag)' must end in .npz, not '\(path)'")
    }
    let labels = try arguments[DatasetCommand.labels].map { try LabelMap(path: $0) } ?? LabelMap()
    let keepsGoing = arguments[SharedOptions.keepGoing]
    let packing =
      try arguments[votes].map { try FacePacking(table: $0, folder: folder, labels: labels) }
      ?? FacePacking(folder: folder, labels: labels)
    try Refusals.report(
      packing.refused, of: packing.refused.count + packing.pictures.count, in: folder,
      keepsGoing: keepsGoing && !packing.pictures.isEmpty)
    Refusals.report(leftOut: packing.leftOut)

    let cropping = arguments[crop]
    let detector = try FaceDetector(weights: WeightsLocator.locateDetector())
    var faces: [(picture: FacePacking.Picture, crop: FaceCrop)] = []
    var failures: [UnusableClip] = []
    var progress = ProgressReport(total: packing.pictures.count, unit: "faces")
    defer { Terminal.shared.clearProgress() }
    let work = OrderedRun(packing.pictures) { picture, _ in
      Result { try FacePacking.face(of: picture, cropping, detector: detector) }
    }
    try work.run(
      threads: arguments[SharedOptions.threads], progress: { progress.show(done: $0) }
    ) { picture, result in
      switch result {
      case .success(let crop): faces.append((picture, crop))
      case .failure(let error):
        let failure = UnusableClip(path: picture.resolvedPath, error: error)
        guard keepsGoing else { throw Failure(failure) }
        failures.append(failure)
      }
    }
    if !failures.isEmpty {
      Terminal.shared.printDiagnostic(UnusableClip.table(failures, of: packing.pictures.count))
    }
    guard !faces.isEmpty else { throw Failure(.badData, "\(folder): no picture could be used") }
    try FaceSet.write(faces, cropping: cropping, to: path)
    let counts = Emotion.allCases.map { emotion in
      "\(emotion) \(faces.count { $0.picture.label == emotion })"
    }
    Terminal.shared.note(
      "\(faces.count) face" + (faces.count == 1 ? "" : "s") + ": \(counts.joined(separator: ", "))")
    return failures.isEmpty && packing.refused.isEmpty ? .success : .incomplete
  }
}
