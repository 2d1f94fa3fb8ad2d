// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Signal

/// Writes pictures, sound or both to a media file.
///
/// The file appears at its path when ``finish()`` returns; without it nothing stays behind. The
/// same input gives the same bytes. Pictures and sound of long files should be appended in turns of
/// a few seconds, since packets wait in memory for those of the other stream.
package final class VideoWriter {
  private let muxer: Muxer
  private let video: VideoEncoder?
  private let audio: AudioEncoder?
  private let path: String
  private var isFinished = false

  /// Starts the file at `path`.
  ///
  /// - Parameters:
  ///   - container: kind of file; nil takes it from the path's extension.
  ///   - video: the picture stream; nil for none.
  ///   - audio: the sound stream; nil for none.
  /// - Throws: ``MediaError`` of kind `writing`, or `unsupported` when FFmpeg lacks the encoder or
  ///   the container cannot hold the stream.
  package init(
    path: String, container: MediaContainer? = nil, video: VideoTrack? = nil,
    audio: AudioTrack? = nil
  ) throws {
    precondition(video != nil || audio != nil, "a file needs a picture or sound")
    self.path = path
    func unsupported(_ reason: String) -> MediaError {
      MediaError(kind: .unsupported, path: path, operation: "write", reason: reason)
    }
    guard let container = container ?? MediaContainer(path: path) else {
      let known = MediaContainer.allCases.map(\.rawValue).joined(separator: ", ")
      throw unsupported("the extension is none of \(known)")
    }
    let muxer = try Muxer(path: path, container: container)
    self.video = try video.map {
      guard let codec = $0.codec ?? container.usualVideoCodec else {
        throw unsupported("\(container.rawValue) holds no picture")
      }
      return try VideoEncoder($0, codec: codec, muxer: muxer)
    }
    self.audio = try audio.map {
      guard let codec = $0.codec ?? container.usualAudioCodec else {
        throw unsupported("\(container.rawValue) holds no sound")
      }
      return try AudioEncoder($0, codec: codec, muxer: muxer)
    }
    self.muxer = muxer
    try muxer.begin()
  }

  /// Appends a picture that is shown from `time` on, in seconds on the file's clock.
  ///
  /// - Parameter pixels: colours, `[height, width, 3]`, row-major, red green blue, 0 to 255.
  package func append(pixels: [UInt8], at time: Double) throws {
    guard let video else { preconditionFailure("\(path) was started without a picture") }
    try video.append(pixels, at: time)
  }

  /// Appends a canonical frame at its place on the grid.
  package func append(_ frame: VideoFrame) throws {
    try append(
      pixels: frame.pixels, at: Double(frame.index) / Double(VideoFrame.framesPerSecond))
  }

  /// Appends samples, `[samples, channels]`, to the sound appended before.
  package func append(audio values: [Int16]) throws {
    guard let audio else { preconditionFailure("\(path) was started without sound") }
    try audio.append(values)
  }

  /// Writes what the codecs hold back and puts the file in its place.
  package func finish() throws {
    precondition(!isFinished, "\(path) is finished already")
    isFinished = true
    try video?.finish()
    try audio?.finish()
    try muxer.finish()
  }
}
