# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""Writes golden features of the larger face backbone with weights of a formula, so that no weights need be stored.

Usage: make_golden.py > Tests/EmoNetTrainingTests/ResNet29Golden.swift
Needs the Python packages numpy and torch; see README.md.
"""

import numpy as np
import torch
from torch.nn import functional

from network import BLOCKS, means

SIDE = 112


def noise(start, count):
    """SplitMix64 of start + 1, start + 2, ...: its upper 24 bits as numbers in [-1, 1)."""
    with np.errstate(over="ignore"):
        z = np.arange(start + 1, start + count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return (z >> np.uint64(40)).astype(np.float64) / 2**23 - 1


def shapes():
    found = {"conv1.weight": (32, 1, 7, 7)}

    def normalization(name, channels):
        for part in ("weight", "bias", "running_mean", "running_var"):
            found[f"{name}.{part}"] = (channels,)

    normalization("bn1", 32)
    for name, inputs, outputs, _ in BLOCKS:
        for number, channels in ((1, inputs), (2, outputs)):
            found[f"{name}.conv{number}.weight"] = (outputs, channels, 3, 3)
            normalization(f"{name}.bn{number}", outputs)
    found["features.weight"] = (64, 256)
    found["features.bias"] = (64,)
    return found


def weights():
    """Tensors in the order of their names, one stretch of noise through all of them."""
    tensors, start = {}, 0
    for name, shape in sorted(shapes().items()):
        values = noise(start, int(np.prod(shape))).reshape(shape)
        start += values.size
        if len(shape) > 1:
            fan_in = int(np.prod(shape[1:]))
            values = values.astype(np.float32) * np.sqrt(np.float32(6 / fan_in))
        elif name.endswith("running_var") or name.endswith(".weight"):
            values = 1 + 0.25 * values
        else:
            values = 0.25 * values
        tensors[name] = values.astype(np.float32)
    return tensors, start


def main():
    tensors, start = weights()
    face = torch.from_numpy(2 * noise(start, 48 * 48).reshape(1, 1, 48, 48))
    image = functional.interpolate(face, size=(SIDE, SIDE), mode="bilinear", align_corners=False)
    features = tensors["features.weight"].astype(np.float64) @ means(tensors, image)
    features += tensors["features.bias"]
    lines = [
        "    " + ", ".join(f"{value:.7g}" for value in features[at : at + 6]) + ","
        for at in range(0, 64, 6)
    ]
    print("// SPDX-License-Identifier: Apache-2.0")
    print("// SPDX-FileCopyrightText: 2026 The emonet authors")
    print()
    print("/// Features of one face by ResNet-29 with weights of a formula.")
    print("///")
    print("/// Written by experiments/convert-dlib-resnet/make_golden.py in double precision.")
    print("enum ResNet29Golden {")
    print("  /// `[64]`.")
    print("  static let features: [Float] = [")
    print("\n".join(lines))
    print("  ]")
    print("}")


main()
