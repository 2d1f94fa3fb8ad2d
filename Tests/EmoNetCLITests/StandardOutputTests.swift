// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@Suite struct StandardOutputTests {
  @Test func aFullDeviceIsAnErrorOfOutput() throws {
    #expect(
      try EmoNetProcess.bash("emonet --help > /dev/full")
        == Ran(errors: "emonet: standard output: No space left on device\n", exitCode: 74))
  }

  @Test func aReaderThatGoesAwayEndsTheProgramQuietly() throws {
    // The subshell's reader is gone before the program starts.
    let script = "exec 3> >(true); wait $!; emonet --help >&3; echo \"exit $?\""
    #expect(try EmoNetProcess.bash(script) == Ran(output: "exit 141\n"))
  }
}
