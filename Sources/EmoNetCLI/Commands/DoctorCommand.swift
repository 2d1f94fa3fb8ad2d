// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Arguments
import EmoNet
import Files
import Foundation
import Media

/// `emonet doctor`: says whether everything is there that emonet needs.
enum DoctorCommand {
  /// One line of the report.
  private struct Finding {
    let subject: String
    let text: String
    var isProblem = false

    var line: String {
      let name = subject.padding(toLength: 12, withPad: " ", startingAt: 0)
      return "\(isProblem ? "problem" : "ok     ")  \(name)\(text)\n"
    }
  }

  /// The command; `locate` gives the path of the weights, `load` the model in them.
  static func command(
    load: @escaping @Sendable (ModelChoice) throws -> ClipClassifier,
    locate: @escaping @Sendable (_ weights: String?) throws -> String
  ) -> Command {
    Command(
      name: "doctor", summary: "Say whether everything is there that emonet needs",
      options: [SharedOptions.weights],
      discussion: [
        "One line for each thing that is looked at. The exit code is 1 when something is missing. "
          + "Where a file SHA256SUMS stands beside the weights, their checksum is compared with it."
      ],
      examples: ["emonet doctor"],
      run: { arguments in
        let findings = examine(arguments[SharedOptions.weights], load: load, locate: locate)
        try Terminal.shared.printResult(findings.map(\.line).joined())
        return findings.contains(where: \.isProblem) ? .incomplete : .success
      })
  }

  private static func examine(
    _ weights: String?, load: (ModelChoice) throws -> ClipClassifier,
    locate: (String?) throws -> String
  ) -> [Finding] {
    let program = ProcessWords.executable ?? ProcessWords.all[0]
    var findings = [
      Finding(
        subject: "emonet", text: "\(Program.version), \(program)"),
      Finding(subject: "processors", text: "\(ProcessInfo.processInfo.activeProcessorCount)"),
      Finding(subject: "FFmpeg", text: MediaLibrary.version),
    ]
    do {
      let path = try locate(weights)
      findings.append(Finding(subject: "weights", text: path))
      findings.append(
        Finding(subject: "detector", text: try WeightsLocator.locateDetector(besideModel: path)))
      let classifier = try load(ModelChoice(weights: path, precision: .auto))
      findings.append(Finding(subject: "model", text: classifier.modelName))
      findings.append(Finding(subject: "precision", text: classifier.precisionSummary))
      findings.append(checksum(classifier.weightsChecksum(), path))
    } catch {
      findings.append(
        Finding(subject: "weights", text: Failure(error).message, isProblem: true))
    }
    return findings
  }

  private static func checksum(_ checksum: String, _ path: String) -> Finding {
    let file = URL(fileURLWithPath: path)
    let sums = file.deletingLastPathComponent().appendingPathComponent("SHA256SUMS")
    let lines = (try? String(contentsOf: sums, encoding: .utf8))?.split(separator: "\n") ?? []
    let expected = lines.lazy.map { $0.split(whereSeparator: { " *\t".contains($0) }) }
      .first { $0.count == 2 && $0[1] == file.lastPathComponent }?[0]
    guard let expected else { return Finding(subject: "checksum", text: checksum) }
    return expected == checksum
      ? Finding(subject: "checksum", text: "\(checksum), as in SHA256SUMS")
      : Finding(
        subject: "checksum", text: "\(checksum), but SHA256SUMS has \(expected)", isProblem: true)
  }
}
