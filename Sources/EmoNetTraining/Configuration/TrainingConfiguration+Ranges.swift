// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// A number of the configuration, and between which it must be.
struct ConfiguredNumber {
  let key: String
  let value: Double
  let range: ClosedRange<Double>

  init(_ key: String, _ value: some BinaryInteger, _ range: ClosedRange<Int>) {
    self.init(key, Double(value), Double(range.lowerBound)...Double(range.upperBound))
  }

  init(_ key: String, _ value: some BinaryFloatingPoint, _ range: ClosedRange<Double>) {
    self.init(key, Double(value), range)
  }

  private init(_ key: String, _ value: Double, _ range: ClosedRange<Double>) {
    self.key = key
    self.value = value
    self.range = range
  }

  /// Why it cannot be, for people; nil when it can.
  var objection: String? {
    guard !range.contains(value) else { return nil }
    func text(_ number: Double) -> String {
      Int(exactly: number).map(String.init) ?? "\(number)"
    }
    return "'\(key)' is \(text(value)); it must be from \(text(range.lowerBound)) to "
      + text(range.upperBound)
  }
}

extension TrainingConfiguration {
  /// Why the numbers cannot be, by the first key that is wrong; nil when they can.
  var objection: String? {
    let numbers =
      backbone.numbers.map { ("backbone", $0) } + branches.numbers.map { ("branches", $0) }
      + backbone.augmentation.numbers.map { ("backbone.augmentation", $0) }
      + branches.augmentation.numbers.map { ("branches.augmentation", $0) }
    for (place, number) in numbers {
      if let objection = ConfiguredNumber(place, number).objection { return objection }
    }
    guard branches.frames.minimum <= branches.frames.maximum else {
      return "'branches.frames.minimum' is \(branches.frames.minimum), more than the maximum of "
        + "\(branches.frames.maximum)"
    }
    guard branches.pairShare + branches.soundShare <= 1.0001 else {
      return "'branches.pairShare' and 'branches.soundShare' are more than 1 together"
    }
    return nil
  }
}

extension ConfiguredNumber {
  fileprivate init(_ place: String, _ inner: ConfiguredNumber) {
    self.init("\(place).\(inner.key)", inner.value, inner.range)
  }
}

extension BackboneConfiguration {
  fileprivate var numbers: [ConfiguredNumber] {
    [
      .init("epochs", epochs, 1...100_000), .init("batchSize", batchSize, 1...100_000),
      .init("peakLearningRate", peakLearningRate, 0...100),
      .init("warmUpFraction", warmUpFraction, 0...1), .init("momentum", momentum, 0...1),
      .init("weightDecay", weightDecay, 0...100), .init("minimumVotes", minimumVotes, 0...1000),
      .init("originalLabelWeight", originalLabelWeight, 0...1000),
    ]
      + [
        labelSmoothing.map { .init("labelSmoothing", $0, 0...1) },
        logitAdjustment.map { .init("logitAdjustment", $0, 0...100) },
        averagingDecay.map { .init("averagingDecay", $0, 0...1) },
      ].compactMap { $0 }
  }
}

extension BranchesConfiguration {
  fileprivate var numbers: [ConfiguredNumber] {
    [
      .init("members", members, 1...1000), .init("epochs", epochs, 1...100_000),
      .init("stepsPerEpoch", stepsPerEpoch, 1...10_000_000),
      .init("batchSize", batchSize, 1...100_000),
      .init("crossFittingFolds", crossFittingFolds, 2...1000),
      .init("recodingWeight", recodingWeight, 0...1_000_000),
      .init("peakLearningRate", peakLearningRate, 0...100),
      .init("warmUpFraction", warmUpFraction, 0...1), .init("weightDecay", weightDecay, 0...100),
      .init("gradientNorm", gradientNorm, 0...1_000_000),
      .init("labelSmoothing", labelSmoothing, 0...1), .init("soundDropout", soundDropout, 0...1),
      .init("fusionDropout", fusionDropout, 0...1),
      .init("recurrentDropout", recurrentDropout, 0...1),
      .init("averagingDecay", averagingDecay, 0...1), .init("pairShare", pairShare, 0...1),
      .init("soundShare", soundShare, 0...1), .init("stillShare", stillShare, 0...1),
      .init("stillsPerEmotion", stillsPerEmotion, 0...10_000_000),
      .init("variants", variants, 0...1000), .init("frames.minimum", frames.minimum, 1...100_000),
      .init("frames.maximum", frames.maximum, 1...100_000),
      .init("faceFeatureNoise", faceFeatureNoise, 0...1000),
      .init("faceOffsetNoise", faceOffsetNoise, 0...1000),
      .init("discriminantNoise", discriminantNoise, 0...1000),
    ]
      + recodings.enumerated().flatMap { index, recoding -> [ConfiguredNumber] in
        [
          .init(
            "recodings.\(index).pictureBitsPerPixel", recoding.pictureBitsPerPixel, 0.0001...1000),
          .init("recodings.\(index).soundBitRate", recoding.soundBitRate, 1000...10_000_000),
          .init("recodings.\(index).soundOffset", recoding.soundOffset, 0...3600),
        ]
      }
  }
}

extension FaceAugmentation {
  fileprivate var numbers: [ConfiguredNumber] {
    [
      .init("rotation", rotation, 0...180), .init("logScale", logScale, 0...5),
      .init("logAspect", logAspect, 0...5), .init("shift", shift, 0...1),
      .init("logGamma", logGamma, 0...5), .init("noise", noise, 0...255),
      .init("erasing", erasing, 0...1),
    ]
      + [
        reduction.map { .init("reduction", $0, 0...1) }, blur.map { .init("blur", $0, 0...100) },
        compression.map { .init("compression", $0, 1...100) },
      ].compactMap { $0 }
  }
}
