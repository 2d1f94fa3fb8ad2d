# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""What the references share: emonet's arrays, differences from them, and the choice of the fastest form."""
import json
import struct
import time

import numpy as np


def read_tensors(path):
    """The arrays of a safetensors file by name, 32-bit floats."""
    with open(path, "rb") as handle:
        header = json.loads(handle.read(struct.unpack("<Q", handle.read(8))[0]))
        data = handle.read()
    arrays = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            arrays[name] = np.frombuffer(data[start:end], "<f4").reshape(entry["shape"]).copy()
    return arrays


def difference(ours, theirs):
    return float(np.max(np.abs(ours - theirs)) / np.max(np.abs(theirs)))


def torch_name(detail):
    import torch

    return f"PyTorch {torch.__version__.split('+')[0]}, {detail}"


def fastest(runs, least=0.25):
    """The name in `runs` (by name, functions without arguments) that has the shortest median time."""

    def seconds(run):
        for _ in range(3):  # TorchScript specialises in its first calls.
            run()
        times, end = [], time.perf_counter() + least
        while time.perf_counter() < end or len(times) < 3:
            started = time.perf_counter()
            run()
            times.append(time.perf_counter() - started)
        return np.median(times)

    return min(runs, key=lambda name: seconds(runs[name]))


def layouts():
    """PyTorch's memory layouts of pictures by name; which is faster depends on the network."""
    import torch

    return {"contiguous": torch.contiguous_format, "channels last": torch.channels_last}
