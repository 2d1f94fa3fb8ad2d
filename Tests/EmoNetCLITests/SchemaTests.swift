// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import EmoNetTraining
import Files
import Foundation
import Media
import Tables
import TestSupport
import Testing

/// What the program writes as JSON, beside the schemas in `Features/schemas`.
@Suite(
  .serialized, .enabled(if: EmoNetProcess.hasWeights, "there are no weights in Weights/"))
struct SchemaTests {
  private static let footage = Result { try SampleFootage() }

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func expect(_ text: some StringProtocol, fits form: WrittenForm) throws {
    #expect(try form.schema().complaints(aboutText: String(text)) == [], "\(text)")
  }

  /// Predictions as the program wrote them, a line each.
  private func classify(_ arguments: String...) throws -> [Substring] {
    let ran = try EmoNetProcess.run(["classify", "--format", "json"] + arguments)
    #expect(ran.errors == "")
    #expect(ran.exitCode == 0)
    return ran.output.split(separator: "\n")
  }

  @Test(arguments: [
    [], ["--top", "1"], ["--top", "7"], ["--precision", "f32"], ["--precision", "bf16"],
    ["--precision", "bf16", "--top", "3"],
    ["--minimum-confidence", "1"], ["--minimum-confidence", "0", "--top", "1"],
  ])
  func aPredictionFitsWhateverTheOptions(_ options: [String]) throws {
    let ran = try EmoNetProcess.run(
      ["classify", "--format", "json", SampleFootage.path] + options)
    #expect(ran.exitCode == 0)
    try expect(ran.output, fits: .prediction)
    #expect(ran.output.contains(#""top":["#) == options.contains("--top"))
  }

  @Test func aPredictionFitsWhateverIsMissing() throws {
    let footage = try Self.footage.get()
    let black = [UInt8](repeating: 0, count: 720 * 576 * 3)
    try footage.write(folder / "mute.mp4", track: SampleFootage.whole, hasSound: false)
    try footage.write(folder / "black.avi", track: SampleFootage.whole, pixels: { _ in black })
    try footage.write(folder / "voice.wav", track: nil)
    try footage.write(
      folder / "face.png", track: SampleFootage.whole, keeping: { $0 == 20 }, hasSound: false)
    let lines = try classify(folder.path)
    try #require(lines.count == 4)
    for line in lines { try expect(line, fits: .prediction) }
    #expect(lines.count { $0.contains(#""used":false,"scores":null"#) } == 4)
  }

  @Test func aPredictionOfALongClipFitsWithItsWindows() throws {
    try Self.footage.get().writeLong(folder / "long.mp4", seconds: 64, hasPicture: true)
    try Self.footage.get().writeLong(folder / "long.wav", seconds: 61, hasPicture: false)
    let lines = try classify(folder.path)
    try #require(lines.count == 2)
    for line in lines {
      try expect(line, fits: .prediction)
      #expect(line.contains(#""windows":[{"start":0.0,"end":10.0,"#))
    }
    for mutilated in try Mutilation.all(of: lines[0], in: .prediction) { mutilated.expectRefusal() }
  }

  @Test func aMutilatedPredictionIsRefused() throws {
    let line = try classify("--precision", "bf16", "--top", "2", SampleFootage.path)[0]
    let all = try Mutilation.all(of: line, in: .prediction)
    #expect(all.count > 80)
    for mutilated in all { mutilated.expectRefusal() }
  }

  private func evaluate(_ list: String, _ options: [String] = []) throws -> String {
    try folder.write("list.csv", Data(list.utf8))
    let ran = try EmoNetProcess.run(
      ["evaluate", "--format", "json", "--list", folder / "list.csv"] + options)
    #expect(ran.exitCode == (list.contains("none.avi") ? 1 : 0))
    return ran.output
  }

  @Test func aReportFitsAndAMutilatedOneIsRefused() throws {
    try Self.footage.get().write(folder / "voice.wav", track: nil)
    try folder.write("text.avi", Data("not a clip\n".utf8))
    let sample = Checkout.path(SampleFootage.path)
    let report = try evaluate(
      """
      path,label,speaker
      \(sample),happy,ann
      voice.wav,sad,bob
      none.avi,sad,bob
      text.avi,fear,ann
      """)
    try expect(report, fits: .report)
    #expect(report.contains("bootstrap over speakers"))
    for mutilated in try Mutilation.all(of: report, in: .report) { mutilated.expectRefusal() }
    try expect(evaluate("path,label\n\(sample),happy\nvoice.wav,sad\n"), fits: .report)
  }

