// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// The words that this process was started with, also where no `/proc` is mounted.
package enum ProcessWords {
  /// The program's name as it was called, then its arguments; at least one word.
  package static let all: [String] = {
    // Swift reads them from /proc.
    let words = CommandLine.arguments
    return words.isEmpty ? fromStack ?? ["emonet"] : words
  }()

  /// Path of the program's file, through links; nil where nothing tells it.
  package static var executable: String? {
    if let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      return path
    }
    guard let name = all.first else { return nil }
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    let places = name.contains("/") ? [name] : folders.map { "\($0)/\(name)" }
    return places.first { access($0, X_OK) == 0 }.map {
      URL(fileURLWithPath: $0).resolvingSymlinksInPath().path
    }
  }

  /// The words where the system puts them: their number, their addresses and a zero stand below the
  /// addresses of the environment.
  private static var fromStack: [String]? {
    typealias Words = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    guard let variable = dlsym(nil, "environ"),
      let environment = variable.load(as: Words?.self), environment[-1] == nil
    else { return nil }
    var count = 0
    while Int(bitPattern: environment[-2 - count]) != count {
      count += 1
      guard count < 1 << 20 else { return nil }
    }
    return (0..<count).map { index in
      environment[index - count - 1].map { String(cString: $0) } ?? ""
    }
  }
}
