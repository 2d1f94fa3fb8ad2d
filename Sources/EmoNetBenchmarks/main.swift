// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Foundation

_exit(BenchmarkProgram.run(Array(CommandLine.arguments.dropFirst())).rawValue)
