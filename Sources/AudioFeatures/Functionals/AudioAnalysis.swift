// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// One walk over a sound that answers everything that is asked about it.
///
/// The sound comes in pieces of any size, and the answers are the same to the byte however it is
/// cut. Of its samples a few seconds are held at most. What the measures have in common is done once:
/// those of one feature set share their contours, and those of different sets all but the voice.
///
/// A sound under 100 ms is repeated from its start until it has that length. An analysis is used from
/// one thread at a time; several at once do not disturb one another.
package final class AudioAnalysis {
  /// What can be asked about a sound.
  package enum Measure: Hashable, Sendable {
    /// The 1582 functionals.
    case functionals(FunctionalsFeatureSet)
    /// The 1582 functionals averaged over where the frames happen to begin.
    case averagedFunctionals(FunctionalsFeatureSet)
    /// The contours that the functionals summarise, with their deltas, frame by frame.
    case descriptors(FunctionalsFeatureSet)
  }

  /// How often a sound is analysed for averages, each time from a little later on.
  private static let phaseCount = 4
  /// Below this many seconds a sound is analysed once: each frame counts too much to leave one out.
  private static let shortestAveraged = 0.3

  private let sampleRate: Int
  private let measures: Set<Measure>
  private let stream: ContourStream
  /// Frames whose descriptors have been taken.
  private var takenFrames: [FunctionalsFeatureSet: Int]
  private var isFinished = false

  /// An analysis of a sound with one of the supported sample rates, of which nothing has come yet.
  package init(of measures: Set<Measure>, sampleRate: Int) {
    precondition(
      FunctionalsExtractor.supportedSampleRates.contains(sampleRate),
      "a sample rate of \(sampleRate) Hz lies outside \(FunctionalsExtractor.supportedSampleRates)")
    self.measures = measures
    self.sampleRate = sampleRate
    let featureSets = FunctionalsFeatureSet.allCases
    let averaged = featureSets.filter { measures.contains(.averagedFunctionals($0)) }
    let described = featureSets.filter { measures.contains(.descriptors($0)) }
    let plain = featureSets.filter { measures.contains(.functionals($0)) }
    takenFrames = Dictionary(uniqueKeysWithValues: described.map { ($0, 0) })
    let all = featureSets.filter { (averaged + described + plain).contains($0) }
    stream = ContourStream(
      sampleRate: sampleRate,
      phases: (0..<(averaged.isEmpty ? 1 : Self.phaseCount)).map { phase in
        let start = FrameGeometry.hopDuration * Double(phase) / Double(Self.phaseCount)
        return (
          offset: Int((start * Double(sampleRate)).rounded()),
          cutoffs: (phase == 0 ? all : averaged).map(\.voicingCutoff)
        )
      })
  }

  /// Time from one row of descriptors to the next, in seconds: 10 ms, rounded to whole samples.
  package var framePeriod: Double { Double(stream.geometry.hopLength) / Double(sampleRate) }
  /// Length of sound that one row looks at, in seconds: 60 ms, rounded to whole samples.
  package var frameLength: Double { Double(stream.geometry.longLength) / Double(sampleRate) }

  /// Samples that are held for the frames to come.
  var heldSampleCount: Int { stream.heldSampleCount }
  /// Frames of the first phase whose contours are held.
  var heldFrameCount: Int { stream.heldFrameCount }
  /// Most samples that are ever held.
  var sampleCapacity: Int { stream.sampleCapacity }

  /// Takes the samples that follow those before, -32768 to 32767.
  package func append(_ samples: ArraySlice<Int16>) {
    precondition(!isFinished, "an analysis that has been finished takes no more samples")
    stream.append(samples.span)
  }

  /// Rows of descriptors, `[rows, 76]`, row-major, that have settled since they were last taken.
  ///
  /// They come a few seconds at a time; the last once the analysis has been finished.
  package func takeDescriptors(_ featureSet: FunctionalsFeatureSet) -> [Float] {
    guard let taken = takenFrames[featureSet] else {
      preconditionFailure("the analysis was not asked for descriptors of \(featureSet)")
    }
    let contours = stream.contours(phase: 0, cutoff: featureSet.voicingCutoff)
    let rows = contours.descriptors(from: taken, areComplete: isFinished)
    takenFrames[featureSet] = max(taken, contours.settledCount(areComplete: isFinished))
    if !rows.isEmpty, measures.count == takenFrames.count, let slowest = takenFrames.values.min() {
      // Nobody is going to summarise the contours.
      stream.discardContours(before: Contours.firstNeeded(from: slowest))
    }
    return rows
  }

  /// Ends the sound and answers.
  package func finish() -> Summary {
    precondition(!isFinished, "an analysis is finished once")
    isFinished = true
    let duration = Double(stream.sampleCount) / Double(sampleRate)
    let phaseCount = duration >= Self.shortestAveraged ? Self.phaseCount : 1
    let wasPadded = stream.finish(phaseCount: phaseCount)
    var functionals: [Measure: Functionals] = [:]
    for featureSet in FunctionalsFeatureSet.allCases {
      let (once, averaged) = (
        Measure.functionals(featureSet), Measure.averagedFunctionals(featureSet)
      )
      guard measures.contains(once) || measures.contains(averaged) else { continue }
      let values = values(featureSet, phase: 0)
      functionals[once] = Functionals(values: values, wasPadded: wasPadded)
      guard measures.contains(averaged) else { continue }
      var sums = values.map { Double($0) }
      for phase in 1..<phaseCount {
        for (i, value) in self.values(featureSet, phase: phase).enumerated() {
          sums[i] += Double(value)
        }
      }
      functionals[averaged] = Functionals(
        values: sums.map { Float($0 / Double(phaseCount)) }, wasPadded: wasPadded)
    }
    return Summary(
      frameCount: max(0, stream.frameCount - 1),
      summarisedFrameCount: Contours.summarisedCount(of: stream.frameCount),
      wasPadded: wasPadded, functionals: functionals)
  }

  private func values(_ featureSet: FunctionalsFeatureSet, phase: Int) -> [Float] {
    stream.contours(phase: phase, cutoff: featureSet.voicingCutoff).functionals(featureSet)
  }
}

extension AudioAnalysis {
  /// What a sound as a whole was found to be like.
  package struct Summary: Sendable {
    /// Rows of descriptors.
    package let frameCount: Int
    /// Leading rows that the functionals summarise; the last few are only seen by smoothing.
    package let summarisedFrameCount: Int
    /// Whether the sound was shorter than the minimum and was repeated to reach it.
    package let wasPadded: Bool
    fileprivate let functionals: [Measure: Functionals]

    /// The functionals of a feature set for which they were asked.
    package func functionals(_ featureSet: FunctionalsFeatureSet) -> Functionals {
      answer(.functionals(featureSet))
    }

    /// The averaged functionals of a feature set for which they were asked.
    package func averagedFunctionals(_ featureSet: FunctionalsFeatureSet) -> Functionals {
      answer(.averagedFunctionals(featureSet))
    }

    private func answer(_ measure: Measure) -> Functionals {
      guard let answer = functionals[measure] else {
        preconditionFailure("the analysis was not asked for \(measure)")
      }
      return answer
    }
  }
}
