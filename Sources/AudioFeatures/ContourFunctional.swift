// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

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
