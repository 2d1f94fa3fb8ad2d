// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Faces
import Files
import Media

/// The tracks of a clip among which there was a choice.
public struct PredictionTracks: Sendable, Equatable, Codable {
  /// A track of picture or sound, as the file describes it.
  public struct Track: Sendable, Equatable, Codable {
    /// Its number among those of its kind, from 1.
    public let number: Int
    /// Whether the answer rests on it.
    public let used: Bool
    /// FFmpeg's name of the codec.
    public let codec: String
    /// Its language as the file writes it.
    public let language: String?
    /// Its title as the file writes it.
    public let title: String?
    /// Whom or what it is for, such as `comment`.
    public let roles: [String]
  }

  /// The tracks of picture, where there are several; else empty.
  public let picture: [Track]
  /// The tracks of sound, where there are several; else empty.
  public let sound: [Track]

  /// The choices in a clip; nil where there was none.
  package init?(_ tracks: ClipTracks) {
    guard tracks.picture.hadChoice || tracks.sound.hadChoice else { return nil }
    (picture, sound) = (Self.tracks(tracks.picture), Self.tracks(tracks.sound))
  }

  private static func tracks(_ kind: ClipTracks.Kind) -> [Track] {
    guard kind.hadChoice else { return [] }
    return kind.tracks.map {
      Track(
        number: $0.number, used: $0.number == kind.used, codec: $0.codec, language: $0.language,
        title: $0.title, roles: $0.roles)
    }
  }

  var json: OrderedJSON {
    .object([
      ("picture", .array(picture.map(\.json))), ("sound", .array(sound.map(\.json))),
    ])
  }
}

extension PredictionTracks.Track {
  fileprivate var json: OrderedJSON {
    .object(
      [("number", .integer(number)), ("used", .bool(used)), ("codec", .string(codec))]
        + (language.map { [("language", .string($0))] } ?? [])
        + (title.map { [("title", .string($0))] } ?? [])
        + [("roles", .array(roles.map { .string($0) }))])
  }
}

/// The faces of a clip among which there was a choice.
public struct PredictionFaces: Sendable, Equatable, Codable {
  /// A face that was followed.
  public struct Track: Sendable, Equatable, Codable {
    /// Its number, from 0 in the order of appearance.
    public let number: Int
    /// Whether it is the one that the rule chooses in the whole clip.
    public let main: Bool
    /// How long it was seen, in seconds.
    public let seconds: Double
    /// Mean width, in pixels of the upright picture.
    public let width: Double
    /// Mean height, in pixels of the upright picture.
    public let height: Double
  }

  /// Faces that were followed.
  public let count: Int
  /// The longest and largest of them, at most 16.
  public let tracks: [Track]
  /// Those that are about as long or as large as the main one.
  private let rivals: [Int]

  private static let listed = 16
  private static let framesPerSecond = 25.0

  /// The choice among faces; nil where there was none.
  package init?(_ faces: [TrackSummary], _ rule: MainFaceRule) {
    guard faces.count > 1, let main = rule.choose(faces) else { return nil }
    count = faces.count
    let ranked = rule.ranked(faces)
    let first = ranked.filter { $0.id == main } + ranked.filter { $0.id != main }
    tracks = first.prefix(Self.listed).map { face in
      Track(
        number: face.id, main: face.id == main,
        seconds: Double(face.frameCount) / Self.framesPerSecond,
        width: (face.meanWidth * 10).rounded() / 10, height: (face.meanHeight * 10).rounded() / 10)
    }
    rivals = rule.rivals(in: faces).map(\.id)
  }

  private enum CodingKeys: String, CodingKey { case count, tracks }

  /// Reads what was written; which faces were near the main one is not told.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    count = try container.decode(Int.self, forKey: .count)
    tracks = try container.decode([Track].self, forKey: .tracks)
    rivals = []
  }

  /// Whether what is written of both is the same.
  public static func == (one: PredictionFaces, other: PredictionFaces) -> Bool {
    (one.count, one.tracks) == (other.count, other.tracks)
  }

  /// That others than the main face may be meant.
  var warnings: [String] {
    func text(_ face: Track) -> String {
      "\(face.seconds) s at \(Int(face.width.rounded()))x\(Int(face.height.rounded())) px"
    }
    let near = tracks.filter { rivals.contains($0.number) }
    guard let main = tracks.first, !near.isEmpty else { return [] }
    let who = near.count == 1 ? "another face is" : "\(near.count) other faces are"
    return [
      "\(who) about as long or as large as the one that is judged (\(text(main))): "
        + near.map(text).joined(separator: ", ")
    ]
  }

  var json: OrderedJSON {
    .object([("count", .integer(count)), ("tracks", .array(tracks.map(\.json)))])
  }
}

extension PredictionFaces.Track {
  fileprivate var json: OrderedJSON {
    .object([
      ("number", .integer(number)), ("main", .bool(main)), ("seconds", .double(seconds)),
      ("width", .double(width)), ("height", .double(height)),
    ])
  }
}
