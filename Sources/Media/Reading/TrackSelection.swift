// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg

/// Which of a clip's tracks are read, where somebody asks for particular ones.
package struct TrackSelection: Sendable, Equatable {
  /// A track that is asked for.
  package enum Wish: Sendable, Equatable {
    /// By its number among the tracks of its kind, from 1.
    case number(Int)
    /// By its language, as two or three letters.
    case language(String)
  }

  /// The sound; nil for the one that the clip is about.
  package var audio: Wish?
  /// The number of the picture, from 1; nil for the one that the clip is about.
  package var video: Int?

  /// The tracks that the clip is about.
  package static let usual = TrackSelection()

  /// A selection from its parts.
  package init(audio: Wish? = nil, video: Int? = nil) {
    self.audio = audio
    self.video = video
  }
}

/// What a file says of one of its tracks of picture or sound.
package struct MediaTrack: Sendable, Equatable {
  /// Its number among the tracks of its kind, from 1.
  package var number: Int
  /// FFmpeg's name of the codec, such as `aac`.
  package var codec: String
  /// Its language as the file writes it, such as `eng`.
  package var language: String?
  /// Its title as the file writes it.
  package var title: String?
  /// Whom or what it is for, such as `comment`; empty for a track like any other.
  package var roles: [String] = []

  /// A track from its parts.
  package init(
    number: Int, codec: String, language: String? = nil, title: String? = nil, roles: [String] = []
  ) {
    self.number = number
    self.codec = codec
    self.language = language
    self.title = title
    self.roles = roles
  }

  /// The track for people: `2 (aac, eng, comment)`.
  package var summary: String {
    let words = [codec, language].compactMap { $0 } + roles
    return "\(number) (\(words.joined(separator: ", ")))"
  }
}

/// What decides which track of a kind a clip is about.
struct TrackTraits: Equatable {
  /// Whether FFmpeg has a decoder for it.
  var isDecodable = true
  /// Whether it belongs to the programme of the picture, or the file has no programmes.
  var isOfProgramme = true
  /// Whether it is a comment, a description for the blind and the like rather than what is acted.
  var isAside = false
  /// Whether the file names it as the one to play.
  var isDefault = false

  /// Whether it is about the same as another track.
  func canStandIn(for other: TrackTraits) -> Bool {
    (isDecodable, isOfProgramme, isAside) == (other.isDecodable, other.isOfProgramme, other.isAside)
  }

  /// The places of tracks, best first; of equal ones the earlier is the better.
  static func order(_ tracks: [TrackTraits]) -> [Int] {
    func rank(_ place: Int) -> (Int, Int, Int, Int, Int) {
      let track = tracks[place]
      return (
        track.isDecodable ? 0 : 1, track.isOfProgramme ? 0 : 1, track.isAside ? 1 : 0,
        track.isDefault ? 0 : 1, place
      )
    }
    return tracks.indices.sorted { rank($0) < rank($1) }
  }
}

/// Flags and titles of tracks that are not what a clip is about.
enum TrackRoles {
  private static let flags: [(flag: Int32, name: String)] = [
    (AV_DISPOSITION_COMMENT, "comment"),
    (AV_DISPOSITION_VISUAL_IMPAIRED, "for the visually impaired"),
    (AV_DISPOSITION_HEARING_IMPAIRED, "for the hearing impaired"),
    (AV_DISPOSITION_DESCRIPTIONS, "descriptions"), (AV_DISPOSITION_KARAOKE, "karaoke"),
    (AV_DISPOSITION_CLEAN_EFFECTS, "without voices"),
    (AV_DISPOSITION_NON_DIEGETIC, "non-diegetic"), (AV_DISPOSITION_DEPENDENT, "to be mixed in"),
  ]
  private static let titles = ["commentary", "audio description", "descriptive audio"]

  /// The roles that flags and title of a track tell of.
  static func of(disposition: Int32, title: String?) -> [String] {
    let roles = flags.filter { disposition & $0.flag != 0 }.map(\.name)
    let title = title?.lowercased() ?? ""
    return roles.isEmpty ? titles.filter(title.contains).prefix(1).map { $0 } : roles
  }
}

/// Languages by their two letters of ISO 639-1 and their three of ISO 639-2, of which some have two.
enum LanguageCode {
  private static let codes: [[String]] = [
    ["ar", "ara"], ["bg", "bul"], ["ca", "cat"], ["cs", "ces", "cze"], ["cy", "cym", "wel"],
    ["da", "dan"], ["de", "deu", "ger"], ["el", "ell", "gre"], ["en", "eng"], ["es", "spa"],
    ["et", "est"], ["eu", "eus", "baq"], ["fa", "fas", "per"], ["fi", "fin"], ["fr", "fra", "fre"],
    ["ga", "gle"], ["he", "heb"], ["hi", "hin"], ["hr", "hrv"], ["hu", "hun"], ["id", "ind"],
    ["is", "isl", "ice"], ["it", "ita"], ["ja", "jpn"], ["jv", "jav"], ["ko", "kor"],
    ["lt", "lit"], ["lv", "lav"], ["mk", "mkd", "mac"], ["ms", "msa", "may"], ["nb", "nob"],
    ["nl", "nld", "dut"], ["no", "nor"], ["pl", "pol"], ["pt", "por"], ["ro", "ron", "rum"],
    ["ru", "rus"], ["sk", "slk", "slo"], ["sl", "slv"], ["sq", "sqi", "alb"], ["sr", "srp"],
    ["sv", "swe"], ["th", "tha"], ["tr", "tur"], ["uk", "ukr"], ["vi", "vie"],
    ["zh", "zho", "chi"],
  ]

  /// Whether two codes, one of them perhaps with a region (`en-GB`), mean one language.
  static func match(_ one: String, _ other: String) -> Bool {
    func language(_ code: String) -> String {
      let main = String(code.lowercased().prefix { $0 != "-" && $0 != "_" })
      return codes.first { $0.contains(main) }?.first ?? main
    }
    return language(one) == language(other)
  }
}
