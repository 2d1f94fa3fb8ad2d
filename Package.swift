// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

/// One room of the package; data walks through them in the order of `targets`.
func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [],
  resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, exclude: exclude, resources: resources,
    swiftSettings: settings)
}

let package = Package(
  name: "emonet",
  products: [
    .library(name: "EmoNet", targets: ["EmoNet"]),
    .executable(name: "emonet", targets: ["EmoNetCLI"]),
    .executable(name: "emonet-benchmarks", targets: ["EmoNetBenchmarks"]),
  ],
  targets: [
    .systemLibrary(name: "CFFmpeg"),
    .systemLibrary(name: "CFFTW"),
    .systemLibrary(name: "CLAPACKE"),
    .systemLibrary(name: "COneDNN"),
    room("Media", ["CFFmpeg"]),
    room("AudioFeatures", ["CFFTW", "Media"]),
    room("NeuralNetwork", ["COneDNN"]),
    room("Faces", ["Media", "NeuralNetwork"]),
    room("EmoNet", ["CLAPACKE", "Media", "AudioFeatures", "NeuralNetwork", "Faces"]),
    program("EmoNetCLI", ["EmoNet", "AudioFeatures", "Media"]),
    program("EmoNetBenchmarks", ["EmoNet", "NeuralNetwork", "Faces", "Media", "AudioFeatures"]),
    tests("MediaTests", ["CFFmpeg", "Media"]),
    tests("AudioFeaturesTests", ["AudioFeatures"]),
    tests("NeuralNetworkTests", ["NeuralNetwork"], exclude: ["Golden"]),
    tests("FacesTests", ["Faces", "Media", "NeuralNetwork"]),
    tests(
      "EmoNetTests", ["EmoNet", "AudioFeatures", "NeuralNetwork", "Media"],
      resources: [.copy("Golden")]),
    tests("EmoNetCLITests", ["EmoNet", "EmoNetCLI", "Media"]),
    tests("EmoNetBenchmarksTests", ["EmoNet", "EmoNetBenchmarks"]),
  ]
)
