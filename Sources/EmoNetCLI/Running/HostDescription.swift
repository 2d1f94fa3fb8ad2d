// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// What a report says of the machine that made it.
enum HostDescription {
  /// System, processor and how many of them this process may use.
  static let summary: String = {
    var name = utsname()
    uname(&name)
    let system = withUnsafeBytes(of: name.sysname) { text($0) }
    let release = withUnsafeBytes(of: name.release) { text($0) }
    let architecture = withUnsafeBytes(of: name.machine) { text($0) }
    let count = ProcessInfo.processInfo.activeProcessorCount
    return "\(system) \(release), \(processor ?? architecture), \(count) processors"
  }()

  private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// The processor's own name, where the system tells it.
  private static let processor: String? = {
    let information = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
    let line = information?.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":", maxSplits: 1).last
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }()

  /// A word of a command line as a shell would have to be given it.
  static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy {
      ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
        || "-_./=:,+@%".unicodeScalars.contains($0)
    }
    guard !isPlain || word.isEmpty else { return word }
    return "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
