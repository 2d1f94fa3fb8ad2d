# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""Writes the golden numbers of the face detector's tests: what two other programs make of a drawn face.

Usage: make_golden.py face_detection_yunet_2023mar.onnx > Tests/FacesTests/YuNetGolden.swift
Needs the Python packages numpy, onnx, onnxruntime and opencv-python-headless; see README.md.
"""

import sys

import cv2
import numpy as np
import onnx
import onnxruntime

# The drawing of Tests/FacesTests/DrawnPicture.swift: ellipses in hundredths of the face's half height, later ones on top.
SHAPES = [
    (0, -15, 84, 100, (70, 48, 35)),
    (0, 5, 72, 95, (214, 168, 140)),
    (-72, 5, 10, 20, (200, 150, 122)),
    (72, 5, 10, 20, (200, 150, 122)),
    (0, 60, 40, 28, (206, 158, 130)),
    (-28, -32, 20, 5, (78, 52, 40)),
    (28, -32, 20, 5, (78, 52, 40)),
    (-28, -14, 17, 11, (180, 130, 108)),
    (28, -14, 17, 11, (180, 130, 108)),
    (-28, -14, 13, 7, (240, 236, 232)),
    (28, -14, 13, 7, (240, 236, 232)),
    (-28, -14, 6, 7, (50, 36, 30)),
    (28, -14, 6, 7, (50, 36, 30)),
    (0, 10, 8, 22, (224, 182, 156)),
    (0, 28, 14, 8, (188, 138, 114)),
    (-6, 30, 4, 3, (110, 70, 58)),
    (6, 30, 4, 3, (110, 70, 58)),
    (0, 55, 24, 9, (172, 84, 80)),
    (0, 54, 22, 2, (96, 44, 44)),
]


def picture(width, height, faces):
    pixels = np.zeros((height, width, 3), np.int64)
    x = np.arange(width)[None, :]
    y = np.arange(height)[:, None]
    pixels[..., 0] = 60 + x * 60 // width
    pixels[..., 1] = 80 + y * 50 // height
    pixels[..., 2] = 90 + (x + y) * 40 // (width + height)
    for center_x, center_y, radius in faces:
        for dx, dy, across, down, colour in SHAPES:
            u = 100 * (x - center_x) - dx * radius
            v = 100 * (y - center_y) - dy * radius
            a, b = across * radius, down * radius
            pixels[(u * b) ** 2 + (v * a) ** 2 <= (a * b) ** 2] = colour
    return pixels.astype(np.uint8)


def numbers(values):
    return "[" + ", ".join(f"{float(v):.6g}" for v in values) + "]"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    rgb = picture(160, 128, [(80, 64, 40)])
    bgr = np.ascontiguousarray(rgb[..., ::-1])

    model = onnx.load(sys.argv[1])
    # The file fixes 640x640; the graph itself does not mind.
    for axis, length in ((2, 128), (3, 160)):
        model.graph.input[0].type.tensor_type.shape.dim[axis].dim_value = length
    for output in model.graph.output:
        output.type.tensor_type.shape.dim[1].dim_param = f"cells_{output.name}"
    del model.graph.value_info[:]
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    outputs = dict(
        zip(
            [output.name for output in session.get_outputs()],
            session.run(None, {"input": bgr.transpose(2, 0, 1)[None].astype(np.float32)}),
        )
    )

    detector = cv2.FaceDetectorYN.create(sys.argv[1], "", (160, 128), 0.6, 0.3, 5000)
    (face,) = detector.detect(bgr)[1]

    print("// SPDX-License-Identifier: Apache-2.0")
    print("// SPDX-FileCopyrightText: 2026 The emonet authors")
    print()
    print("// Written by experiments/convert-yunet/make_golden.py; do not edit.")
    print("// swift-format-ignore-file")
    print()
    print(f"/// What ONNX Runtime {onnxruntime.__version__} and OpenCV {cv2.__version__} make of a")
    print("/// 160x128 picture with one face of radius 40 drawn at (80, 64).")
    print("enum YuNetGolden {")
    print("  /// Of each stride: sum over cells and the best cell's number and values, in the order class, object, box 4,")
    print("  /// landmarks 10; class and object after their sigmoid.")
    print("  static let strides: [(sums: [Float], best: Int, values: [Float])] = [")
    for stride in (8, 16, 32):
        cells = np.concatenate(
            [outputs[f"{part}_{stride}"][0] for part in ("cls", "obj", "bbox", "kps")], axis=1
        ).astype(np.float64)
        best = int(np.argmax(cells[:, 0] * cells[:, 1]))
        print(f"    ({numbers(cells.sum(0))},")
        print(f"      {best}, {numbers(cells[best])}),")
    print("  ]")
    print("  /// x, y, width, height, five landmarks, score of the one face that OpenCV finds above 0.6.")
    print(f"  static let face: [Float] = {numbers(face)}")
    print("}")


if __name__ == "__main__":
    main()
