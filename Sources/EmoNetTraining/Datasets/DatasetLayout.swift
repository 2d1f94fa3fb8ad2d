// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import EmoNet
import Foundation

/// How a data set names its files, and what a name says of its clip.
///
/// After the data sets' own descriptions: AFEW (Dhall et al. 2012), CREMA-D (Cao et al. 2014), RAVDESS (Livingstone
/// and Russo 2018), SAVEE (Haq and Jackson 2009), TESS (Pichora-Fuller and Dupuis 2020), EMO-DB (Burkhardt et al.
/// 2005).
package enum DatasetLayout: String, CaseIterable, Sendable {
  /// `<split>/<Emotion>/<clip>`.
  case afew
  /// `<actor>_<sentence>_<EMO>_<level>`.
  case cremaD = "crema-d"
  /// `<modality>-<channel>-<emotion>-<intensity>-<statement>-<repetition>-<actor>`.
  case ravdess
  /// `<speaker>_<emotion><number>`, or `<emotion><number>` in the speaker's folder.
  case savee
  /// `<speaker>_<word>_<emotion>`.
  case tess
  /// `<speaker><text><emotion><version>`.
  case emodb
  /// `[<split>/]<label>/[<speaker>/]<clip>`.
  case folders

  /// What a file's name says.
  package struct Name: Sendable, Equatable {
    /// The label as the name writes it.
    package var label: String
    /// What the data set's description calls that label; the same where it is no code.
    package var meaning: String
    /// Who is seen or heard, by the data set's own code; nil where the name does not say.
    package var speaker: String?
    /// `train`, `validation` or `test`; nil where the data set has no such parts.
    package var split: String?
    /// What the file carries; nil where the name does not say.
    package var modality: Modality?

    init(_ label: some StringProtocol, meaning: String? = nil, speaker: String? = nil) {
      self.label = String(label)
      self.meaning = meaning ?? String(label)
      self.speaker = speaker
    }
  }

  /// Why a name does not fit.
  package struct Misfit: Error, Equatable {
    /// What is wrong, with the pattern.
    package let reason: String
  }

  /// How names look, with an example.
  package var pattern: String {
    switch self {
    case .afew: "<Train|Val|Test>/<Emotion>/<clip>, such as Train/Angry/000046280.avi"
    case .cremaD: "<actor>_<sentence>_<EMO>_<level>, such as 1001_DFA_ANG_XX"
    case .ravdess: "seven numbers of two digits, such as 03-01-06-01-02-01-12"
    case .savee: "<speaker>_<emotion><number>, such as DC_sa05, or DC/sa05"
    case .tess: "<speaker>_<word>_<emotion>, such as OAF_back_angry"
    case .emodb: "<speaker><text><emotion><version>, such as 03a01Fa"
    case .folders: "[<split>/]<label>/[<speaker>/]<clip>, such as train/happy/clip.avi"
    }
  }

  /// What is known of the clip at a path from the data set's folder.
  package func name(of path: String) throws(Misfit) -> Name {
    let folders = path.split(separator: "/").dropLast().map(String.init)
    let file = path.split(separator: "/").last ?? ""
    let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? String(file)
    let name: Name? =
      switch self {
      case .afew: Self.afew(folders)
      case .cremaD: Self.cremaD(stem)
      case .ravdess: Self.ravdess(stem)
      case .savee: Self.savee(stem, folders)
      case .tess: Self.tess(stem)
      case .emodb: Self.emodb(stem)
      case .folders: Self.folders(folders)
      }
    guard let name else { throw Misfit(reason: "does not fit \(pattern)") }
    return name
  }

  /// Whether files with these endings are clips of the data set; aligned faces beside its films are not.
  func holds(suffix: String) -> Bool { self == .folders || !Self.pictures.contains(suffix) }

  static let pictures: Set = ["png", "jpg", "jpeg", "bmp", "webp", "gif"]
  static let sounds: Set = ["wav", "flac", "mp3", "opus", "ogg", "m4a", "aac"]
}

// MARK: Rules

extension DatasetLayout {
  private static func split(_ folder: String) -> String? {
    let name = folder.lowercased()
    if ["train", "training"].contains(name) || name.hasPrefix("train_") { return "train" }
    if ["val", "valid", "validation", "dev"].contains(name) || name.hasPrefix("val_") {
      return "validation"
    }
    return name == "test" || name.hasPrefix("test_") ? "test" : nil
  }

