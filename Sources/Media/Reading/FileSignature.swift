// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Glibc

/// Files that go by the name of clips and are something else, told by their first bytes.
///
/// FFmpeg says of them that data are invalid; whoever has a download that failed needs to hear more.
enum FileSignature {
  /// How many bytes are looked at.
  static let length = 512

  /// What the file at `path` is, where it is known to be no media that can be read; nil for others.
  static func objection(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
    }
    return objection(bytes)
  }

  /// What a file with these first bytes is; nil for what may be media.
  static func objection(_ bytes: [UInt8]) -> String? {
    if isAnimatedWebP(bytes) {
      return "an animated WebP, which FFmpeg cannot read; turn it into a GIF or a video"
    }
    if let (_, name) = containers.first(where: { bytes.starts(with: $0.start) }) {
      return "\(name), not a media file"
    }
    // A byte order mark and empty lines may come first.
    let text = String(decoding: bytes, as: UTF8.self)
      .drop { $0.isWhitespace || $0 == "\u{FEFF}" }.lowercased()
    return texts.first { text.hasPrefix($0.start) }?.meaning
  }

  private static let containers: [(start: [UInt8], name: String)] = [
    (Array("%PDF-".utf8), "a PDF document"), ([0x50, 0x4B, 0x03, 0x04], "a zip archive"),
    ([0x1F, 0x8B, 0x08], "a gzip archive"), (Array("Rar!".utf8), "a RAR archive"),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive"),
    (Array("SQLite format 3".utf8), "a database"),
  ]

  private static let page = "an HTML page, not a media file: a download that went wrong?"
  private static let texts: [(start: String, meaning: String)] = [
    ("<!doctype html", page), ("<html", page), ("<head", page),
    (
      "version https://git-lfs.github.com/spec/",
      "a pointer of Git LFS; the clip itself was not fetched ('git lfs pull')"
    ),
    (
      "/annex/objects/",
      "a pointer of git-annex; the clip itself was not fetched ('git annex get')"
    ),
    ("<?xml", "an XML document, not a media file"), ("{\"", "a JSON document, not a media file"),
    ("#extm3u", "text or a play list, not a media file"),
    ("[playlist]", "text or a play list, not a media file"),
    ("# vobsub index file", "an index of subtitles, not a media file"),
  ]

  /// `RIFF`, a length, `WEBP`, then the extended header with its flag of animation.
  private static func isAnimatedWebP(_ bytes: [UInt8]) -> Bool {
    bytes.count > 20 && bytes.starts(with: "RIFF".utf8)
      && bytes[8..<16].elementsEqual("WEBPVP8X".utf8) && bytes[20] & 2 != 0
  }
}
