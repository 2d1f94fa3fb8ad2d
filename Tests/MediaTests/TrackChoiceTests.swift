// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg
import Signal
import TestSupport
import Testing

@testable import Media

@Suite struct TrackChoiceTests {
  private let folder = try? TemporaryFolder()

  /// A sound of one level, which tells the tracks apart.
  private func sound(_ level: Int16, seconds: Double = 1, as name: String) throws -> String {
    let path = try #require(folder) / name
    let container = name.hasSuffix("mkv") ? "mkv" : "flac"
    let track = AudioTrack(sampleRate: 16_000, codec: container == "mkv" ? .aac : .flac)
    let writer = try VideoWriter(path: path, video: nil, audio: track)
    let count = Int(seconds * 16_000)
    try writer.append(audio: (0..<count).map { $0 % 40 < 20 ? level : -level })
    try writer.finish()
    return path
  }

  private func picture(as name: String) throws -> String {
    let path = try #require(folder) / name
    try Fixture.write(path, times: Fixture.times(25))
    return path
  }

  private func write(
    _ name: String, _ format: String, _ parts: [Remultiplexing.Part],
    options: [String: String] = [:]
  ) throws -> String {
    let path = try #require(folder) / name
    try Remultiplexing(format: format, parts: parts, options: options).write(path)
    return path
  }

  /// The level of what is heard, how long it is, and what is said of it.
  private func hear(
    _ path: String, _ tracks: TrackSelection = .usual
  ) throws -> (level: Int16, count: Int, report: AudioReport) {
    let file = try MediaFile(path: path, tracks: tracks)
    let source = try #require(file.sound())
    var values: [Int16] = []
    while let piece = try source.next() { values += piece.values }
    return (values.map { $0 == .min ? .max : abs($0) }.max() ?? 0, values.count, source.report)
  }

  @Test func theTrackThatTheClipIsAboutComesFirst() {
    let aside = TrackTraits(isAside: true, isDefault: true)
    let foreign = TrackTraits(isOfProgramme: false, isDefault: true)
    let broken = TrackTraits(isDecodable: false, isDefault: true)
    #expect(TrackTraits.order([broken, foreign, aside, TrackTraits()]) == [3, 2, 1, 0])
    #expect(TrackTraits.order([TrackTraits(), TrackTraits(isDefault: true)]) == [1, 0])
    #expect(TrackTraits.order([TrackTraits(), TrackTraits()]) == [0, 1])
    #expect(TrackTraits.order([]).isEmpty)
  }

  @Test(arguments: [
    AV_DISPOSITION_COMMENT, AV_DISPOSITION_VISUAL_IMPAIRED, AV_DISPOSITION_HEARING_IMPAIRED,
  ])
  func aTrackForOthersIsPassedOverThoughItIsTheDefault(flag: Int32) throws {
    let path = try write(
      "tracks.mka", "matroska",
      [
        .init(
          path: try sound(2000, as: "a.flac"), disposition: flag | AV_DISPOSITION_DEFAULT,
          language: "eng"),
        .init(path: try sound(9000, as: "b.flac"), language: "ger"),
      ])
    let heard = try hear(path)
    #expect(heard.level == 9000 && heard.report.track == 2)
    #expect(heard.report.silentTracks.isEmpty)
    let info = try MediaFile(path: path).info
    #expect(info.audioTracks.map(\.language) == ["eng", "ger"])
    #expect(info.audioTracks[0].roles.count == 1 && info.audioTracks[1].roles.isEmpty)
  }

  @Test func aTitleTellsOfACommentaryToo() {
    #expect(TrackRoles.of(disposition: 0, title: "Director's Commentary") == ["commentary"])
    #expect(TrackRoles.of(disposition: 0, title: "English 5.1").isEmpty)
  }

