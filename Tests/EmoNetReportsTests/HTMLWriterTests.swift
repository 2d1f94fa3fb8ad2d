// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNetReports
import EmoNetTraining
import Foundation
import Testing

@Suite struct HTMLWriterTests {
  private func page(_ table: PredictionTable, comparedWith other: PredictionTable? = nil) throws
    -> String
  {
    HTMLWriter.page(try MadeUpAnswers.document(table, comparedWith: other))
  }

  /// Names of tags and whether they close, and the attributes of each, in order.
  private func tags(_ page: String) -> [(name: String, isEnd: Bool, rest: Substring)] {
    page.matches(of: /<(\/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>/).map {
      (String($0.output.2), !$0.output.1.isEmpty, $0.output.3)
    }
  }

  @Test func thePageIsWellFormedAndNeedsNothingBesideIt() throws {
    let page = try page(
      MadeUpAnswers.table(), comparedWith: MadeUpAnswers.table().answering(withAtLeast: 0.6))
    var open: [String] = []
    for tag in tags(page) where !["meta", "br"].contains(tag.name) && !tag.rest.hasSuffix("/") {
      if tag.isEnd { #expect(open.popLast() == tag.name) } else { open.append(tag.name) }
    }
    #expect(open.isEmpty)
    for word in ["<script", "http:", "https:", "url(", "@import", " src=", "<link", "<iframe"] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.contains("default-src 'none'"))
    #expect(page.utf8.count < 2_000_000)
  }

  @Test func whatComesFromOutsideIsText() throws {
    let page = try page(MadeUpAnswers.table())
    #expect(page.contains("&amp; &lt;more&gt;.avi") && !page.contains("<more>"))
    #expect(page.contains("emonet evaluate --list 'a &lt;b&gt;.csv'"))
  }

  @Test func linksLeadToSectionsAndEveryNameIsThereOnce() throws {
    let page = try page(MadeUpAnswers.table(), comparedWith: MadeUpAnswers.table())
    let links = page.matches(of: #/href="\#([^"]+)"/#).map { String($0.output.1) }
    let names = page.matches(of: #/\ id="([^"]+)"/#).map { String($0.output.1) }
    #expect(links == names && Set(names).count == names.count && names.count > 12)
  }

  @Test func everyPictureHasAnAlternativeAndATableBesideIt() throws {
    let document = try MadeUpAnswers.document(MadeUpAnswers.table())
    let exhibits = document.sections.flatMap(\.exhibits).filter { $0.figure != nil }
    #expect(exhibits.count >= 9)
    for exhibit in exhibits {
      #expect(exhibit.table != nil)
      let svg = exhibit.figure?.svg ?? ""
      #expect(svg.contains(/<svg [^>]*role="img" aria-label="[^"]{12,}"/), "\(svg.prefix(200))")
      #expect(!svg.contains("nan") && !svg.contains("inf"))
    }
    let page = HTMLWriter.page(document)
    #expect(page.matches(of: /<table>/).count == page.matches(of: /<caption>/).count)
  }

  @Test func clipsAreShownWhereThatIsAskedForAndStayInThePage() throws {
    let table = MadeUpAnswers.table()
    let paths = EvaluationDocument.shownPaths(of: table)
    #expect(paths.count == 12)
    let glimpse = ClipGlimpse(
      faces: [[UInt8](repeating: 90, count: 48 * 48), [UInt8](repeating: 200, count: 48 * 48)],
      waveform: [(-0.5, 0.5), (-0.25, 0.125), (0, 0)], pitch: [120, 240, 0], seconds: 2.5)
    let none = ClipGlimpse(faces: [], waveform: [], pitch: [], seconds: 0)
    let page = HTMLWriter.page(
      EvaluationDocument.make(
        table, Evaluator.report(on: table), MadeUpAnswers.manifest,
        glimpses: [paths[0]: glimpse, paths[1]: none]))
    #expect(page.matches(of: /href="data:image\/png;base64,[A-Za-z0-9+\/=]+"/).count == 1)
    #expect(page.contains("class=\"pitch\"") && page.contains("2.5 s"))
    #expect(page.contains("nothing could be read of it"))
    #expect(try !self.page(table).contains("data:image/png"))
  }

  @Test func aPageOfManyClipsStaysSmall() throws {
    #expect(try page(MadeUpAnswers.table(6000)).utf8.count < 500_000)
  }

  @Test func thePageIsTheSameEveryTime() throws {
    #expect(try page(MadeUpAnswers.table()) == page(MadeUpAnswers.table()))
  }

  @Test(arguments: [0, 1, 2])
  func aPageOfHardlyAnyClipsHasNoFiguresThatAreNone(_ count: Int) throws {
    let page = try page(MadeUpAnswers.table(count))
    #expect(page.contains("broken.avi"))
    #expect(!page.contains("nan") && page.hasSuffix("</html>\n"))
    #expect(page.contains("No clip was classified") == (count == 0))
  }
}
