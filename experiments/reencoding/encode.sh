#!/bin/bash
# Stores every second validation clip of java-sed in eight other forms: as ffmpeg does when nothing is
# asked for, and in good quality. Usage: encode.sh DATA TARGET
set -euo pipefail
data=$1
target=$2
mkdir -p "$target"
encode() { ffmpeg -v error -y -i "$1" "${@:2}" </dev/null; }
grep ',validation,java-sed,av' "$data/clips.csv" | cut -d, -f1 | awk 'NR % 2 == 0' |
  while read -r clip; do
    clip=$data/$clip
    name=$target/$(basename "$clip" .mp4)
    encode "$clip" "$name.default.avi"
    encode "$clip" "$name.default.mp4"
    encode "$clip" "$name.default.mkv"
    encode "$clip" -deadline realtime -cpu-used 5 "$name.default.webm"
    encode "$clip" -c:v mpeg4 -q:v 3 -c:a libmp3lame "$name.good.avi"
    encode "$clip" -c:v libx264 -crf 20 -c:a aac -b:a 128k "$name.good.mp4"
    encode "$clip" -c:v libx264 -crf 22 -c:a libopus -b:a 96k "$name.good.mkv"
    encode "$clip" -c:v libvpx-vp9 -crf 23 -b:v 0 -deadline realtime -cpu-used 5 \
      -c:a libopus -b:a 96k "$name.good.webm"
  done