  @Test func aTrackIsTakenByNumberOrLanguage() throws {
    let path = try write(
      "languages.mka", "matroska",
      [
        .init(path: try sound(2000, as: "a.flac"), language: "eng"),
        .init(path: try sound(9000, as: "b.flac"), language: "ger"),
      ])
    for (wish, level) in [
      (TrackSelection.Wish.number(1), 2000), (.number(2), 9000), (.language("de"), 9000),
      (.language("deu"), 9000), (.language("en-GB"), 2000),
    ] {
      #expect(try hear(path, TrackSelection(audio: wish)).level == level)
    }
    let error = #expect(throws: MediaError.self) {
      try MediaFile(path: path, tracks: TrackSelection(audio: .number(3)))
    }
    #expect(error?.reason == "no sound track 3; it has 1 (flac, eng), 2 (flac, ger)")
    let french = #expect(throws: MediaError.self) {
      try MediaFile(path: path, tracks: TrackSelection(audio: .language("fr")))
    }
    #expect(french?.reason.hasPrefix("no sound track in the language 'fr'; it has 1") == true)
    let blind = #expect(throws: MediaError.self) {
      try MediaFile(path: path, tracks: TrackSelection(video: 1))
    }
    #expect(blind?.reason == "no picture track 1; it has none")
  }

  @Test func theSoundOfThePicturesOwnProgrammeIsHeard() throws {
    let path = try write(
      "programmes.ts", "mpegts",
      [
        .init(path: try sound(2000, as: "radio.mkv"), programme: 1),
        .init(path: try picture(as: "television.mp4"), type: AVMEDIA_TYPE_VIDEO, programme: 2),
        .init(path: try sound(9000, as: "television.mkv"), programme: 2),
      ])
    let heard = try hear(path)
    #expect(heard.report.track == 2)
    #expect(heard.level > 5000)
    #expect(try hear(path, TrackSelection(audio: .number(1))).level < 5000)
  }

  @Test func theNextTrackIsHeardWhereOneIsSilent() throws {
    let parts: [Remultiplexing.Part] = [
      .init(path: try sound(0, seconds: 9, as: "a.flac"), disposition: AV_DISPOSITION_DEFAULT),
      .init(path: try sound(0, seconds: 1, as: "b.flac")),
      .init(path: try sound(9000, seconds: 5, as: "c.flac")),
    ]
    let heard = try hear(write("silent.mka", "matroska", parts))
    #expect((heard.level, heard.count) == (9000, 5 * 16_000))
    #expect(heard.report.track == 3 && heard.report.silentTracks == [1, 2])
    // Where there is nothing to hear, the first one's silence is.
    let silent = try hear(write("all.mka", "matroska", Array(parts.prefix(2))))
    #expect((silent.level, silent.count) == (0, 9 * 16_000))
    #expect(silent.report.track == 1 && silent.report.silentTracks.isEmpty)
    // A comment is no stand-in.
    var comment = parts[2]
    comment.disposition = AV_DISPOSITION_COMMENT
    let alone = try hear(write("comment.mka", "matroska", [parts[1], comment]))
    #expect((alone.level, alone.report.track) == (0, 1))
    // Nor is another one taken where somebody asked.
    let asked = try hear(folder.map { $0 / "silent.mka" } ?? "", .init(audio: .number(1)))
    #expect((asked.level, asked.report.track) == (0, 1))
  }

  @Test func anEncryptedClipSaysThatItIs() throws {
    let path = try write(
      "encrypted.mp4", "mp4",
      [.init(path: try picture(as: "plain.mp4"), type: AVMEDIA_TYPE_VIDEO)],
      options: [
        "encryption_scheme": "cenc-aes-ctr",
        "encryption_key": "76a6c65c5ea762046bd749a2e632ccbb",
        "encryption_kid": "a7e61c373e219033c21091fa607bf3b8",
      ])
    let error = #expect(throws: MediaError.self) { try Fixture.read(path) }
    #expect(error?.reason == "it is encrypted, and only whoever has its key can read it")
    #expect(error?.kind == .unsupported)
  }
}
