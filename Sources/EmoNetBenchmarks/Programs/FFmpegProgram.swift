// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// The program `ffmpeg`: makes clips from the sample clip, and shows how fast FFmpeg itself decodes.
struct FFmpegProgram: Sendable {
  /// What a benchmark says that cannot do without it.
  static let missing = "there is no program ffmpeg in PATH"

  private let program: ExternalProgram

  /// The one in PATH; nil when there is none.
  init?() {
    guard let program = ExternalProgram(named: "ffmpeg") else { return nil }
    self.program = program
  }

  /// Its release, such as `5.1.9-0+deb12u1`.
  func version() throws -> String {
    let words = try program.run(["-version"]).split(separator: " ", maxSplits: 3)
    guard words.count > 2, words[1] == "version" else {
      throw BenchmarkError("\(program.path) does not say which version it is")
    }
    return String(words[2])
  }

  /// Writes `output` from `input`, turned over `turns` times, with FFmpeg's options for an output file.
  func convert(_ input: String, turns: Int = 1, to output: String, _ options: [String]) throws {
    try program.run(
      Self.quietly + ["-stream_loop", "\(turns - 1)", "-i", input] + options + [output])
  }

  /// Decoding of a clip's picture on one thread in a process of its own, into colours if `intoColours`.
  func decoding(_ clip: String, intoColours: Bool) throws -> ProgramReference {
    ProgramReference(
      name: "FFmpeg \(try version()), " + (intoColours ? "decoding to RGB" : "decoding alone"),
      program: program,
      arguments: Self.quietly + ["-threads", "1", "-filter_threads", "1", "-i", clip]
        + ["-map", "0:v"] + (intoColours ? ["-pix_fmt", "rgb24"] : []) + ["-f", "null", "-"])
  }

  private static let quietly = ["-nostdin", "-v", "error", "-y"]
}
