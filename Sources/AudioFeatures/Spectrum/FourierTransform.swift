// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CFFTW
import Synchronization

/// A one-dimensional real Fourier transform of fixed size by FFTW.
///
/// Plans are made under one lock, because FFTW's planner is not safe on several threads, and are
/// kept for the life of the process. Running a plan on memory of one's own is safe on any thread.
/// Plans are estimated rather than timed: a timed plan may differ from run to run, and so would the
/// last bits of the results.
final class FourierTransform: Sendable {
  /// Which way to go.
  enum Direction: Hashable, Sendable {
    /// `[size]` real to `[size / 2 + 1, 2]` complex, unscaled.
    case forward
    /// `[size / 2 + 1, 2]` complex to `[size]` real, unscaled; overwrites its input.
    case inverse
  }

  private struct Key: Hashable {
    let direction: Direction
    let size: Int
  }

  private static let cache = Mutex<[Key: FourierTransform]>([:])

  /// Number of real values.
  let size: Int
  /// Number of complex values.
  var binCount: Int { size / 2 + 1 }

  private let direction: Direction
  // A plan is never changed once made.
  private nonisolated(unsafe) let plan: fftwf_plan

  /// The transform of this direction and size; made on first use.
  static func cached(_ direction: Direction, size: Int) -> FourierTransform {
    cache.withLock { transforms in
      let key = Key(direction: direction, size: size)
      if let transform = transforms[key] { return transform }
      let transform = FourierTransform(direction, size: size)
      transforms[key] = transform
      return transform
    }
  }

  /// Only to be called while the cache is locked.
  private init(_ direction: Direction, size: Int) {
    precondition(size > 0 && size <= Int32.max, "a transform of \(size) values cannot be planned")
    let real = AlignedBuffer<Float>(count: size)
    let complex = AlignedBuffer<Float>(count: 2 * (size / 2 + 1))
    let plan = Self.withPointers(real.elements, complex.elements) { real, complex in
      switch direction {
      case .forward:
        fftwf_plan_dft_r2c_1d(Int32(size), real, complex, FFTW_ESTIMATE)
      case .inverse:
        fftwf_plan_dft_c2r_1d(Int32(size), complex, real, FFTW_ESTIMATE | FFTW_DESTROY_INPUT)
      }
    }
    guard let plan else { preconditionFailure("FFTW has no plan for \(size) real values") }
    self.size = size
    self.direction = direction
    self.plan = plan
  }

  /// Runs the transform between two aligned buffers: `real`, `[size]`, and `complex`,
  /// `[size / 2 + 1, 2]` as pairs of real and imaginary part.
  func run(
    real: UnsafeMutableBufferPointer<Float>, complex: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(
      real.count >= size && complex.count >= 2 * binCount,
      "buffers of \(real.count) and \(complex.count) values for a transform of \(size)")
    Self.withPointers(real, complex) { real, complex in
      switch direction {
      case .forward: fftwf_execute_dft_r2c(plan, real, complex)
      case .inverse: fftwf_execute_dft_c2r(plan, complex, real)
      }
    }
  }

  private static func withPointers<R>(
    _ real: UnsafeMutableBufferPointer<Float>, _ complex: UnsafeMutableBufferPointer<Float>,
    _ body: (UnsafeMutablePointer<Float>?, UnsafeMutablePointer<fftwf_complex>?) -> R
  ) -> R {
    complex.withMemoryRebound(to: fftwf_complex.self) { pairs in
      body(real.baseAddress, pairs.baseAddress)
    }
  }
}
