// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Something that does the same work and that a benchmark is compared with.
protocol Reference {
  /// What it is, with its version where it has one.
  var name: String { get }
  /// Share of the benchmark's work that one iteration does; times are divided by it.
  var scale: Double { get }
  /// Seconds that `iterations` runs take.
  func seconds(iterations: Int) throws -> Double
}

extension Reference {
  var scale: Double { 1 }
}

/// The same arithmetic as loops of Swift, on one thread, without any library.
struct PlainReference: Reference {
  let name: String
  /// Share of the benchmark's work that `body` does, since loops are slow and linear in the batch.
  let scale: Double
  let body: () -> Void

  /// Loops that do `scale` of the work; `part` says what they leave out.
  init(scale: Double = 1, part: String? = nil, body: @escaping () -> Void) {
    name = "plain Swift loops" + (part.map { ", \($0)" } ?? "")
    self.scale = scale
    self.body = body
  }

  func seconds(iterations: Int) -> Double {
    Clock.seconds { for _ in 0..<iterations { body() } }
  }
}

/// The time that the clip itself takes to be played.
struct RealTimeReference: Reference {
  /// Length in seconds of what one run works on.
  let duration: Double

  let name = "real time"

  func seconds(iterations: Int) -> Double { duration * Double(iterations) }
}

/// A program that does the same work in a process of its own, start and end included.
struct ProgramReference: Reference {
  let name: String
  let program: ExternalProgram
  let arguments: [String]

  func seconds(iterations: Int) throws -> Double {
    try Clock.seconds { for _ in 0..<iterations { try program.run(arguments) } }
  }
}
