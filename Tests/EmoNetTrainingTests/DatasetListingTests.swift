// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import EmoNet
import EmoNetTraining
import Files
import Foundation
import TestSupport
import Testing

@Suite struct DatasetListingTests {
  private func listing(
    _ files: [String], _ layout: DatasetLayout, labels: LabelMap = LabelMap()
  ) throws -> (listing: DatasetListing, folder: TemporaryFolder) {
    let folder = try TemporaryFolder()
    for file in files { try folder.write(file, Data("x".utf8)) }
    return (try DatasetListing(of: folder.path, layout: layout, labels: labels), folder)
  }

  /// The rows without the folder: `path label speaker split corpus modality`, a dash for nothing.
  private func rows(_ files: [String], _ layout: DatasetLayout) throws -> [String] {
    let (listing, folder) = try listing(files, layout)
    #expect(listing.refused == [])
    return listing.entries.map { entry in
      [
        String(entry.path.dropFirst(folder.path.count + 1)), entry.label?.rawValue,
        entry.speaker, entry.split, entry.corpus, entry.modality?.rawValue,
      ].map { $0 ?? "-" }.joined(separator: " ")
    }
  }

  @Test func afewHasSplitsAndEmotionsAsFolders() throws {
    #expect(
      try rows(
        [
          "Train_AFEW/Angry/000046280.avi", "Val_AFEW/Surprise/000149120.avi",
          "Test/Neutral/012345.avi", "Val_AFEW/AlignedFaces/Angry/1.jpg",
        ], .afew) == [
          "Test/Neutral/012345.avi neutral - test afew av",
          "Train_AFEW/Angry/000046280.avi angry - train afew av",
          "Val_AFEW/Surprise/000149120.avi surprise - validation afew av",
        ])
  }

  @Test func cremaDHasActorSentenceEmotionAndLevel() throws {
    #expect(
      try rows(
        ["AudioWAV/1001_DFA_ANG_XX.wav", "VideoFlash/1091_WSI_SAD_HI.flv", "1040_ITH_NEU_X.wav"],
        .cremaD) == [
          "1040_ITH_NEU_X.wav neutral crema-d-1040 - crema-d a",
          "AudioWAV/1001_DFA_ANG_XX.wav angry crema-d-1001 - crema-d a",
          "VideoFlash/1091_WSI_SAD_HI.flv sad crema-d-1091 - crema-d av",
        ])
  }

  @Test func ravdessHasSevenNumbers() throws {
    #expect(
      try rows(
        [
          "Actor_12/03-01-06-01-02-01-12.wav", "Actor_01/01-01-08-02-02-02-01.mp4",
          "Actor_01/02-01-01-01-01-01-01.mp4",
        ], .ravdess) == [
          "Actor_01/01-01-08-02-02-02-01.mp4 surprise ravdess-01 - ravdess av",
          "Actor_01/02-01-01-01-01-01-01.mp4 neutral ravdess-01 - ravdess v",
          "Actor_12/03-01-06-01-02-01-12.wav fear ravdess-12 - ravdess a",
        ])
  }

  @Test func saveeHasTheSpeakerInTheNameOrTheFolder() throws {
    #expect(
      try rows(["DC_sa05.wav", "AudioData/JK/su15.wav", "AudioVisualClip/KL/n1.avi"], .savee) == [
        "AudioData/JK/su15.wav surprise savee-JK - savee a",
        "AudioVisualClip/KL/n1.avi neutral savee-KL - savee av",
        "DC_sa05.wav sad savee-DC - savee a",
      ])
  }

  @Test func tessHasAWordAndAPleasantSurprise() throws {
    #expect(
      try rows(
        [
          "OAF_angry/OAF_back_angry.wav", "YAF_pleasant_surprised/YAF_mood_ps.wav",
          "OAF_neutral/OA_bite_neutral.wav",
        ], .tess) == [
          "OAF_angry/OAF_back_angry.wav angry tess-OAF - tess a",
          "OAF_neutral/OA_bite_neutral.wav neutral tess-OAF - tess a",
          "YAF_pleasant_surprised/YAF_mood_ps.wav surprise tess-YAF - tess a",
        ])
  }

  @Test func emodbHasSevenLetters() throws {
    #expect(
      try rows(["wav/03a01Fa.wav", "wav/16b10Wb.wav", "wav/08a02Ac.wav"], .emodb) == [
        "wav/03a01Fa.wav happy emodb-03 - emodb a", "wav/08a02Ac.wav fear emodb-08 - emodb a",
        "wav/16b10Wb.wav angry emodb-16 - emodb a",
      ])
  }

  @Test func foldersAreSplitLabelAndSpeaker() throws {
    #expect(
      try rows(
        ["train/happy/a.avi", "dev/SAD/ann/b.wav", "anger/c.png", "joy/bob/d.mp4"], .folders) == [
          "anger/c.png angry - - - v", "dev/SAD/ann/b.wav sad ann validation - a",
          "joy/bob/d.mp4 happy bob - - av", "train/happy/a.avi happy - train - av",
        ])
  }

  @Test(arguments: [
    (DatasetLayout.afew, "Angry/1.avi"), (.afew, "Other/Angry/1.avi"),
    (.cremaD, "1001_DFA_ANG.wav"), (.cremaD, "1092_DFA_ANG_XX.wav"),
    (.cremaD, "1001_XYZ_ANG_XX.wav"), (.cremaD, "1001_DFA_BOR_XX.wav"),
    (.ravdess, "03-01-06-01-02-01.wav"), (.ravdess, "03-01-09-01-02-01-12.wav"),
    (.ravdess, "03-01-06-01-02-01-25.wav"), (.ravdess, "3-1-6-1-2-1-12.wav"),
    (.ravdess, "+3-01-06-01-02-01-12.wav"), (.savee, "DC_sa+5.wav"), (.savee, "AB_sa05.wav"),
    (.savee, "DC_x05.wav"),
    (.savee, "DC_sa31.wav"), (.savee, "sa05.wav"), (.tess, "XYZ_back_angry.wav"),
    (.tess, "OAF_back_bored.wav"), (.tess, "OAF_angry.wav"), (.emodb, "03a01Xa.wav"),
    (.emodb, "04a01Fa.wav"), (.emodb, "03a01F.wav"), (.folders, "a.avi"),
    (.folders, "a/b/c/d.avi"), (.folders, "train/a.avi"),
  ])
  func aNameThatDoesNotFitIsRefusedWithThePattern(layout: DatasetLayout, file: String) throws {
    let (listing, folder) = try listing([file], layout)
    #expect(listing.entries == [])
    #expect(listing.refused.map(\.path) == [folder / file])
    #expect(listing.refused.map(\.reason) == ["does not fit \(layout.pattern)"])
  }

  @Test func labelsThatAreNoneOfTheSevenAreLeftOutOrRenamed() throws {
    let files = ["03-01-02-01-01-01-01.wav", "03-01-03-01-01-01-01.wav"]
    let (plain, _) = try listing(files, .ravdess)
    #expect(plain.entries.count == 1 && plain.leftOut == ["calm": 1] && plain.refused == [])
    let folder = try TemporaryFolder(["map.json": #"{"Calm": "neutral", "03": null}"#])
    let (mapped, _) = try listing(files, .ravdess, labels: LabelMap(path: folder / "map.json"))
    #expect(mapped.entries.map(\.label) == [.neutral] && mapped.leftOut == ["happy": 1])
  }

  @Test func numeralsMeanSomethingOnlyWithAMap() throws {
    let files = ["1/a.wav", "2/b.wav"]
    let (plain, _) = try listing(files, .folders)
    #expect(
      plain.refused.map(\.reason) == [
        "unknown label '1'; --labels can say what it means",
        "unknown label '2'; --labels can say what it means",
      ])
    let folder = try TemporaryFolder(["map.json": #"{"1": "joy", "2": "SAD"}"#])
    let (mapped, _) = try listing(files, .folders, labels: LabelMap(path: folder / "map.json"))
    #expect(mapped.entries.map(\.label) == [.happy, .sad])
  }

  @Test(arguments: [
    ("[]", #"not a JSON object such as {"calm": "neutral", "boredom": null}"#),
    (#"{"a": "hapy"}"#, "label 'a' becomes 'hapy'; it can become angry, disgust"),
    (#"{"a": 3}"#, "label 'a' becomes no text; it can become angry"),
    (#"{"a": "sad", "A ": "sad"}"#, "label 'a' is there twice"),
  ])
  func aWrongMapIsAnError(text: String, reason: String) throws {
    let folder = try TemporaryFolder(["map.json": text])
    let error = #expect(throws: FileError.self) { try LabelMap(path: folder / "map.json") }
    #expect(error?.kind == .malformed && error?.reason.hasPrefix(reason) == true)
  }

  @Test func theListReadsBackAndItsPathsAreFromItsFolder() throws {
    let (listing, folder) = try listing(
      ["data/happy/a, b.wav", "data/sad/ann/c.wav"], .folders)
    // The folder itself is no label.
    #expect(listing.refused.count == 2)
    let inner = try DatasetListing(of: folder / "data", layout: .folders, corpus: "own")
    let text = inner.csv(for: folder / "list.csv")
    #expect(
      text == """
        path,label,speaker,split,corpus,modality
        "data/happy/a, b.wav",happy,,,own,a
        data/sad/ann/c.wav,sad,ann,,own,a

        """)
    let read = try ClipList.parse(text, path: folder / "list.csv")
    #expect(read.entries.map(\.label) == [.happy, .sad])
    #expect(read.entries[0].resolvedPath == folder / "data/happy/a, b.wav")
    #expect(inner.csv(for: "/elsewhere/l.csv").contains("\n\(folder.path)/data/sad"))
    #expect(
      inner.counts.map { "\($0.speaker) \($0.counts)" } == [
        "ann [0, 0, 0, 0, 0, 1, 0]", "not said [0, 0, 0, 1, 0, 0, 0]",
        "all [0, 0, 0, 1, 0, 1, 0]",
      ])
  }

  @Test func aFolderWithoutClipsIsAnError() throws {
    let folder = try TemporaryFolder(["notes.txt": "x", "a.png": "x"])
    let error = #expect(throws: FileError.self) {
      try DatasetListing(of: folder.path, layout: .tess)
    }
    #expect(error?.kind == .missing)
  }
}
