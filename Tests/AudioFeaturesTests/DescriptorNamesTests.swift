// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import AudioFeatures

/// The names of the values.
struct DescriptorNamesTests {
  @Test(arguments: FunctionalsFeatureSet.allCases)
  func thereAre1582DifferentNames(featureSet: FunctionalsFeatureSet) {
    let names = FunctionalsExtractor(featureSet: featureSet).names
    #expect(names.count == 1582)
    #expect(Set(names).count == 1582)
    #expect(names.first == "pcm_loudness_sma_maxPos")
    #expect(names[1580...] == ["F0final__Turn_numOnsets", "F0final__Turn_duration"])
  }

  @Test func groupsStandOneAfterAnotherContoursBeforeDeltas() {
    let names = FunctionalsExtractor(featureSet: .is10).names
    #expect(names[20] == "pcm_loudness_sma_upleveltime90")
    #expect(names[21] == "mfcc_sma[0]_maxPos")
    #expect(names[34 * 21] == "pcm_loudness_sma_de_maxPos")
    #expect(names[68 * 21 - 1] == "voicingFinalUnclipped_sma_de_upleveltime90")
    #expect(names[68 * 21] == "F0final_sma_maxPos")
    #expect(names[68 * 21 + 4 * 19] == "F0final_sma_de_maxPos")
    #expect(names[1579] == "shimmerLocal_sma_de_upleveltime90")
    let pitchNames = names.filter { $0.hasPrefix("F0final_sma") }
    #expect(!pitchNames.contains { $0.hasSuffix("percentile1.0") || $0.hasSuffix("pctlrange0-1") })
  }

  @Test func theVariantsSpellTheCepstrumsColumnsDifferently() {
    let names = FunctionalsExtractor(featureSet: .emobase2010).names
    #expect(names[21] == "pcm_fftMag_mfcc_sma[0]_maxPos")
    #expect(names.count { $0.hasPrefix("pcm_fftMag_mfcc") } == 630)
    #expect(FunctionalsFeatureSet.emobase2010.version != FunctionalsFeatureSet.is10.version)
  }
}
