// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

internal import COneDNN

/// oneDNN's queue of operations; one thread at a time uses it, and on a processor each runs at once.
final class ComputeStream {
  let handle: dnnl_stream_t

  init() {
    var stream: dnnl_stream_t?
    OneDNN.check(
      dnnl_stream_create(&stream, OneDNN.engine, dnnl_stream_default_flags.rawValue), "a stream")
    guard let stream else { preconditionFailure("oneDNN gave no stream") }
    handle = stream
  }

  deinit { dnnl_stream_destroy(handle) }
}
