// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// With how many threads one clip is worked on, and where the time that it takes is noted.
struct ClipWork: Sendable {
  private let permits: WorkPermits
  private let times: StageTimes?

  /// Work on one clip, at most `threads` threads at a time.
  init(threads: Int = 1, times: StageTimes? = nil) {
    permits = WorkPermits(threads)
    self.times = times
  }

  /// Whether stages run beside one another.
  var isConcurrent: Bool { permits.count > 1 }

  /// Does a part of a stage once a processor is free for it; `body` waits for no other stage.
  func run<R>(_ stage: ProcessingStage, _ body: () throws -> R) rethrows -> R {
    try permits.run { try times?.measure(stage, body) ?? body() }
  }

  /// Does equal parts of a stage, each once a processor is free for it; results in the order of `items`.
  func map<Item: Sendable, Result: Sendable>(
    _ stage: ProcessingStage, _ items: [Item], _ body: @Sendable (Item) -> Result
  ) -> [Result] {
    ParallelMap.map(items, threads: permits.count) { item in run(stage) { body(item) } }
  }
}
