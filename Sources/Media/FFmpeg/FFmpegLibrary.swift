// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFmpeg
import Glibc

/// FFmpeg's process-wide settings, made once, and its error texts.
enum FFmpegLibrary {
  /// Keeps FFmpeg from writing to standard error and from taking more memory at once than any clip
  /// within the limits needs; touching it a second time costs nothing.
  static let quiet: Void = {
    av_log_set_callback(keepFirstMessage)
    av_max_alloc(MediaLimits.current.largestAllocation)
  }()

  /// FFmpeg's text for one of its error codes: `Invalid data found when processing input`.
  static func text(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    av_strerror(code, &buffer, buffer.count)
    return string(buffer)
  }

  /// Runs `body` and gives what FFmpeg logged first as an error on this thread meanwhile.
  ///
  /// Its codes are coarse, its log is not: "moov atom not found" tells more than "Invalid data".
  static func withFirstMessage<Result>(_ body: () throws -> Result) rethrows -> (Result, String?) {
    _ = quiet
    let message = Message()
    pthread_setspecific(messageKey, Unmanaged.passUnretained(message).toOpaque())
    defer { pthread_setspecific(messageKey, nil) }
    let result = try withExtendedLifetime(message, body)
    return (result, message.text)
  }
}

/// The first error message of a thread while it listens.
private final class Message {
  var text: String?
}

private let messageKey: pthread_key_t = {
  var key = pthread_key_t()
  pthread_key_create(&key, nil)
  return key
}()

private func keepFirstMessage(
  _ source: UnsafeMutableRawPointer?, _ level: Int32, _ format: UnsafePointer<CChar>?,
  _ arguments: CVaListPointer?
) {
  guard level <= AV_LOG_ERROR, let format, let arguments,
    let listener = pthread_getspecific(messageKey)
  else { return }
  let message = Unmanaged<Message>.fromOpaque(listener).takeUnretainedValue()
  guard message.text == nil else { return }
  var buffer = [CChar](repeating: 0, count: 512)
  vsnprintf(&buffer, buffer.count, format, arguments)
  let text = string(buffer).filter { !$0.isNewline }
  if !text.isEmpty { message.text = text }
}

private func string(_ buffer: [CChar]) -> String {
  String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// What is known of the library that reads media.
package enum MediaLibrary {
  /// The release of FFmpeg that is linked, such as `5.1.9-0+deb12u1`.
  package static var version: String { String(cString: av_version_info()) }
}
