// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Testing

@testable import EmoNetBenchmarks

@Suite struct MachineTests {
  @Test func nameAndWideInstructionsAreThoseOfTheFirstProcessor() {
    let text = """
      processor\t: 0
      model name\t: Some: Processor @ 2.80GHz
      flags\t\t: fpu sse2 avx avx2 avx512f avx512_bf16 amx_bf16 amx_tile avx_vnni

      processor\t: 1
      model name\t: Another
      flags\t\t: fpu
      """
    let machine = Machine(processorInformation: text, cores: 2)
    #expect(machine.processor == "Some: Processor @ 2.80GHz")
    #expect(machine.cores == 2)
    #expect(
      machine.instructions == [
        "avx2", "avx512f", "avx512_bf16", "amx_bf16", "amx_tile", "avx_vnni",
      ])
  }

  @Test func aKernelThatSaysNothingLeavesTheNameOut() {
    let machine = Machine(processorInformation: "", cores: 1)
    #expect(machine.processor == nil)
    #expect(machine.instructions.isEmpty)
  }
}
