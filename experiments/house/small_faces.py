#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""Write every n-th face of a set of still faces, and its row of votes, as a smaller set.

usage: small_faces.py FACES SMALL

FACES holds {train,validation}.npy, [faces, 48, 48], and {train,validation}.csv, whose first column counts the rows.
"""
import os
import sys

import numpy

STEPS = {"train": 31, "validation": 17}


def main():
    source, target = sys.argv[1:]
    os.makedirs(target, exist_ok=True)
    for split, step in STEPS.items():
        faces = numpy.load(f"{source}/{split}.npy", mmap_mode="r")
        numpy.save(f"{target}/{split}.npy", numpy.ascontiguousarray(faces[::step]))
        with open(f"{source}/{split}.csv") as table:
            header, *rows = table.read().splitlines()
        with open(f"{target}/{split}.csv", "w") as table:
            print(header, file=table)
            for place, row in enumerate(rows[::step]):
                print(f"{place},{row.split(',', 1)[1]}", file=table)


if __name__ == "__main__":
    main()
