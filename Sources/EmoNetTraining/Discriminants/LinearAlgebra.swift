// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

import CLAPACKE
import Foundation

/// The routines of LAPACK and BLAS that training needs, loaded when they are first asked for.
///
/// They are not linked: OpenBLAS starts threads as soon as it is loaded, which spin on the other processors for a while
/// (measured: 60 to 90 ms of one at every start), and who classifies never calls it.
struct LinearAlgebra: @unchecked Sendable {
  // Sendable: bare functions, which the libraries let any thread call.
  /// Generalised symmetric eigenproblem.
  let dsygvx: dsygvx_routine
  /// Singular value decomposition.
  let dgesdd: dgesdd_routine
  /// Symmetric product of a matrix with itself.
  let dsyrk: dsyrk_routine

  private static let shared = Result { try LinearAlgebra() }

  /// The routines, on one thread; throws `LinearDiscriminantError` where the libraries are not installed.
  static func loaded() throws -> LinearAlgebra { try shared.get() }

  private init() throws {
    // Before LAPACKE, so that its own dependency on some BLAS does not decide which one comes first.
    let openBLAS = try Self.open("libopenblas.so.0")
    let lapacke = try Self.open("liblapacke.so.3")
    dsygvx = try Self.routine("LAPACKE_dsygvx", in: lapacke, as: dsygvx_routine.self)
    dgesdd = try Self.routine("LAPACKE_dgesdd", in: lapacke, as: dgesdd_routine.self)
    dsyrk = try Self.routine("cblas_dsyrk", in: openBLAS, as: dsyrk_routine.self)
    // Keeps sums in one order, so that the same data give the same bytes on any number of cores.
    try Self.routine(
      "openblas_set_num_threads", in: openBLAS, as: openblas_set_num_threads_routine.self)(1)
  }

  private static func open(_ name: String) throws -> UnsafeMutableRawPointer {
    guard let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) else { throw refusal(name) }
    return library
  }

  /// The routine called `name`; `Routine` is the type that the library's header declares for it.
  private static func routine<Routine>(
    _ name: String, in library: UnsafeMutableRawPointer, as type: Routine.Type
  ) throws -> Routine {
    guard let symbol = dlsym(library, name) else { throw refusal(name) }
    return unsafeBitCast(symbol, to: type)
  }

  private static func refusal(_ name: String) -> LinearDiscriminantError {
    let reason = dlerror().map { String(cString: $0) } ?? "\(name) is missing"
    return LinearDiscriminantError(
      operation: nil, code: nil, reason: "LAPACK cannot be loaded: \(reason)")
  }
}

/// Data on which no discriminant analysis can be fitted.
struct LinearDiscriminantError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The library routine that gave up; nil when the data were refused before it was called.
  let operation: String?
  /// That routine's code.
  let code: Int32?
  /// What is wrong.
  let reason: String

  /// One line for people.
  var description: String {
    guard let operation, let code else { return "discriminant analysis: \(reason)" }
    return "discriminant analysis: \(reason) (\(operation) gave \(code))"
  }
}
