// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation
import TestSupport
import Testing

@Suite struct StandardOutputTests {
  @Test func aFullDeviceIsAnErrorOfOutput() throws {
    #expect(
      try EmoNetProcess.bash("emonet --help > /dev/full")
        == Ran(errors: "emonet: standard output: No space left on device\n", exitCode: 74))
  }

  @Test(arguments: ["2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
  func whatIsPrintedNeverGoesIntoATableWhenDescriptorsAreClosed(closed: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("short.wav", WaveFile.voice(seconds: 0.05).data)
    try folder.write("list.csv", Data("path\nshort.wav\nmissing.wav\n".utf8))
    func table(_ name: String, _ redirection: String) throws -> String {
      let ran = try EmoNetProcess.bash(
        "emonet extract --keep-going --features audio-is10,mfcc --output \(name) list.csv "
          + "\(redirection)", in: folder.path)
      #expect(ran.exitCode == 1)
      return try folder.text("\(name)/audio-is10.csv") + folder.text("\(name)/mfcc/short.wav.csv")
    }
    #expect(try table("closed", closed) == table("open", ""))
  }

  @Test func aReaderThatGoesAwayEndsTheProgramQuietly() throws {
    // The subshell's reader is gone before the program starts.
    let script = "exec 3> >(true); wait $!; emonet --help >&3; echo \"exit $?\""
    #expect(try EmoNetProcess.bash(script) == Ran(output: "exit 141\n"))
  }
}
