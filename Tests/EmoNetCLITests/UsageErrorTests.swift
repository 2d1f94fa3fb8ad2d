// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@Suite struct UsageErrorTests {
  struct Mistake: CustomTestStringConvertible {
    let arguments: [String]
    let reason: String
    var topic = "emonet help"

    var testDescription: String { "emonet \(arguments.joined(separator: " "))" }
  }

  @Test(arguments: [
    Mistake(
      arguments: [],
      reason: "no command; there are classify, extract, evaluate, train, dataset, faces, doctor, "
        + "completions, help"),
    Mistake(
      arguments: ["clasify", "a.avi"],
      reason: "unknown command 'clasify'; did you mean 'classify'?"),
    Mistake(arguments: ["frobnicate"], reason: "unknown command 'frobnicate'"),
    Mistake(arguments: [""], reason: "unknown command ''"),
    Mistake(
      arguments: ["--versoin"], reason: "unknown option '--versoin'; did you mean '--version'?"),
    Mistake(
      arguments: ["help", "trian"], reason: "unknown command 'trian'; did you mean 'train'?",
      topic: "emonet help help"),
    Mistake(arguments: ["classify"], reason: "CLIP is missing", topic: "emonet help classify"),
    Mistake(
      arguments: ["classify", "--fromat", "json", "a.avi"],
      reason: "unknown option '--fromat'; did you mean '--format'?", topic: "emonet help classify"),
    Mistake(
      arguments: ["classify", "--format", "yaml", "a.avi"],
      reason: "option '--format' must be text, json, csv, not 'yaml'",
      topic: "emonet help classify"),
    Mistake(
      arguments: ["classify", "--format=jsn", "a.avi"],
      reason: "option '--format' must be text, json, csv, not 'jsn'; did you mean 'json'?",
      topic: "emonet help classify"),
    Mistake(
      arguments: ["classify", "a.avi", "--format"],
      reason: "option '--format' needs a value: text|json|csv", topic: "emonet help classify"),
    Mistake(
      arguments: ["classify", "--threads", "many", "a.avi"],
      reason: "option '--threads' must be a whole number from 1 to 1024, not 'many'",
      topic: "emonet help classify"),
    Mistake(
      arguments: ["classify", "--jobs", "0", "a.avi"],
      reason: "option '--jobs' must be a whole number from 1 to 1024, not '0'",
      topic: "emonet help classify"),
    Mistake(
      arguments: ["extract", "--features", "mfcc", "--jobs", "1", "--threads", "1", "a.avi"],
      reason: "option '--threads' is there twice", topic: "emonet help extract"),
    Mistake(
      arguments: ["classify", "--top", "8", "a.avi"],
      reason: "option '--top' must be a whole number from 1 to 7, not '8'",
      topic: "emonet help classify"),
    Mistake(
      arguments: ["classify", "--top", "1", "--top", "2", "a.avi"],
      reason: "option '--top' is there twice", topic: "emonet help classify"),
    Mistake(
      arguments: ["classify", "--keep-going=yes", "a.avi"],
      reason: "option '--keep-going' takes no value", topic: "emonet help classify"),
    Mistake(
      arguments: ["classify", "--weights", "", "a.avi"],
      reason: "option '--weights' must not be empty", topic: "emonet help classify"),
    Mistake(
      arguments: ["evaluate"],
      reason: "option '--list FILE' is required, or '--answers TABLE'",
      topic: "emonet help evaluate"),
    Mistake(
      arguments: ["evaluate", "--list", "l.csv", "--minimum-confidence", "1.5"],
      reason: "option '--minimum-confidence' must be a number from 0.0 to 1.0, not '1.5'",
      topic: "emonet help evaluate"),
    Mistake(
      arguments: ["evaluate", "--list", "l.csv", "--by", "corpsu"],
      reason:
        "option '--by' must be corpus, speaker, modality, not 'corpsu'; did you mean 'corpus'?",
      topic: "emonet help evaluate"),
    Mistake(
      arguments: ["evaluate", "--list", "l.csv", "more"], reason: "'evaluate' takes no 'more'",
      topic: "emonet help evaluate"),
    Mistake(
      arguments: ["train", "--list", "l.csv", "--output", "w"],
      reason: "option '--config FILE' is required", topic: "emonet help train"),
    Mistake(
      arguments: ["dataset"], reason: "'dataset' is followed by 'list'",
      topic: "emonet help dataset"),
    Mistake(
      arguments: ["dataset", "lst", "folder", "--layout", "afew"],
      reason: "'dataset' is followed by 'list', not by 'lst'", topic: "emonet help dataset"),
    Mistake(
      arguments: ["dataset", "list", "--layout", "ravdes", "folder"],
      reason: "option '--layout' must be afew, crema-d, ravdess, savee, tess, emodb, folders, not "
        + "'ravdes'; did you mean 'ravdess'?", topic: "emonet help dataset"),
    Mistake(
      arguments: ["dataset", "list", "--layout", "afew"], reason: "FOLDER is missing",
      topic: "emonet help dataset"),
    Mistake(
      arguments: ["faces", "pack", "folder"], reason: "option '--output FILE.npz' is required",
      topic: "emonet help faces"),
    Mistake(
      arguments: ["faces", "pack", "folder", "--output", "faces.npy"],
      reason: "option '--output' must end in .npz, not 'faces.npy'", topic: "emonet help faces"),
    Mistake(
      arguments: ["completions", "tcsh"], reason: "unknown shell 'tcsh'",
      topic: "emonet help completions"),
    Mistake(
      arguments: ["completions", "bash", "zsh"], reason: "one argument too many: 'zsh'",
      topic: "emonet help completions"),
  ])
  func aWrongCommandLineSaysWhatIsWrongAndExitsWith64(_ mistake: Mistake) throws {
    let errors = "emonet: \(mistake.reason)\nTry '\(mistake.topic)'.\n"
    #expect(try EmoNetProcess.run(mistake.arguments) == Ran(errors: errors, exitCode: 64))
  }
}
