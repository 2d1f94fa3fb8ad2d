// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import Media

@Suite struct MediaSuffixesTests {
  @Test(
    arguments: """
      avi mp4 m4v mkv webm mov mpg mpeg wmv flv ogv ts mts 3gp gif wav flac mp3 opus ogg m4a aac png \
      jpg jpeg bmp webp vob asf m2ts mxf dv rm f4v divx qt 3g2 hevc h264 mka oga wma aif aiff caf au \
      w64 mp2 ac3 tif tiff
      """.split(separator: " ").map(String.init))
  func clipsAreKnownByTheirNames(suffix: String) {
    #expect(MediaSuffixes.names("clip.\(suffix)"))
    #expect(MediaSuffixes.names("CLIP.\(suffix.uppercased())"))
  }

  @Test(arguments: [
    "notes.txt", "list.csv", "table.json", "page.html", "subtitles.srt", "subtitles.vtt", "x.sub",
    "x.idx", "play.m3u8", "code.js", "x.dat", "x.xml", "README", ".avi", "clip", "clip.", "x.npz",
  ])
  func otherFilesAreNot(name: String) {
    #expect(!MediaSuffixes.names(name))
  }
}
