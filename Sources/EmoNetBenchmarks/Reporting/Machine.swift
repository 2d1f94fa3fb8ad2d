// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import Foundation

/// The processor that a run was measured on.
struct Machine: Sendable, Equatable {
  /// As the kernel calls it; nil where it does not say.
  let processor: String?
  /// Processors that this process may use.
  let cores: Int
  /// The wide and the 16-bit instructions that decide the networks' speed, by the kernel's names.
  let instructions: [String]

  /// The machine at hand.
  static var current: Machine {
    let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
    return Machine(
      processorInformation: text ?? "", cores: ProcessInfo.processInfo.activeProcessorCount)
  }

  /// A machine from the text of `/proc/cpuinfo`, of which the first processor counts.
  init(processorInformation: String, cores: Int) {
    func value(_ key: String) -> Substring? {
      for line in processorInformation.split(separator: "\n") {
        let parts = line.split(separator: ":", maxSplits: 1)
        if parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == key {
          return parts[1].drop { $0 == " " }
        }
      }
      return nil
    }
    processor = value("model name").map(String.init)
    self.cores = cores
    instructions = (value("flags") ?? "").split(separator: " ").map(String.init).filter { flag in
      flag == "avx2" || ["avx512", "avx_", "amx"].contains { flag.hasPrefix($0) }
    }
  }
}
