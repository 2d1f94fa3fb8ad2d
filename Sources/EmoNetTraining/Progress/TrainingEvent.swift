// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// What training tells its caller while it runs.
public struct TrainingEvent: Sendable, Equatable {
  /// A figure of the epoch that ended, such as a loss or a recall.
  public struct Metric: Sendable, Equatable {
    /// What was measured.
    public let name: String
    /// The figure; a share lies in [0, 1].
    public let value: Double
  }

  /// Part of the training: `faces`, `features`, `folds`, or `branches` and a number.
  public let stage: String
  /// A remark for people, where there is more to say than figures.
  public var message: String?
  /// Epoch in progress, counted from 1; 0 where the stage has none.
  public var epoch = 0
  /// Epochs of this stage.
  public var epochs = 0
  /// Steps (batches, clips) done in this epoch.
  public var step = 0
  /// Steps of this epoch.
  public var steps = 0
  /// Figures of the epoch, when it ended.
  public var metrics: [Metric] = []
  /// Estimated time until this stage ends, in seconds.
  public var secondsRemaining: Double?
  /// Whether something ended here that is worth a line in a log: an epoch, a preparation.
  public var isEpochEnd = false
}

/// Estimates how long a loop still takes from the time it took so far.
struct ProgressClock {
  let total: Int
  private let start = ContinuousClock.now

  /// A clock for `total` equal pieces of work, started now.
  init(total: Int) { self.total = total }

  /// Estimated seconds until all pieces are done; `nil` before the first.
  func remaining(done: Int) -> Double? {
    guard done > 0 else { return nil }
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    return elapsed / Double(done) * Double(max(total - done, 0))
  }
}

/// Why a training cannot start or go on, without the file that is to blame; the trainer adds it.
struct TrainingError: Error, Equatable {
  /// The cause, with values.
  let reason: String
}
