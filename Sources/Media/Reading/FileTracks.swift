// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg

/// The tracks of one kind in an opened file, and which of them the clip is about.
struct FileTracks {
  typealias Stream = UnsafeMutablePointer<AVStream>

  /// What the file says of them, in its order.
  let tracks: [MediaTrack]
  private let streams: [Stream]
  private let kind: String

  /// The tracks of a kind; cover art and thumbnails are none.
  init(_ type: AVMediaType, of all: [Stream]) {
    let hidden = AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS
    let streams = all.filter {
      $0.pointee.codecpar.pointee.codec_type == type && $0.pointee.disposition & hidden == 0
    }
    self.streams = streams
    kind = type == AVMEDIA_TYPE_VIDEO ? "picture" : "sound"
    tracks = streams.enumerated().map { index, stream in
      let title = Self.tag("title", of: stream)
      return MediaTrack(
        number: index + 1,
        codec: String(cString: avcodec_get_name(stream.pointee.codecpar.pointee.codec_id)),
        language: Self.tag("language", of: stream).flatMap { $0 == "und" ? nil : $0 },
        title: title, roles: TrackRoles.of(disposition: stream.pointee.disposition, title: title))
    }
  }

  /// The number of a track, from 1.
  func number(of stream: Stream) -> Int { (streams.firstIndex(of: stream) ?? 0) + 1 }

  /// The tracks that serve, best first: the one that is asked for, else those that the clip may be about.
  ///
  /// - Parameter programme: streams of the picture's programme; nil where there are no programmes.
  /// - Throws: ``MediaError`` when the one that is asked for is not there.
  func chosen(
    _ wish: TrackSelection.Wish?, _ path: String, in programme: Set<Int32>?
  ) throws -> [Stream] {
    let traits = zip(streams, tracks).map { stream, track in
      TrackTraits(
        isDecodable: avcodec_find_decoder(stream.pointee.codecpar.pointee.codec_id) != nil,
        isOfProgramme: programme?.contains(stream.pointee.index) ?? true,
        isAside: !track.roles.isEmpty,
        isDefault: stream.pointee.disposition & AV_DISPOSITION_DEFAULT != 0)
    }
    let order = TrackTraits.order(traits)
    guard let wish else {
      // A comment, or another programme's sound, is no stand-in for a track that is silent.
      guard let best = order.first.map({ traits[$0] }) else { return [] }
      return order.filter { traits[$0].canStandIn(for: best) }.map { streams[$0] }
    }
    let matching = order.filter { place in
      switch wish {
      case .number(let number): tracks[place].number == number
      case .language(let language):
        tracks[place].language.map { LanguageCode.match($0, language) } ?? false
      }
    }
    guard matching.isEmpty else { return matching.map { streams[$0] } }
    let asked =
      switch wish {
      case .number(let number): "no \(kind) track \(number)"
      case .language(let language): "no \(kind) track in the language '\(language)'"
      }
    let there =
      tracks.isEmpty ? "it has none" : "it has " + tracks.map(\.summary).joined(separator: ", ")
    throw MediaError(
      kind: .invalidData, path: path, operation: "read the \(kind)", reason: "\(asked); \(there)")
  }

  /// The streams of the first programme that a stream belongs to; nil without one.
  static func programme(
    of stream: Stream, in context: UnsafeMutablePointer<AVFormatContext>
  ) -> Set<Int32>? {
    for index in 0..<Int(context.pointee.nb_programs) {
      guard let programme = context.pointee.programs?[index]?.pointee else { continue }
      let members = (0..<Int(programme.nb_stream_indexes)).map {
        Int32(bitPattern: programme.stream_index[$0])
      }
      if members.contains(stream.pointee.index) { return Set(members) }
    }
    return nil
  }

  private static func tag(_ name: String, of stream: Stream) -> String? {
    guard let value = av_dict_get(stream.pointee.metadata, name, nil, 0)?.pointee.value else {
      return nil
    }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }
}
