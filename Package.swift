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

/// One room of the package; each may use those above it in the list of targets, and none below.
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
    name: name, dependencies: ["TestSupport"] + dependencies, exclude: exclude,
    resources: resources, swiftSettings: settings)
}

let package = Package(
  name: "emonet",
  products: [
    .library(name: "EmoNet", targets: ["EmoNet"]),
    .library(name: "EmoNetTraining", targets: ["EmoNetTraining"]),
    .library(name: "EmoNetReports", targets: ["EmoNetReports"]),
    .executable(name: "emonet", targets: ["EmoNetCLI"]),
    .executable(name: "emonet-benchmarks", targets: ["EmoNetBenchmarks"]),
  ],
  targets: [
    .systemLibrary(name: "CFFmpeg"),
    .systemLibrary(name: "CFFTW"),
    .systemLibrary(name: "CLAPACKE"),
    .systemLibrary(name: "COneDNN"),
    room("Signal", []),
    room("Files", []),
    room("Arguments", []),
    room("Media", ["CFFmpeg", "Signal"]),
    room("AudioFeatures", ["CFFTW", "Signal"]),
    room("NeuralNetwork", ["COneDNN", "Files"]),
    room("Faces", ["Signal", "NeuralNetwork"]),
    room("Tables", ["Files"]),
    room(
      "EmoNet",
      ["Signal", "Files", "Media", "AudioFeatures", "NeuralNetwork", "Faces", "Tables"]),
    room(
      "EmoNetTraining",
      [
        "CLAPACKE", "Signal", "Files", "Media", "AudioFeatures", "NeuralNetwork", "Faces",
        "Tables", "EmoNet",
      ]),
    room("EmoNetReports", ["Files", "EmoNet", "EmoNetTraining"]),
    program(
      "EmoNetCLI",
      [
        "Files", "Arguments", "Media", "AudioFeatures", "Faces", "Tables", "EmoNet",
        "EmoNetTraining", "EmoNetReports",
      ]),
    program(
      "EmoNetBenchmarks",
      [
        "Signal", "Files", "Arguments", "Media", "AudioFeatures", "NeuralNetwork", "Faces",
        "EmoNet", "EmoNetTraining",
      ]),
    .target(
      name: "TestSupport", dependencies: ["Files"], path: "Tests/TestSupport",
      swiftSettings: settings),
    tests("MediaTests", ["CFFmpeg", "Signal", "Media"]),
    tests("AudioFeaturesTests", ["Signal", "AudioFeatures"]),
    tests("NeuralNetworkTests", ["Files", "NeuralNetwork"], exclude: ["Golden"]),
    tests("FacesTests", ["Signal", "Files", "Faces", "Media", "NeuralNetwork"]),
    tests("FilesTests", ["Files"]),
    tests("TablesTests", ["Files", "Tables"]),
    tests("ArgumentsTests", ["Arguments"]),
    tests(
      "EmoNetTests",
      [
        "Signal", "Files", "Tables", "EmoNet", "AudioFeatures", "NeuralNetwork", "Faces", "Media",
      ]),
    tests(
      "EmoNetTrainingTests",
      [
        "Signal", "Files", "Tables", "EmoNet", "EmoNetTraining", "AudioFeatures", "NeuralNetwork",
        "Faces", "Media",
      ], resources: [.copy("Golden")]),
    tests("EmoNetReportsTests", ["Files", "EmoNet", "EmoNetTraining", "EmoNetReports"]),
    tests(
      "EmoNetCLITests",
      [
        "Signal", "Files", "Arguments", "Media", "Tables", "EmoNet", "EmoNetTraining", "EmoNetCLI",
      ]),
    tests("EmoNetBenchmarksTests", ["Files", "Arguments", "EmoNetBenchmarks"]),
  ]
)