  @Test func tablesOfAnswersAndReportsWithAllPartsFit() throws {
    try Self.footage.get().write(folder / "voice.wav", track: nil)
    let list = """
      path,label,speaker,split,corpus,modality
      \(Checkout.path(SampleFootage.path)),happy,ann,x,one,av
      voice.wav,sad,bob,x,two,a
      """
    _ = try evaluate(
      list, ["--predictions", folder / "t.json", "--minimum-confidence", "0.5", "--only-present"])
    let table = try folder.text("t.json")
    try expect(table, fits: .predictions)
    // Whatever is null there may be a text too.
    let full = table.replacing(#""fold": null"#, with: #""fold": "1""#)
    for mutilated in try Mutilation.all(of: full, in: .predictions) { mutilated.expectRefusal() }
    let report = try evaluate(list, ["--compare", folder / "t.json", "--by", "corpus"])
    try expect(report, fits: .report)
    #expect(report.contains(#""mcNemarP""#) && report.contains(#""name": "two""#))
    for mutilated in try Mutilation.all(of: report, in: .report) { mutilated.expectRefusal() }
  }

  @Test func aReportFitsWhenNothingCouldBeClassified() throws {
    let report = try evaluate("path,label\nnone.avi,happy\n")
    try expect(report, fits: .report)
    #expect(report.contains(#""intervals": null"#))
    for mutilated in try Mutilation.all(of: report, in: .report) { mutilated.expectRefusal() }
  }

  /// What stands beside or in every table of a folder, as text.
  private func provenance(_ output: String, _ options: [String]) throws -> [String] {
    try Self.footage.get().write(folder / "voice.wav", track: nil)
    let ran = try EmoNetProcess.run(
      ["extract", "--keep-going", "--output", output] + options
        + [SampleFootage.path, folder / "voice.wav", folder / "none.avi"])
    #expect(ran.exitCode == 1)
    let tables = try FileManager.default.subpathsOfDirectory(atPath: output)
      .filter { TableFormat(path: $0) != nil }.map { "\(output)/\($0)" }.sorted()
    return try tables.map { table in
      switch TableFormat(path: table) {
      case .csv: return try String(contentsOfFile: table + ".json", encoding: .utf8)
      case .arff:
        let text = try String(contentsOfFile: table, encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first)
        return String(line.dropFirst("% emonet ".count))
      default: return try TableProvenance.read(table).text()
      }
    }
  }

  @Test(arguments: [
    (TableFormat.csv, "f32"), (.csv, "bf16"), (.npz, "f32"), (.arff, "f32"),
  ])
  func whatMadeATableFits(_ format: TableFormat, _ precision: String) throws {
    let kinds = FeatureKind.allCases.filter { format != .arff || !$0.isPerFrame }
    let texts = try provenance(
      folder / "out",
      [
        "--features", kinds.map(\.rawValue).joined(separator: ","), "--format", format.rawValue,
        "--precision", precision, "--mfcc-lifter", "0", "--faces", "all",
      ].filter { format != .arff || !["--mfcc-lifter", "0"].contains($0) })
    #expect(texts.count >= kinds.count)
    for text in texts { try expect(text, fits: .features) }
    // Every setting has its entry in the schema.
    let described = try WrittenForm.features.json()["properties"]?["settings"]?["properties"]
    for text in texts {
      let settings = try WrittenForm.read(text)["settings"]?.asObject ?? [:]
      #expect(settings.keys.filter { described?[$0] == nil } == [])
    }
    guard format == .csv else { return }
    for text in texts {
      for mutilated in try Mutilation.all(of: text, in: .features) { mutilated.expectRefusal() }
    }
  }

  @Test func theTablesThatTheCheckoutShowsFit() throws {
    let shown = Checkout.files(ending: ".csv.json")
    #expect(shown.count >= 3)
    for name in shown { try expect(Checkout.text(name), fits: .features) }
  }

  @Test(arguments: WrittenForm.allCases)
  func aSchemaIsOfTheVersionThatIsWrittenAndExplainsEveryKey(_ form: WrittenForm) throws {
    let json = try form.json()
    #expect(json["properties"]?["format"]?["const"]?.asString == form.version)
    #expect(json["$id"]?.asString?.hasPrefix("urn:emonet:schema:\(form.rawValue):") == true)
    func bare(_ schema: JSONValue, _ place: String) -> [String] {
      guard let keywords = schema.asObject else { return [] }
      let members = ["properties", "$defs"].flatMap { keyword in
        (keywords[keyword]?.asObject ?? [:]).map { ("\(place)/\(keyword)/\($0)", $1) }
      }
      let places = ["oneOf", "items", "prefixItems"].flatMap { keyword in
        (keywords[keyword].map { $0.asArray ?? [$0] } ?? []).map { ("\(place)/\(keyword)", $0) }
      }
      return members.filter { $1["title"] == nil }.map(\.0)
        + (members + places).flatMap { bare($1, $0) }
    }
    #expect(bare(json, "#").sorted() == [])
    #expect(
      FeatureKind.allCases.allSatisfy {
        form != .features
          || json["properties"]?["feature"]?["description"]?.asString?.contains($0.rawValue) == true
      })
  }
}

extension SampleFootage {
  /// Writes the clip over and over, a quarter of its size and five frames a second, until it is long.
  func writeLong(_ path: String, seconds: Int, hasPicture: Bool) throws {
    let writer = try VideoWriter(
      path: path, video: hasPicture ? VideoTrack(width: 180, height: 144) : nil,
      audio: AudioTrack(sampleRate: sound.sampleRate, channels: 1))
    if hasPicture {
      let small = frames.map { $0.picked(height: 144, width: 180) { (4 * $0, 4 * $1) } }
      for place in 0..<(5 * seconds) {
        try writer.append(pixels: small[5 * place % small.count], at: Double(place) / 5)
      }
    }
    let count = seconds * sound.sampleRate
    try writer.append(audio: (0..<count).map { sound.values[$0 % sound.values.count] })
    try writer.finish()
  }
}
