// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// What tables of features hold, for the tests of all rooms that read or write them.
package enum TableSamples {
  /// Text of the form of a SHA-256, for three clips.
  package static let checksums = ["a", "b", "c"].map { String(repeating: $0, count: 64) }

  /// As openSMILE's sink for Weka writes it.
  package static let openSMILE = """
    @relation SMILEfeatures

    @attribute name string
    @attribute pcm_loudness_sma_maxPos numeric
    @attribute mfcc_sma[0]_amean numeric
    @attribute class {Angry,Happy}

    @data

    'clip one.avi',1.5,-2.000000e+01,Happy
    'unknown',0,3.25E-02,?

    """
}
