// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg

/// How the names of clips end.
package enum MediaSuffixes {
  /// The suffixes, in lower case and without their dot, of the formats of picture and sound that FFmpeg
  /// lists, and of some that it knows by their content only.
  package static let all: Set<String> = listed.subtracting(others).union(more)

  /// Whether the name of a file ends as that of a clip.
  package static func names(_ file: String) -> Bool {
    guard let dot = file.lastIndex(of: "."), dot != file.startIndex else { return false }
    return all.contains(file[file.index(after: dot)...].lowercased())
  }

  /// Formats of text, and of music as notes.
  private static let otherFormats: Set<String> = [
    "tty", "libopenmpt", "libgme", "libmodplug", "sbg", "vobsub", "webvtt", "aqtitle", "mpl2",
    "mpsub", "pjs", "realtext", "sami", "scc", "stl", "subviewer", "subviewer1", "sup", "vplayer",
    "mcc", "hls", "dash", "webm_dash_manifest", "ffmetadata", "adf", "idf", "bin", "xbin",
  ]
  /// Endings that usually mean something else, or samples that nothing tells the form of.
  private static let others: Set<String> = [
    "302", "722", "adp", "al", "amf", "art", "asc", "aud", "avs", "avs2", "avs3", "bit",
    "bitpacked",
    "c2", "cdata", "cgi", "chk", "cif", "dat", "dif", "fits", "flm", "g722", "gsm", "ice", "ico",
    "im1", "im24", "im8", "imf", "ism", "js", "jss", "kux", "lbc", "m3u8", "mac", "mks", "mpd",
    "nc",
    "nfo", "obu", "pcm", "pix", "pvf", "qcif", "rco", "rgb", "rs", "rsd", "rso", "sb", "ser", "sf",
    "sga", "sln", "son", "sph", "srt", "str", "sub", "sun", "sup", "sw", "swf", "tco", "tun", "txt",
    "ub", "ul", "uw", "v", "v210", "vag", "vb", "vbn", "vpk", "vt", "xbm", "xface", "xl", "xml",
    "xwd", "y", "yuv", "yuv10",
  ]
  /// Endings that FFmpeg lists for none of its formats, and reads.
  private static let more: Set<String> = [
    "3ga", "au", "awb", "divx", "dvr-ms", "jfif", "jpe", "m2p", "mod", "mp4v", "mpe", "mpv", "mts",
    "ogm", "qt", "rf64", "rmvb", "snd", "tod", "weba", "xvid",
  ]

  private static var listed: Set<String> {
    var lists: [String] = []
    var state: UnsafeMutableRawPointer?
    while let format = av_demuxer_iterate(&state)?.pointee {
      guard let extensions = format.extensions,
        otherFormats.isDisjoint(with: [String(cString: format.name)])
      else { continue }
      lists.append(String(cString: extensions))
    }
    // Those that can be told by their content have their endings with what writes them.
    state = nil
    while let format = av_muxer_iterate(&state)?.pointee {
      guard let extensions = format.extensions,
        format.video_codec != AV_CODEC_ID_NONE || format.audio_codec != AV_CODEC_ID_NONE,
        otherFormats.isDisjoint(with: [String(cString: format.name)])
      else { continue }
      lists.append(String(cString: extensions))
    }
    return Set(lists.flatMap { $0.lowercased().split(separator: ",").map(String.init) })
  }
}
