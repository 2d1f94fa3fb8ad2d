// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

/// The statistics that summarise one contour, in the order of their values.
enum ContourFunctional: Int, CaseIterable, Sendable {
  case maximumPosition, minimumPosition, mean
  case slope, offset, absoluteError, squaredError
  case deviation, skewness, kurtosis
  case quartile1, quartile2, quartile3, range12, range23, range13
  case percentile1, percentile99, percentileRange
  case upLevelTime75, upLevelTime90

  /// Last part of the columns' names.
  var name: String {
    switch self {
    case .maximumPosition: "maxPos"
    case .minimumPosition: "minPos"
    case .mean: "amean"
    case .slope: "linregc1"
    case .offset: "linregc2"
    case .absoluteError: "linregerrA"
    case .squaredError: "linregerrQ"
    case .deviation: "stddev"
    case .skewness: "skewness"
    case .kurtosis: "kurtosis"
    case .quartile1: "quartile1"
    case .quartile2: "quartile2"
    case .quartile3: "quartile3"
    case .range12: "iqr1-2"
    case .range23: "iqr2-3"
    case .range13: "iqr1-3"
    case .percentile1: "percentile1.0"
    case .percentile99: "percentile99.0"
    case .percentileRange: "pctlrange0-1"
    case .upLevelTime75: "upleveltime75"
    case .upLevelTime90: "upleveltime90"
    }
  }
}

/// The statistics of one contour, computed together: two passes and one sort.
struct ContourStatistics {
  /// In the order of `ContourFunctional.allCases`, `[21]`.
  private var values = [Double](repeating: 0, count: ContourFunctional.allCases.count)

  /// Statistics of a contour, `[frames]`, of finite values; an empty one has all zeros.
  init(of contour: [Float], relativePositions: Bool, sorter: inout FloatSorter) {
    guard !contour.isEmpty else { return }
    moments(contour, relativePositions: relativePositions)
    order(sorter.sorted(contour))
  }

  /// One statistic.
  subscript(functional: ContourFunctional) -> Double {
    get { values[functional.rawValue] }
    set { values[functional.rawValue] = newValue }
  }

  /// Everything that needs no order: extrema, mean, line, moments.
  private mutating func moments(_ contour: [Float], relativePositions: Bool) {
    let n = Double(contour.count)
    var sum = 0.0
    var weighted = 0.0
    var top = (value: contour[0], index: 0)
    var bottom = top
    for (i, x) in contour.enumerated() {
      sum += Double(x)
      weighted += Double(i) * Double(x)
      if x > top.value { top = (x, i) }
      if x < bottom.value { bottom = (x, i) }
    }
    let mean = sum / n
    // Least squares against i = 0 ..< n, whose mean is (n - 1) / 2 and variance (n^2 - 1) / 12.
    let middle = (n - 1) / 2
    let spread = n * (n * n - 1) / 12
    let slope = spread > 0 ? (weighted - middle * sum) / spread : 0
    let offset = mean - slope * middle

    var absolute = 0.0
    var squared = 0.0
    var second = 0.0
    var third = 0.0
    var fourth = 0.0
    let level75 = Double(bottom.value) + 0.75 * Double(top.value - bottom.value)
    let level90 = Double(bottom.value) + 0.90 * Double(top.value - bottom.value)
    var above75 = 0
    var above90 = 0
    for (i, x) in contour.enumerated() {
      let value = Double(x)
      let residual = value - (offset + slope * Double(i))
      absolute += abs(residual)
      squared += residual * residual
      let centred = value - mean
      let square = centred * centred
      second += square
      third += square * centred
      fourth += square * square
      above75 += value > level75 ? 1 : 0
      above90 += value > level90 ? 1 : 0
    }
    let scale = relativePositions ? n : 1
    self[.maximumPosition] = Double(top.index) / scale
    self[.minimumPosition] = Double(bottom.index) / scale
    self[.mean] = mean
    self[.slope] = slope
    self[.offset] = offset
    self[.absoluteError] = absolute / n
    self[.squaredError] = squared / n
    self[.upLevelTime75] = Double(above75) / n
    self[.upLevelTime90] = Double(above90) / n
    // A constant contour has no shape; rounding of its mean must not give it one.
    let variance = second / n
    guard top.value > bottom.value, variance > 0 else { return }
    self[.deviation] = variance.squareRoot()
    self[.skewness] = third / n / (variance * variance.squareRoot())
    self[.kurtosis] = fourth / n / (variance * variance)
  }

  /// Everything that needs the sorted contour.
  private mutating func order(_ sorted: [Float]) {
    let quartile1 = Self.percentile(0.25, sorted)
    let quartile2 = Self.percentile(0.50, sorted)
    let quartile3 = Self.percentile(0.75, sorted)
    let low = Self.percentile(0.01, sorted)
    let high = Self.percentile(0.99, sorted)
    self[.quartile1] = quartile1
    self[.quartile2] = quartile2
    self[.quartile3] = quartile3
    self[.range12] = quartile2 - quartile1
    self[.range23] = quartile3 - quartile2
    self[.range13] = quartile3 - quartile1
    self[.percentile1] = low
    self[.percentile99] = high
    self[.percentileRange] = abs(high - low)
  }

  /// Value at `share * (n - 1)` of a sorted contour, linear between neighbours.
  static func percentile(_ share: Double, _ sorted: [Float]) -> Double {
    guard let last = sorted.last else { return 0 }
    let position = share * Double(sorted.count - 1)
    let below = Int(position)
    guard below + 1 < sorted.count else { return Double(last) }
    let fraction = position - Double(below)
    return Double(sorted[below]) * (1 - fraction) + Double(sorted[below + 1]) * fraction
  }
}
