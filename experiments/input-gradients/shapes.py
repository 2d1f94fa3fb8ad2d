#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""Median milliseconds of each convolution that oneDNN told of (ONEDNN_VERBOSE=1), and its rate: shapes.py < LOG"""
import re
import statistics
import sys

SHAPE = re.compile(r"mb(\d+)_ic(\d+)oc(\d+)_ih(\d+)oh(\d+)kh(\d+)")

rows = [line.strip().split(",") for line in sys.stdin if line.startswith("onednn_verbose,exec,cpu,convolution,")]
times = {}
for fields in rows[len(rows) // 3:]:  # the first third warms up
    shape = next(match for match in map(SHAPE.match, fields) if match)
    times.setdefault((shape.groups(), fields[5], fields[4]), []).append(float(fields[-1]))
for (shape, kind, kernel), values in sorted(times.items(), key=lambda item: -sum(item[1])):
    batch, inputs, outputs, height, result, taps = map(int, shape)
    median = statistics.median(values)
    operations = 2 * batch * inputs * outputs * result * result * taps * taps
    print(f"{height}x{height}x{inputs} -> {result}x{result}x{outputs}, batch {batch:3}  {kind:18} {kernel:20} "
          f"{median:7.2f} ms {operations / median / 1e6:7.1f} GFLOP/s  {len(values)} times")
