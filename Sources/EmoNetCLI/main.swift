// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Files
import Foundation

// Not `exit`: a run that stops early has threads at work, which the C libraries' exit handlers would
// pull the ground from under. Nothing is buffered here that would be lost.
_exit(Program.run(Array(ProcessWords.all.dropFirst())).rawValue)
