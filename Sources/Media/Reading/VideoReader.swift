// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Signal

/// Reads the canonical frames of a clip in order, 25 a second, holding two decoded frames at most.
///
/// The frame at place k is the decoded frame whose container timestamp is nearest to k/25 s from
/// the clip's start (the later of two that are equally near). The clip starts where the earlier of
/// its picture and its sound starts. A place exists when its slot's centre, k/25 + 1/50 s, lies
/// between the start of the first decoded frame and the end of the last, so a picture of d seconds
/// has round(25 d) places; a picture that starts after the sound has its first place later than 0.
/// A still picture has one.
///
/// Frames are upright (rotation and mirroring of the container or of Exif applied) and have square
/// pixels (the height stays, the width is scaled). Their longer side is at most `maximumSide`. Where
/// the stored size changes in mid-stream, as in calls over the web, so does theirs. A picture that
/// is scaled gets even sides. High dynamic range is not tone-mapped.
///
/// Readers are independent of one another; use each from one thread at a time.
package final class VideoReader: FrameSource {
  /// What has been read so far.
  package private(set) var report = DecodingReport()

  private let path: String
  private let decoder: StreamDecoder
  private let isStillPicture: Bool
  private let converter: FrameConverter
  private var clock: FrameClock
  private var grid = CanonicalGrid()
  private var current: DecodedFrame?
  private var following: DecodedFrame?
  private var hasEnded = false

  /// Opens the picture of the clip at `path`, for itself alone.
  ///
  /// As ``MediaFile/video(threads:maximumSide:)``, and throws what opening the file throws.
  package convenience init(path: String, threads: Int = 1, maximumSide: Int = 1920) throws {
    try self.init(MediaFile(path: path), threads: threads, maximumSide: maximumSide)
  }

  /// The picture of an opened file, as ``MediaFile/video(threads:maximumSide:)``.
  init(_ file: MediaFile, threads: Int, maximumSide: Int) throws {
    precondition(threads > 0, "a decoder needs at least one thread, not \(threads)")
    precondition(maximumSide > 0, "a picture's side is positive, not \(maximumSide)")
    let header = file.header
    path = header.path
    guard let stream = header.video else {
      throw MediaError(
        kind: .missingStream, path: path, operation: "read the picture",
        reason: "the file holds \(header.contents)")
    }
    let parameters = stream.parameters.pointee
    if let reason = MediaLimits.current.objection(
      width: Int(parameters.width), height: Int(parameters.height))
    {
      throw MediaError(
        kind: .unsupported, path: path, operation: "decode the picture", reason: reason)
    }
    decoder = try StreamDecoder(file, stream, operation: "decode the picture", threads: threads)
    isStillPicture = header.isStillPicture
    converter = FrameConverter(
      path: path, orientation: stream.orientation, maximumSide: maximumSide)
    clock = FrameClock(
      start: isStillPicture ? nil : header.start, duration: header.duration,
      frameDuration: 1 / VideoReader.frameRate(of: stream))
  }

  /// The next canonical frame; nil at the end.
  ///
  /// - Throws: ``MediaError`` when the file gives no frame at all, or one that cannot be converted.
  ///   Broken packets are counted in ``report`` and passed over.
  package func next() throws -> VideoFrame? {
    guard !hasEnded else { return nil }
    if current == nil {
      guard let first = try decodeNext() else { throw noFrame() }
      current = first
      following = isStillPicture ? nil : try decodeNext()
    }
    while let frame = current {
      let step = grid.step(time: frame.time, end: frame.end, following: following?.time)
      switch step {
      case .show(let index): return try show(frame, at: index)
      case .advance:
        finish(frame)
        current = following
        following = try decodeNext()
      case .end:
        finish(frame)
        current = nil
        hasEnded = true
      }
    }
    return nil
  }
}

extension VideoReader {
  /// Average frames a second of a stream where it says; 25 where it does not or cannot be believed.
  private static func frameRate(of stream: StreamHeader) -> Double {
    let believable = 0.05...1000.0
    return [stream.averageFrameRate, stream.baseFrameRate].compactMap { $0 }
      .first(where: believable.contains) ?? CanonicalGrid.framesPerSecond
  }

  private func decodeNext() throws -> DecodedFrame? {
    defer { copyErrors() }
    guard let frame = decoder.next() else {
      if let refusal = decoder.refusal { throw refusal }
      return nil
    }
    let time = clock.time(stamp: isStillPicture ? nil : decoder.stamp(of: frame))
    let stated = isStillPicture ? nil : decoder.duration(of: frame)
    let length = min(max(stated ?? clock.frameDuration, 0.001), 60)
    report.decodedFrames += 1
    report.repairedTimestamps = isStillPicture ? 0 : clock.repairs
    report.duration = time + length
    return DecodedFrame(frame: frame, time: time, end: time + length)
  }

  private func show(_ frame: DecodedFrame, at index: Int) throws -> VideoFrame {
    if let reason = MediaLimits.current.objection(
      time: Double(index) / CanonicalGrid.framesPerSecond)
    {
      throw MediaError(
        kind: .unsupported, path: path, operation: "read the picture",
        code: MediaError.tooLong, reason: reason)
    }
    let isRepeat = frame.picture != nil
    let picture =
      try frame.picture
      ?? converter.picture(
        of: frame.frame, pixelAspect: decoder.stream.pixelAspect(of: frame.frame),
        position: frame.time)
    current?.picture = picture
    if isRepeat { report.duplicatedFrames += 1 }
    report.canonicalFrames += 1
    return VideoFrame(
      index: index, timestamp: frame.time, width: picture.width, height: picture.height,
      pixels: picture.pixels, isRepeat: isRepeat)
  }

  private func finish(_ frame: DecodedFrame) {
    if frame.picture == nil { report.droppedFrames += 1 }
  }

  private func copyErrors() {
    report.errors = decoder.errors
    report.firstError = decoder.firstError?.reason
    report.firstErrorPosition = decoder.firstError?.position
  }

  private func noFrame() -> MediaError {
    hasEnded = true
    let first = decoder.firstError
    if decoder.isEncrypted {
      return MediaError(
        kind: .unsupported, path: path, operation: "decode the picture", code: first?.code,
        reason: StreamDecoder.encrypted)
    }
    let cause = first.map { "; first error: \($0.reason)" } ?? ""
    return MediaError(
      kind: .invalidData, path: path, operation: "decode the picture",
      code: first?.code, reason: "not one frame could be decoded\(cause)",
      position: first?.position)
  }
}

/// A decoded frame, its time on the clip's clock, and its colours once they were needed.
private struct DecodedFrame {
  let frame: Frame
  /// Start and end, in seconds from the clip's start.
  let time: Double
  let end: Double
  var picture: FrameConverter.Picture?
}
