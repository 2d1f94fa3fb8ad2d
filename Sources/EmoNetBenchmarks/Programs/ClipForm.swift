// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// How a clip is stored.
enum ClipForm: String, CaseIterable, Sendable {
  /// As films on discs were, and AFEW's clips are: MPEG-4 and MP3 in AVI.
  case avi720x576 = "720x576"
  /// As small clips from the net are: H.264 and AAC in MP4.
  case mp4360x270 = "360x270"

  /// Words for a summary.
  var text: String {
    switch self {
    case .avi720x576: "720x576 MPEG-4 in AVI"
    case .mp4360x270: "360x270 H.264 in MP4"
    }
  }

  /// Suffix of the file.
  var suffix: String {
    switch self {
    case .avi720x576: "avi"
    case .mp4360x270: "mp4"
    }
  }

  /// FFmpeg's options for three seconds in this form, the picture made brighter by `brightness` (-1 to 1).
  func encoding(brightness: Double) -> [String] {
    let filter = "eq=brightness=\(brightness)"
    return ["-t", "3"]
      + {
        switch self {
        case .avi720x576: ["-vf", filter, "-c:v", "mpeg4", "-q:v", "3", "-c:a", "copy"]
        case .mp4360x270:
          ["-vf", "scale=360:270,\(filter)", "-c:v", "libx264", "-pix_fmt", "yuv420p"]
            + ["-c:a", "aac"]
        }
      }()
  }
}
