// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import CFFmpeg

/// What is known of the library that reads media.
public enum MediaLibrary {
  /// The release of FFmpeg that is linked, such as `5.1.9-0+deb12u1`.
  public static var version: String { String(cString: av_version_info()) }
}
