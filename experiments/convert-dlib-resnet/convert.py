# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""Turns dlib's face recognition network into the start of emonet's larger face backbone.

Usage: convert.py picture PICTURE.rgb
       convert.py network PARAMETERS.bin PICTURE.rgb EMBEDDING.bin OUTPUT.safetensors
Needs the Python packages numpy, safetensors and torch; see README.md. The first form draws the picture that dump.cpp
wants, the second checks what dump.cpp wrote by a rebuild of the network and writes the backbone's tensors.
"""

import hashlib
import struct
import sys

import numpy as np
import torch
from safetensors.numpy import save_file

from network import BLOCKS, embedded, means

# What dlib takes off the three colours before it divides by 256.
MEANS = (122.782, 117.001, 104.298)
# The backbone sees grey crops of zero mean and unit deviation; FER2013's faces have these in the mean.
GREY_MEAN, GREY_DEVIATION = 128, 54
# Swift's normalisation adds this to variances before it takes the root.
EPSILON = 1e-5
TOLERANCE = 1e-5


def picture():
    """A face drawn from ellipses, [150, 150, 3], bytes."""
    y, x = np.mgrid[0:150, 0:150]
    pixels = np.stack([60 + x // 3, 80 + y // 4, 90 + (x + y) // 8], axis=-1)
    for centre_x, centre_y, across, down, colour in [
        (75, 66, 58, 68, (70, 48, 35)),
        (75, 80, 50, 64, (214, 168, 140)),
        (56, 68, 12, 7, (240, 236, 232)),
        (94, 68, 12, 7, (240, 236, 232)),
        (57, 68, 5, 6, (50, 36, 30)),
        (95, 68, 5, 6, (50, 36, 30)),
        (75, 92, 9, 6, (188, 138, 114)),
        (75, 115, 18, 7, (172, 84, 80)),
    ]:
        inside = ((x - centre_x) * down) ** 2 + ((y - centre_y) * across) ** 2 <= (across * down) ** 2
        pixels[inside] = colour
    return pixels.astype(np.uint8)


def records(path):
    """What dump.cpp wrote, from the input to the output: (kind, values)."""
    with open(path, "rb") as file:
        data = file.read()
    found, at = [], 0
    while at < len(data):
        kind = data[at : at + 8].decode().strip()
        (count,) = struct.unpack_from("<Q", data, at + 8)
        found.append((kind, np.frombuffer(data, "<f4", count, at + 16).astype(np.float64)))
        at += 16 + 4 * count
    return found[::-1]


def parameters(path):
    """Tensors of the network as dlib has it, under the backbone's names, and the matrix behind the mean."""
    found = iter(records(path))
    tensors = {}

    def convolution(name, normalization, inputs, outputs, size):
        kind, values = next(found)
        assert kind == "con" and values.size == outputs * (inputs * size * size + 1), name
        affine, scales = next(found)
        assert affine == "affine" and scales.size == 2 * outputs, normalization
        weight = values[:-outputs].reshape(outputs, inputs, size, size)
        scale, shift = np.split(scales, 2)
        tensors[name + ".weight"] = weight
        tensors[normalization + ".weight"] = scale
        # scale (conv + bias) + shift
        tensors[normalization + ".bias"] = shift + scale * values[-outputs:]
        # An affine map is a normalisation by the statistics of nothing.
        tensors[normalization + ".running_mean"] = np.zeros(outputs)
        tensors[normalization + ".running_var"] = np.full(outputs, 1 - EPSILON)

    convolution("conv1", "bn1", 3, 32, 7)
    for name, inputs, outputs, _ in BLOCKS:
        convolution(name + ".conv1", name + ".bn1", inputs, outputs, 3)
        convolution(name + ".conv2", name + ".bn2", outputs, outputs, 3)
    kind, values = next(found)
    assert kind == "fc" and values.size == 256 * 128
    assert next(found, None) is None
    return tensors, values.reshape(256, 128)


def for_grey_crops(tensors):
    """The same network for one channel x of zero mean and unit deviation, where each colour is 128 + 54 x."""
    weight, scale = tensors["conv1.weight"], tensors["bn1.weight"]
    # The stem has no padding, so that what is added to every pixel is added to every result.
    offsets = (GREY_MEAN - np.array(MEANS)) / 256
    constant = (weight.sum(axis=(2, 3)) * offsets).sum(axis=1)
    return tensors | {
        "conv1.weight": weight.sum(axis=1, keepdims=True) * (GREY_DEVIATION / 256),
        "bn1.bias": tensors["bn1.bias"] + scale * constant,
    }


def check(what, found, expected):
    difference = float(np.abs(found - expected).max())
    print(f"{what}: largest difference {difference:.2e} of values up to {np.abs(expected).max():.3f}")
    if difference > TOLERANCE:
        sys.exit(f"more than {TOLERANCE}")


def main():
    if len(sys.argv) == 3 and sys.argv[1] == "picture":
        picture().tofile(sys.argv[2])
        return
    if len(sys.argv) != 6 or sys.argv[1] != "network":
        sys.exit(__doc__)
    source, seen, embedding, target = sys.argv[2:]

    tensors, matrix = parameters(source)
    pixels = np.fromfile(seen, np.uint8).reshape(150, 150, 3).astype(np.float64)

    def dlib_input(pixels):
        return torch.from_numpy(((pixels - MEANS) / 256).transpose(2, 0, 1)[None])

    check("rebuilt", embedded(tensors, matrix, dlib_input(pixels)), np.fromfile(embedding, "<f4"))

    # A grey picture through the colours of the original, and as one channel.
    grey = pixels.mean(axis=2).round()[:112, :112]
    crop = (grey - GREY_MEAN) / GREY_DEVIATION
    result = {name: value.astype(np.float32) for name, value in for_grey_crops(tensors).items()}
    check(
        "one grey channel",
        means(result, torch.from_numpy(crop[None, None])),
        means(tensors, dlib_input(np.repeat(grey[..., None], 3, axis=2))),
    )

    learnt = sum(value.size for name, value in tensors.items() if "running" not in name)
    print(f"{len(result)} tensors, {learnt} learnt values")
    metadata = {
        "source": "dlib_face_recognition_resnet_model_v1.dat, Davis King, CC0 1.0",
        "input": f"grey crops (level - {GREY_MEAN}) / {GREY_DEVIATION}",
    }
    save_file({name: np.ascontiguousarray(value) for name, value in result.items()}, target, metadata)
    with open(target, "rb") as file:
        print(f"{target}: sha256 {hashlib.sha256(file.read()).hexdigest()}")


main()
