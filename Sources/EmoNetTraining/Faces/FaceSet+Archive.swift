// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
package import Faces
import Files
import Foundation
import Tables

extension FaceSet {
  /// Version of the archive, in its `metadata`.
  package static let format = "emonet-faces/1"

  /// Writes faces as NumPy's archive, which `read` takes; throws `FileError`.
  package static func write(
    _ faces: [(picture: FacePacking.Picture, crop: FaceCrop)], cropping: FacePacking.Cropping,
    to path: String
  ) throws {
    let head = OrderedJSON.object([
      ("format", .string(format)), ("crop", .string(cropping.rawValue)),
    ])
    let count = faces.count
    try ArrayArchive.write(
      [
        ("metadata", .text(try head.text())),
        (
          "images",
          .bytes(faces.flatMap(\.crop.grey), shape: [count, FaceCrop.side, FaceCrop.side])
        ),
        ("label", .texts(faces.map(\.picture.label.rawValue))),
        ("votes", .bytes(faces.flatMap(\.picture.votes), shape: [count, voteNames.count])),
        ("vote_names", .texts(voteNames)),
        ("path", .texts(faces.map(\.picture.path))),
      ], to: path)
  }

  /// Reads what `write` writes; throws `FileError`.
  static func read(archive path: String) throws -> FaceSet {
    func failure(_ reason: String) -> FileError {
      FileError(.malformed, path: path, reason: reason)
    }
    let archive = try ArrayArchive(path: path)
    let metadata = try JSONDecoder().decode(
      JSONValue.self, from: Data(try archive.text("metadata").utf8))
    guard metadata["format"]?.asString == format else {
      throw failure("its metadata are not those of '\(format)'")
    }
    let images = try archive.array("images")
    try requireFaces(images)
    let count = images.shape[0]
    let labels = try archive.texts("label", count: count).map { text in
      guard let label = Emotion(rawValue: text) else {
        throw failure("label '\(text)' is none of the seven emotions")
      }
      return label
    }
    let (votes, shape) = try archive.bytes("votes")
    guard shape == [count, voteNames.count], try archive.texts("vote_names") == voteNames else {
      throw failure("votes are \(shape); \([count, voteNames.count]) belong, by \(voteNames)")
    }
    return FaceSet(images: images, labels: labels, votes: votes)
  }

  /// Throws unless an array is of faces.
  static func requireFaces(_ images: NumPyArray) throws(FileError) {
    guard images.elementType == .uint8, images.shape.count == 3,
      images.shape.dropFirst() == [FaceCrop.side, FaceCrop.side]
    else {
      throw FileError(
        .malformed, path: images.path,
        reason: "images are [n, 48, 48] bytes, not \(images.shape) of "
          + images.elementType.rawValue)
    }
  }

  /// The files of a set: `<name>.npz` where there is one, else `<name>.npy` and `<name>.csv`.
  package static func files(_ name: String) -> [String] {
    let archive = name + ".npz"
    return FileManager.default.fileExists(atPath: archive)
      ? [archive] : [name + ".npy", name + ".csv"]
  }
}
