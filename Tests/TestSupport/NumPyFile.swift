// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The emonet authors

package import Foundation

/// Writes `.npy` files for tests, as NumPy lays them out.
package enum NumPyFile {
  /// The bytes of a file: a header of the type, shape and order as written, then `bytes`.
  package static func data(
    _ type: String, shape: String, bytes: [UInt8], fortran: String = "False", version: UInt8 = 1
  ) -> Data {
    let sizeBytes = version == 1 ? 2 : 4
    var text = "{'descr': \(type), 'fortran_order': \(fortran), 'shape': \(shape), }"
    while (6 + 2 + sizeBytes + text.utf8.count + 1) % 64 != 0 { text += " " }
    text += "\n"
    var data = Data([0x93]) + Data("NUMPY".utf8) + Data([version, 0])
    for index in 0..<sizeBytes { data.append(UInt8(text.utf8.count >> (8 * index) & 0xFF)) }
    return data + Data(text.utf8) + Data(bytes)
  }

  /// Little-endian single precision.
  package static func bytes(_ values: [Float]) -> [UInt8] {
    values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
  }
}
