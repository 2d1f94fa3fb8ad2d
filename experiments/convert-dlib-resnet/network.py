# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""The network of dlib's face recognition, step by step, in double precision."""

import torch
from torch.nn import functional

EPSILON = 1e-5


def _blocks():
    inputs = 32
    for stage, (channels, count) in enumerate([(32, 3), (64, 4), (128, 3), (256, 3), (256, 1)]):
        for block in range(count):
            yield f"layer{stage + 1}.{block}", inputs, channels, 2 if stage > 0 and block == 0 else 1
            inputs = channels


# Name, channels in and out, and stride of each residual block.
BLOCKS = list(_blocks())


def _convolution(tensors, name, normalization, image, stride, padding):
    def tensor(key):
        return torch.as_tensor(tensors[key]).double()

    image = functional.conv2d(image, tensor(name + ".weight"), stride=stride, padding=padding)
    return functional.batch_norm(
        image,
        *(tensor(f"{normalization}.{part}") for part in ("running_mean", "running_var", "weight", "bias")),
        eps=EPSILON,
    )


def _sum(left, right):
    """The smaller image counts as zero beyond its lower and right edge, and so do channels that it lacks."""
    shape = [max(a, b) for a, b in zip(left.shape, right.shape)]
    total = torch.zeros(shape, dtype=left.dtype)
    for image in (left, right):
        total[:, : image.shape[1], : image.shape[2], : image.shape[3]] += image
    return total


def means(tensors, image):
    """The last block's means over the picture, [256], of one image [1, channels, height, width]."""
    image = _convolution(tensors, "conv1", "bn1", image.double(), 2, 0).relu()
    image = functional.max_pool2d(image, 3, 2)
    for name, _, _, stride in BLOCKS:
        inner = _convolution(tensors, name + ".conv1", name + ".bn1", image, stride, 1 if stride == 1 else 0)
        outer = _convolution(tensors, name + ".conv2", name + ".bn2", inner.relu(), 1, 1)
        around = image if stride == 1 else functional.avg_pool2d(image, 2, 2)
        image = _sum(outer, around).relu()
    return image.mean(dim=(2, 3))[0].numpy()


def embedded(tensors, matrix, image):
    """dlib's 128 values for one image."""
    return means(tensors, image) @ matrix
