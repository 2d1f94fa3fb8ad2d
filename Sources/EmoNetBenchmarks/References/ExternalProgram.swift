// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

/// A program that is started as a process of its own.
struct ExternalProgram: Sendable {
  let path: String

  /// The first of that name in PATH; nil when there is none.
  init?(named name: String) {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    self.init(anyOf: folders.map { "\($0)/\(name)" })
  }

  /// The one of that name in the folder of this process's own; nil when there is none.
  init?(besideThisOne name: String) {
    let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    self.init(
      anyOf: own.map {
        [URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent(name).path]
      } ?? [])
  }

  private init?(anyOf paths: [String]) {
    guard let path = paths.first(where: FileManager.default.isExecutableFile(atPath:)) else {
      return nil
    }
    self.path = path
  }

  /// What it writes to standard output; what it complains of goes to ours.
  ///
  /// Throws `BenchmarkError` when it does not end with exit code 0.
  @discardableResult
  func run(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    // Foundation's own wait looks every 50 ms only, and whole runs are timed here.
    let end = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in end.signal() }
    try process.run()
    // Before the end is waited for: the program would wait for ever at a full pipe.
    let data = output.fileHandleForReading.readDataToEndOfFile()
    end.wait()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw BenchmarkError(
        "\(path) \(arguments.joined(separator: " ")): ended with \(process.terminationStatus)")
    }
    return String(decoding: data, as: UTF8.self)
  }
}

/// The program `emonet`, as people start it.
struct EmoNetProgram: Sendable {
  private let program: ExternalProgram

  /// The one beside this program, which is of the same build; nil when it was not built.
  init?() {
    guard let program = ExternalProgram(besideThisOne: "emonet") else { return nil }
    self.program = program
  }

  /// What `emonet --version` says behind the name.
  func version() throws -> String {
    try program.run(["--version"]).trimmingCharacters(in: .whitespacesAndNewlines)
      .replacingOccurrences(of: "emonet ", with: "")
  }

  /// One line of JSON for each clip that `input` stands for; `threads` nil leaves them to the program.
  func classify(_ input: String, weights: String, threads: Int?) throws -> String {
    try program.run(
      ["classify", "--format", "json", "--weights", weights]
        + (threads.map { ["--threads", "\($0)"] } ?? []) + ["--", input])
  }
}

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

/// A folder for what is made for a run, which goes with the object.
final class RunFolder: Sendable {
  let path: String

  /// Makes an empty one; throws `FileError`.
  init() throws(FileError) {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("emonet-benchmarks-\(UUID().uuidString)").path
    try Folders.create(path)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Path of a file in it.
  func path(of file: String) -> String { "\(path)/\(file)" }

  /// Path of a folder in it, which is made; throws `FileError`.
  func subfolder(_ name: String) throws(FileError) -> String {
    let subfolder = path(of: name)
    try Folders.create(subfolder)
    return subfolder
  }
}
