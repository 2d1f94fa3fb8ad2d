#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
#
# Compares two folders that outputs.sh wrote, byte for byte; exit code 1 when anything differs.
#
#   compare.sh BEFORE AFTER
#
# What is not compared, and why:
#   *.journal   records of a run with failures, in the order in which its threads finished
#   cache*      what a training keeps for itself; its files changed their form
#   *.log       written beside it for people, the time of each line among them
#   inputs      lists, faces and configuration, which outputs.sh made
# Predictions and reports have a further key, 'format', after: it is taken out before they are compared.
set -euo pipefail
before=$(realpath "$1") after=$(realpath "$2")

files() {
  (cd "$1" && find . -type f \
    ! -name '*.journal' ! -name '*.log' ! -path './cache*' ! -path './faces/*' \
    ! -name small.json ! -name training.csv ! -name validation.csv ! -name sixty.csv | sort)
}

# Without the key; the two folders' own names, where a text has them, are the same word.
plain() {
  sed -E -e '/^ *"format": "emonet-report\/1",$/d' -e 's/^\{"format":"emonet-prediction\/1",/{/' "$2" |
    sed "s|$1|FOLDER|g"
}

different=0
diff <(files "$before") <(files "$after") || different=1
compared=0
while IFS= read -r file; do
  [ -f "$after/$file" ] || continue
  compared=$((compared + 1))
  case $file in
    *.json | *.txt)
      cmp -s <(plain "$before" "$before/$file") <(plain "$after" "$after/$file") && continue ;;
    *) cmp -s "$before/$file" "$after/$file" && continue ;;
  esac
  echo "differs: $file"
  different=1
done < <(files "$before")
echo "$compared files compared"
exit $different
