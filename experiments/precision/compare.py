"""Compares predictions made in two precisions: compare.py F32.jsonl BF16.jsonl"""
import json
import sys


def read(path):
    with open(path) as file:
        return {line["path"]: line for line in map(json.loads, file)}


exact, rounded = read(sys.argv[1]), read(sys.argv[2])
assert exact.keys() == rounded.keys()
seen = [path for path in exact if exact[path]["modalities"]["video"]["used"]]


def difference(path, branch=None):
    def scores(line):
        return line["modalities"][branch]["scores"] if branch else line["scores"]

    left, right = scores(exact[path]), scores(rounded[path])
    return max(abs(left[label] - right[label]) for label in left)


for name, branch in (("fused", None), ("picture", "video")):
    differences = sorted(difference(path, branch) for path in seen)
    print(f"{name}: {len(seen)} clips with a face, median {differences[len(differences) // 2]:.5f}, "
          f"greatest {differences[-1]:.5f}")
same = sum(exact[path]["label"] == rounded[path]["label"] for path in seen)
print(f"same answer: {same} of {len(seen)}")
others = [path for path in exact if path not in seen]
print(f"without a face: {len(others)} clips, identical {sum(exact[p]['scores'] == rounded[p]['scores'] for p in others)}")
print(json.dumps({"clips": len(seen), "greatestScoreDifference": max(map(difference, seen)), "sameAnswers": same}))
