#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""What a step of the face network's training consists of: convolutions, copies between formats, everything else.

    step_parts.py LIST CONFIGURATION SECONDS PROGRAM...

Lets each PROGRAM train in turns, twice, with oneDNN telling its operations, and ends it after SECONDS. Times are of one
of two threads, in milliseconds a step; "everything else" is what the clock says beyond oneDNN: normalisation,
rectifiers, sums, gradient descent.
"""
import collections
import os
import signal
import subprocess
import sys
import tempfile
import time

THREADS = 2
# The first dense layer of a step; there are two, one for each kind of label.
MARK = ",inner_product,"
WARM_UP = 4


def parts(program, clips, configuration, seconds):
    """Milliseconds a step by kind of operation, and the number of steps they were measured over."""
    sums, marks, began, end = collections.Counter(), 0, None, None
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "train", "--list", clips, "--config", configuration, "--output", f"{folder}/model.safetensors",
                   "--cache", f"{folder}/cache", "--threads", str(THREADS)]
        environment = dict(os.environ, ONEDNN_VERBOSE="1", OMP_WAIT_POLICY="passive")
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment) as run:
            limit = None
            for line in run.stdout:
                if not line.startswith("onednn_verbose,exec"):
                    continue
                now = time.monotonic()
                limit = limit or now + seconds
                fields = line.strip().split(",")
                if MARK in line and fields[5].startswith("forward"):
                    marks += 1
                    if marks == 2 * WARM_UP:
                        sums.clear()
                        began = now
                    end, kept = now, sums.copy()
                    if now > limit:
                        break
                sums[kind(fields)] += float(fields[-1]) / THREADS
            run.send_signal(signal.SIGKILL)
    steps = (marks - 2 * WARM_UP) / 2
    result = {name: value / steps for name, value in kept.items()}
    whole = (end - began) * 1000 / steps
    result["everything else"] = whole - sum(result.values())
    result["step"] = whole
    return result, steps


def kind(fields):
    if fields[3] == "convolution":
        return f"convolution, {fields[5].replace('_training', '')}"
    return "copies" if fields[3] == "reorder" else "dense layers"


def main():
    clips, configuration, seconds, *programs = sys.argv[1:]
    for _ in range(2):
        for program in programs:
            result, steps = parts(program, clips, configuration, float(seconds))
            print(f"{program}, {steps:.0f} steps")
            for name, value in sorted(result.items()):
                print(f"  {name:32} {value:8.1f}", flush=True)


main()
