"""How far scores move when a clip is stored in other forms.

Usage: compare.py EMONET WEIGHTS DATA FORMS, the last being the folder that encode.sh filled.
Standard library only.
"""

import collections
import glob
import json
import os
import subprocess
import sys


def classify(program, weights, paths):
    ran = subprocess.run(
        [program, "classify", "--weights", weights, "--format", "json", "-"],
        input="\n".join(paths), capture_output=True, text=True, check=True)
    return {a["path"]: a for a in map(json.loads, ran.stdout.splitlines())}


def branches(answer):
    yield "fused", answer["scores"]
    for name in ("audio", "video"):
        if answer["modalities"][name]["used"]:
            yield name, answer["modalities"][name]["scores"]


def main():
    program, weights, data, folder = sys.argv[1:]
    forms = sorted(glob.glob(os.path.join(folder, "*.*.*")))
    original = {f: os.path.join(data, "java-sed/clips", os.path.basename(f).split(".")[0] + ".mp4") for f in forms}
    answers = classify(program, weights, forms + sorted(set(original.values())))
    changes = collections.defaultdict(list)
    kept = 0
    for form in forms:
        own, other = answers[original[form]], answers[form]
        kept += own["label"] == other["label"]
        kind = os.path.basename(form).split(".", 1)[1]
        others = dict(branches(other))
        for name, scores in branches(own):
            change = max(abs(scores[k] - others[name][k]) for k in scores)
            changes[kind, name].append(change)
            changes["all", name].append(change)
    print(f"{len(forms)} forms, label kept in {kept}")
    print("form          branch  mean   worst  above 0.1")
    for (kind, name), values in sorted(changes.items()):
        print(f"{kind:13} {name:6} {sum(values) / len(values):6.3f} {max(values):6.3f}  {sum(v > 0.1 for v in values)}/{len(values)}")


if __name__ == "__main__":
    main()
