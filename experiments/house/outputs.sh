#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
#
# Everything that a user sees of one emonet program on real clips, written below a folder.
#
#   outputs.sh PROGRAM DATA FOLDER
#
# PROGRAM finds its weights by EMONET_WEIGHTS. DATA holds clips.csv with the columns path, label,
# speaker, split, corpus and modality, faces/{train,validation}.{npy,csv}, and
# resnet20-cifar10/resnet20-cifar10.safetensors. Needs python3 with numpy.
set -euo pipefail
program=$(realpath "$1") data=$(realpath "$2") here=$(realpath "$(dirname "$0")")
mkdir -p "$3"
out=$(realpath "$3")

# The lists: all validation clips of the corpora that emonet-2 was judged on, and 60 of them.
{
  head -1 "$data/clips.csv"
  awk -F, '$4 == "validation" && ($5 == "java-sed" || $5 == "ravdess" || $5 == "emodb")' \
    "$data/clips.csv"
} | sed "2,\$s|^|$data/|" >"$out/validation.csv"
{
  head -1 "$out/validation.csv"
  awk -F, '$6 == "av" && count++ < 40' "$out/validation.csv"
  awk -F, '$6 == "a" && NR % 31 == 0 && count++ < 20' "$out/validation.csv"
} >"$out/sixty.csv"

# A small training: of each speaker and emotion the first clip and the first sound, and few faces.
{
  head -1 "$data/clips.csv"
  awk -F, '($5 == "java-sed" || $5 == "ravdess" || $5 == "emodb") && seen[$3 $2 $6]++ < 1' \
    "$data/clips.csv"
} | sed "2,\$s|^|$data/|" >"$out/training.csv"
python3 "$here/small_faces.py" "$data/faces" "$out/faces"
cp "$here/small.json" "$out/small.json"
ln -sfn "$data/resnet20-cifar10" "$out/resnet20-cifar10"

# Runs with failures end with 1, and any other code ends this script.
may_fail() { "$@" || [ $? = 1 ]; }

for format in json csv text; do
  "$program" classify --precision f32 --keep-going --format $format "$out/validation.csv" \
    >"$out/classify.$format"
done
for format in json text; do
  "$program" evaluate --precision f32 --list "$out/validation.csv" --format $format \
    >"$out/evaluate.$format"
done
for format in csv npz arff; do
  features=audio-is10,audio-emobase2010,audio-model,video,clip
  [ $format = arff ] || features+=,audio-contours,mfcc,faces,frames
  may_fail "$program" extract --precision f32 --features $features --format $format --keep-going \
    --output "$out/features-$format" "$out/sixty.csv" 2>"$out/features-$format.log"
done
may_fail "$program" extract --features faces --faces all --keep-going --output "$out/all-faces" \
  "$out/sixty.csv" 2>"$out/all-faces.log"
"$program" extract --features audio-is10 --sample-rate native --output "$out/native.csv" \
  "$out/sixty.csv"

train() {
  local name=$1
  shift
  "$program" train --list "$out/training.csv" --config "$out/small.json" --threads 2 \
    --output "$out/$name.safetensors" --cache "$out/cache-$name" "$@" \
    >"$out/$name.txt" 2>"$out/$name.log"
}
train small
train small-folds --folds 2
