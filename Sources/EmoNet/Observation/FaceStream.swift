// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import Faces
import Signal

/// The faces of a clip's picture, as they come.
///
/// With several threads, frames are decoded ahead of the search for faces, and faces are found ahead of their
/// use; what comes does not depend on it, and memory does not grow with the clip's length.
final class FaceStream {
  private enum FrameEvent: Sendable {
    case frame(VideoFrame)
    case end(DecodingReport)
  }

  /// A frame that was looked at, and the faces of frames that are settled since; no frame at the end.
  struct Piece: Sendable {
    let frame: FramePlace?
    let faces: [TrackedFace]
  }

  private enum FaceEvent: Sendable {
    case piece(Piece)
    case end(DecodingReport, [TrackSummary])
  }

  /// Frames that wait for the search, and searched frames that wait for what follows.
  private static let framesAhead = 4
  private static let facesAhead = 16

  /// What became of the picture; complete at the end.
  private(set) var report = DecodingReport()
  /// All tracks, once the end was reached.
  private(set) var tracks: [TrackSummary] = []
  private let source: () throws -> FaceEvent?

  /// Opens a picture; errors come with the first piece.
  init(
    opening open: @escaping @Sendable () throws -> any FrameSource, detector: FaceDetector,
    work: ClipWork
  ) throws {
    if work.isConcurrent {
      let frames = Prefetch(capacity: Self.framesAhead) { try Self.frames(open, work) }
      let faces = Prefetch(capacity: Self.facesAhead) {
        Self.faces(in: frames.next, detector, work)
      }
      source = faces.next
    } else {
      source = Self.faces(in: try Self.frames(open, work), detector, work)
    }
  }

  /// The next frame and the faces that are settled since, by frame, then by track; nil at the end.
  ///
  /// Throws `MediaError` when no frame can be decoded.
  func next() throws -> Piece? {
    switch try source() {
    case .piece(let piece): return piece
    case .end(let report, let tracks):
      (self.report, self.tracks) = (report, tracks)
      return nil
    case nil: return nil
    }
  }

  private static func frames(
    _ open: () throws -> any FrameSource, _ work: ClipWork
  ) throws -> () throws -> FrameEvent? {
    let reader = try work.run(.open, open)
    var hasEnded = false
    return {
      if hasEnded { return nil }
      if let frame = try work.run(.decode, reader.next) { return .frame(frame) }
      hasEnded = true
      return .end(reader.report)
    }
  }

  private static func faces(
    in frames: @escaping () throws -> FrameEvent?, _ detector: FaceDetector, _ work: ClipWork
  ) -> () throws -> FaceEvent? {
    var pipeline = FacePipeline(detector: detector)
    var report: DecodingReport?
    var hasEnded = false
    return {
      if hasEnded { return nil }
      if let report {
        hasEnded = true
        return .end(report, pipeline.tracks)
      }
      switch try frames() {
      case .frame(let frame):
        return .piece(
          Piece(
            frame: FramePlace(index: frame.index, timestamp: frame.timestamp),
            faces: work.run(.faces) { pipeline.add(frame) }))
      case .end(let found):
        report = found
        return .piece(Piece(frame: nil, faces: work.run(.faces) { pipeline.finish() }))
      case nil: return nil
      }
    }
  }
}
