// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import EmoNet
package import Faces
import Files
import Foundation
import Media
import Signal
import Tables

/// Pictures of faces and what people saw in them, to be made into a set that training reads.
package struct FacePacking: Sendable {
  /// What of a picture becomes the face.
  package enum Cropping: String, Sendable, CaseIterable {
    /// The main face, found and cut out as in clips.
    case aligned
    /// The picture's central square, as it is.
    case whole
  }

  /// One picture.
  package struct Picture: Sendable, Equatable {
    /// Path as it was found or written.
    package let path: String
    /// Path to open.
    package let resolvedPath: String
    /// Its label.
    package let label: Emotion
    /// How many people saw what in it, `[10]`, columns as `FaceSet.voteNames`.
    package let votes: [UInt8]
  }

  /// As many votes does a label count as that comes without any: those of FER+.
  private static let votesOfALabel: UInt8 = 10

  /// The pictures, sorted by path, or in the order of the table.
  package private(set) var pictures: [Picture] = []
  /// Pictures without a label that counts, and why.
  package private(set) var refused: [DatasetListing.Refusal] = []
  /// How many pictures were left out by their label.
  package private(set) var leftOut: [String: Int] = [:]

  /// The pictures of a folder, each in a folder named by its label; throws `FileError`.
  package init(folder: String, labels: LabelMap = LabelMap()) throws {
    let files = try ClipList.mediaFiles(under: folder).filter {
      DatasetLayout.pictures.contains(URL(fileURLWithPath: $0).pathExtension.lowercased())
    }
    guard !files.isEmpty else {
      throw FileError(.missing, path: folder, reason: "no pictures in this folder")
    }
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    for file in files.sorted() {
      let folders = file.dropFirst(prefix.count).split(separator: "/").dropLast()
      guard let label = folders.last.map(String.init) else {
        refused.append(.init(path: file, reason: "lies in no folder that is named by its label"))
        continue
      }
      add(file, resolved: file, label: labels.meaning(of: label), named: label, votes: nil)
    }
  }

  /// The pictures that a table names, with `path` and `label`, or `votes_<name>` for some of `FaceSet.voteNames`, or both.
  ///
  /// Without a label, that is the emotion with most votes. Paths are from `folder`. Throws `FileError`.
  package init(table: String, folder: String, labels: LabelMap = LabelMap()) throws {
    let text = String(decoding: try FileContents.read(table), as: UTF8.self)
    let records = try CSVReader.records(in: text, path: table)
    let header = records.first?.fields ?? []
    func column(_ name: String) -> Int? { header.firstIndex(of: name) }
    guard let path = column("path") else {
      throw FileError(
        .malformed, path: table, line: 1, reason: "the header has no column 'path'")
    }
    let label = column("label")
    let votes = FaceSet.voteNames.map { column("votes_" + $0) }
    guard label != nil || votes.contains(where: { $0 != nil }) else {
      throw FileError(
        .malformed, path: table, line: 1,
        reason: "the header has neither a column 'label' nor one such as 'votes_happy'")
    }
    for record in records.dropFirst() {
      func failure(_ reason: String) -> FileError {
        FileError(.malformed, path: table, line: record.line, reason: reason)
      }
      guard record.fields.count == header.count else {
        throw failure("\(record.fields.count) fields where the header names \(header.count)")
      }
      let counts = try votes.map { column -> UInt8 in
        guard let column else { return 0 }
        guard let count = UInt8(record.fields[column]) else {
          throw failure("'\(record.fields[column])' is no count of votes")
        }
        return count
      }
      let file = record.fields[path]
      let resolved = file.hasPrefix("/") ? file : "\(folder)/\(file)"
      let hasVotes = counts.contains { $0 > 0 }
      if let label {
        let word = record.fields[label]
        add(
          file, resolved: resolved, label: labels.meaning(of: word), named: word,
          votes: hasVotes ? counts : nil)
      } else if let most = counts.prefix(Emotion.count).max(), most > 0,
        let emotion = counts.firstIndex(of: most)
      {
        pictures.append(
          Picture(
            path: file, resolvedPath: resolved, label: Emotion(index: emotion), votes: counts))
      } else {
        refused.append(.init(path: file, reason: "nobody saw one of the seven emotions in it"))
      }
    }
  }

  private mutating func add(
    _ file: String, resolved: String, label: LabelMap.Meaning, named name: String, votes: [UInt8]?
  ) {
    switch label {
    case .emotion(let emotion):
      let own = (0..<FaceSet.voteNames.count).map {
        $0 == emotion.index ? Self.votesOfALabel : 0
      }
      pictures.append(
        Picture(path: file, resolvedPath: resolved, label: emotion, votes: votes ?? own))
    case .leftOut: leftOut[name, default: 0] += 1
    case .unknown:
      refused.append(
        .init(path: file, reason: "unknown label '\(name)'; --labels can say what it means"))
    }
  }
}

extension FacePacking {
  /// The face of a picture; throws `FileError` where none is found, and `MediaError`.
  package static func face(
    of picture: Picture, _ cropping: Cropping, detector: FaceDetector
  ) throws -> FaceCrop {
    let reader = try MediaFile(path: picture.resolvedPath).video()
    guard let frame = try reader.next() else {
      throw FileError(.malformed, path: picture.resolvedPath, reason: "no picture in this file")
    }
    switch cropping {
    case .whole: return FaceCrop(centreOf: frame)
    case .aligned:
      var pipeline = FacePipeline(detector: detector)
      let faces = pipeline.add(frame) + pipeline.finish()
      let main = MainFaceRule.longestAndLargest.choose(faces.map { TrackSummary($0) })
      guard let face = faces.first(where: { $0.track == main }) else {
        throw FileError(.malformed, path: picture.resolvedPath, reason: "no face is found")
      }
      return face.crop
    }
  }
}

extension FaceCrop {
  /// The central square of a frame, in grey, each value the mean of the pixels that it covers.
  fileprivate init(centreOf frame: VideoFrame) {
    let side = min(frame.width, frame.height)
    let (left, top) = ((frame.width - side) / 2, (frame.height - side) / 2)
    // Luma as of all crops: ITU-R BT.601 in steps of 1/256.
    func grey(_ x: Int, _ y: Int) -> Double {
      let place = 3 * ((top + y) * frame.width + left + x)
      let (red, green) = (Int(frame.pixels[place]), Int(frame.pixels[place + 1]))
      return Double((77 * red + 150 * green + 29 * Int(frame.pixels[place + 2]) + 128) >> 8)
    }
    let scale = Double(side) / Double(Self.side)
    /// The pixels that a value covers, and how much of each.
    func cover(_ index: Int) -> [(pixel: Int, share: Double)] {
      let (from, to) = (Double(index) * scale, Double(index + 1) * scale)
      return (Int(from)..<min(side, Int(to.rounded(.up)))).map { pixel in
        (pixel, (min(to, Double(pixel + 1)) - max(from, Double(pixel))) / scale)
      }
    }
    let covers = (0..<Self.side).map(cover)
    self.init(
      grey: (0..<Self.side).flatMap { row in
        (0..<Self.side).map { column in
          let sum = covers[row].reduce(0.0) { sum, y in
            sum + y.share * covers[column].reduce(0.0) { $0 + $1.share * grey($1.pixel, y.pixel) }
          }
          return UInt8(min(255, max(0, sum.rounded())))
        }
      })
  }
}
