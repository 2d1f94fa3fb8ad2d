#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""The references of emonet-benchmarks, which starts this script and alternates with it.

Each line on standard input is a JSON object, each line on standard output its answer:

  {"command": "prepare", "case": NAME, "threads": N, "file": PATH}
    reads inputs, weights and emonet's results from the safetensors file, sets the case up, compares:
    {"name": "PyTorch 2.13.0", "differences": {WHAT: DIFFERENCE}}, or {"isMissing": true} without the module
  {"command": "run", "case": NAME, "threads": N, "iterations": N}
    {"seconds": S}

A difference is max |a - b| / max |b| unless its name says otherwise. Needs torch and numpy; opensmile for the functionals.
"""
import functools
import json
import sys
import time

import backbone_reference
import detector_reference
import functionals_reference
import lstm_reference
from comparison import read_tensors


CASES = {
    "detector": detector_reference.search,
    "backbone-training-float32": functools.partial(backbone_reference.training, is_bfloat16=False),
    "backbone-training-bfloat16": functools.partial(backbone_reference.training, is_bfloat16=True),
    "lstm": lstm_reference.inference,
    "lstm-training": lstm_reference.training,
    "functionals": functionals_reference.of_samples,
    "functionals-file": functionals_reference.of_file,
}
for faces in (1, 16, 64):
    CASES[f"backbone-{faces}"] = functools.partial(backbone_reference.inference, is_bfloat16=False)
    CASES[f"backbone-{faces}-bfloat16"] = functools.partial(backbone_reference.inference, is_bfloat16=True)


def use_threads(count):
    try:
        import torch
    except ImportError:
        return
    torch.set_num_threads(count)


def answer(request, runs):
    name = request["case"]
    use_threads(request["threads"])
    if request["command"] == "prepare":
        try:
            runs[name], module, differences = CASES[name](read_tensors(request["file"]))
        except ModuleNotFoundError:
            return {"isMissing": True}
        return {"name": module, "differences": differences}
    started = time.perf_counter()
    for _ in range(request["iterations"]):
        runs[name]()
    return {"seconds": time.perf_counter() - started}


def main():
    runs = {}
    for line in sys.stdin:
        try:
            result = answer(json.loads(line), runs)
        except Exception as error:  # Told to the benchmark, which fails with it.
            result = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
