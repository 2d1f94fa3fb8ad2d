#!/bin/sh
# list.sh DATA: the list that emonet-3 is trained on, with absolute paths: all clips and sounds, and the pictures from
# other cameras, which belong to the validation part and are never learnt from.
set -eu
data=$(cd "$1" && pwd)
head -1 "$data/clips.csv"
tail -n +2 "$data/clips.csv" | sed "s#^#$data/#"
tail -n +2 "$data/elsewhere/clips.csv" | sed "s#^#$data/elsewhere/#"
