#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""Judges clips again and again in new processes and counts the distinct answers.

    repeat.py PROGRAM [--runs N] [--threads 1,2,4,8] [--precision f32,bf16,auto] [--beside N] CLIP...

An answer is everything that `classify --format json` prints. What a run with one thread answers, for
each clip in each precision, is what the others are compared with. Ends with 1 when there was one. EMONET_WEIGHTS says where the model lies.
"""
import argparse
import collections
import concurrent.futures
import os
import subprocess
import sys


def answer(program, clip, threads, precision):
    """What the program prints, or how it ended."""
    done = subprocess.run(
        [program, "classify", "--format", "json", "--threads", str(threads), "--precision",
         precision, clip], capture_output=True)
    return done.stdout if done.returncode == 0 else b"exit code %d" % done.returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("clips", nargs="+")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--threads", default="2,4,8")
    parser.add_argument("--precision", default="f32,bf16,auto")
    parser.add_argument(
        "--beside", type=int, default=1, help="processes at a time: load lets races show")
    options = parser.parse_args()
    total = 0
    for clip in options.clips:
        for precision in options.precision.split(","):
            expected = answer(options.program, clip, 1, precision)
            for threads in options.threads.split(","):
                with concurrent.futures.ThreadPoolExecutor(options.beside) as pool:
                    answers = collections.Counter(
                        pool.map(
                            lambda _: answer(options.program, clip, threads, precision),
                            range(options.runs)))
                wrong = options.runs - answers[expected]
                total += wrong
                print(
                    f"{os.path.basename(clip)} {precision} {threads} threads: {wrong} of "
                    f"{options.runs} differ from one thread's, "
                    f"{len([a for a in answers if answers[a]])} distinct", flush=True)
    sys.exit(1 if total else 0)


if __name__ == "__main__":
    main()
