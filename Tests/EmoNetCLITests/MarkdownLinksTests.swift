// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import TestSupport
import Testing

/// The repository's texts: what they point at is there.
@Suite struct MarkdownLinksTests {
  private static let texts = Checkout.files(ending: ".md")

  @Test(arguments: texts)
  func everyLinkLeadsToAFileAndAHeading(_ name: String) throws {
    let folder = (name as NSString).deletingLastPathComponent
    for link in Markdown(try Checkout.text(name)).links where !Self.isElsewhere(link) {
      let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      let path = String(parts[0]).removingPercentEncoding ?? String(parts[0])
      let target = path.isEmpty ? name : folder.isEmpty ? path : "\(folder)/\(path)"
      let full = URL(fileURLWithPath: Checkout.path(target)).standardized.path
      #expect(full.hasPrefix(Checkout.root), "\(link) leads out of the repository")
      #expect(FileManager.default.fileExists(atPath: full), "\(link)")
      guard parts.count == 2 else { continue }
      let headings = Markdown(try String(contentsOfFile: full, encoding: .utf8)).headings
      #expect(headings.contains(String(parts[1])), "\(link)")
    }
  }

  @Test func everyExperimentStandsInTheIndex() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Checkout.path("experiments"))
      .filter { FileManager.default.fileExists(atPath: Checkout.path("experiments/\($0)/.")) }
    let links = Markdown(try Checkout.text("experiments/README.md")).links
    #expect(folders.filter { !links.contains($0) }.sorted() == [])
    let bare = folders.filter { !Self.texts.contains("experiments/\($0)/README.md") }
    #expect(bare.sorted() == [])
  }

  private static func isElsewhere(_ link: String) -> Bool {
    ["https://", "http://", "mailto:"].contains(where: link.hasPrefix)
  }

  @Test func linksAndHeadingsAreFoundButNotInCode() {
    let text = Markdown(
      """
      # A `b`: c_d!
      See [one](a.md), ![two](b.png "title") and [three](<c d.md#x>), but `[no](x)`.
      [four]: d.md
      ```
      [no](y)
      # no
      ```
      [a
      break](e.md)
          [no](z)
      ## Twice
      ## Twice
      """)
    #expect(text.links == ["a.md", "b.png", "c d.md#x", "e.md", "d.md"])
    #expect(text.headings == ["a-b-c_d", "twice", "twice-1"])
  }
}

/// What a text in Markdown points at, and what in it can be pointed at.
private struct Markdown {
  private let lines: [String]

  /// Takes a text; blocks of code, fenced or indented by four spaces, are left out.
  init(_ text: String) {
    var isFenced = false
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line in
      if line.hasPrefix("```") {
        isFenced.toggle()
        return nil
      }
      return isFenced || line.hasPrefix("    ") ? nil : String(line)
    }
  }

  /// Targets of the links, those of footnote style at the end.
  var links: [String] {
    let text = lines.joined(separator: "\n").replacing(/`[^`\n]*`/, with: "")
    let inline = text.matches(of: /\]\((?:<([^>]+)>|([^)\s]+))[^)]*\)/).map { match in
      String(match.output.1 ?? match.output.2 ?? "")
    }
    let footnotes = text.matches(of: /(?:^|\n)\[[^\]]+\]: *(\S+)/).map { String($0.output.1) }
    return inline + footnotes
  }

  /// Anchors of the headings: lower case, spaces as hyphens, other signs left out.
  var headings: [String] {
    var seen: [String: Int] = [:]
    return lines.compactMap { line -> String? in
      guard let match = line.wholeMatch(of: /#{1,6} +(.*)/) else { return nil }
      let words = String(match.output.1).replacing(/\]\([^)]*\)/, with: "").lowercased()
      let kept = words.filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }
      let anchor = kept.replacing(" ", with: "-")
      let count = seen[anchor, default: 0]
      seen[anchor] = count + 1
      return count == 0 ? anchor : "\(anchor)-\(count)"
    }
  }
}