  /// A number of digits alone, without a sign.
  private static func number(
    _ text: some StringProtocol, digits: ClosedRange<Int>
  ) -> Int? {
    guard digits.contains(text.utf8.count),
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return Int(text)
  }

  private static func afew(_ folders: [String]) -> Name? {
    guard folders.count == 2, let split = split(folders[0]) else { return nil }
    var name = Name(folders[1])
    name.split = split
    return name
  }

  private static func folders(_ folders: [String]) -> Name? {
    var rest = folders[...]
    let split = rest.first.flatMap { Self.split($0) }
    if split != nil { rest.removeFirst() }
    guard (1...2).contains(rest.count), let label = rest.first else { return nil }
    var name = Name(label, speaker: rest.count == 2 ? rest.last : nil)
    name.split = split
    return name
  }

  private static func cremaD(_ stem: String) -> Name? {
    let sentences = [
      "IEO", "TIE", "IOM", "IWW", "TAI", "MTI", "IWL", "ITH", "DFA", "ITS", "TSI", "WSI",
    ]
    let parts = stem.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4, let actor = number(parts[0], digits: 4...4),
      (1001...1091).contains(actor),
      sentences.contains(parts[1]), ["LO", "MD", "HI", "XX", "X"].contains(parts[3]),
      ["ANG", "DIS", "FEA", "HAP", "NEU", "SAD"].contains(parts[2])
    else { return nil }
    return Name(parts[2], speaker: parts[0])
  }

  private static func ravdess(_ stem: String) -> Name? {
    let parts = stem.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    let most = [3, 2, 8, 2, 2, 2, 24]
    guard parts.count == most.count,
      zip(parts, most).allSatisfy({ part, most in
        number(part, digits: 2...2).map { (1...most).contains($0) } ?? false
      }), let modality = Int(parts[0]), let emotion = Int(parts[2])
    else { return nil }
    let emotions = [
      "neutral", "calm", "happy", "sad", "angry", "fearful", "disgust", "surprised",
    ]
    var name = Name(parts[2], meaning: emotions[emotion - 1], speaker: parts[6])
    name.modality = [.audioVisual, .video, .audio][modality - 1]
    return name
  }

  private static func savee(_ stem: String, _ folders: [String]) -> Name? {
    let meanings = [
      "a": "anger", "d": "disgust", "f": "fear", "h": "happiness", "n": "neutral",
      "sa": "sadness", "su": "surprise",
    ]
    let parts = stem.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    let speaker = parts.count == 2 ? parts[0] : folders.last ?? ""
    guard (1...2).contains(parts.count), ["DC", "JE", "JK", "KL"].contains(speaker) else {
      return nil
    }
    let code = parts[parts.count - 1]
    let letters = String(code.prefix { $0.isLetter })
    guard let meaning = meanings[letters],
      let number = number(code.dropFirst(letters.count), digits: 1...2),
      (1...30).contains(number)
    else { return nil }
    return Name(letters, meaning: meaning, speaker: speaker)
  }

  private static func tess(_ stem: String) -> Name? {
    let parts = stem.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 3 else { return nil }
    // One of the published files says OA where it means OAF.
    let speaker = parts[0] == "OA" ? "OAF" : parts[0]
    let label = parts[2...].joined(separator: "_").lowercased()
    let labels = [
      "angry", "disgust", "fear", "happy", "neutral", "sad", "ps", "pleasant_surprise",
      "pleasant_surprised",
    ]
    guard ["OAF", "YAF"].contains(speaker), !parts[1].isEmpty, labels.contains(label) else {
      return nil
    }
    return Name(
      label, meaning: label.hasPrefix("p") ? "surprise" : label, speaker: speaker)
  }

  private static func emodb(_ stem: String) -> Name? {
    // The German words: Wut, Langeweile, Ekel, Angst, Freude, Trauer.
    let meanings: [Character: String] = [
      "W": "anger", "L": "boredom", "E": "disgust", "A": "fear", "F": "happiness",
      "T": "sadness", "N": "neutral",
    ]
    let speakers = ["03", "08", "09", "10", "11", "12", "13", "14", "15", "16"]
    let letters = Array(stem)
    guard letters.count == 7, speakers.contains(String(letters[0...1])),
      "ab".contains(letters[2]), letters[3...4].allSatisfy({ $0.isASCII && $0.isNumber }),
      let meaning = meanings[letters[5]], letters[6].isASCII, letters[6].isLowercase
    else { return nil }
    return Name(String(letters[5]), meaning: meaning, speaker: String(letters[0...1]))
  }
}
