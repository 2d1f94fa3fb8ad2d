// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

/// Pictures as plain values, `[batch, height, width, channels]`.
struct PlainMap {
  var batch: Int
  var height: Int
  var width: Int
  var channels: Int
  var values: [Float]
}
