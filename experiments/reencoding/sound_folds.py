"""How well, and how steadily, discriminants of the sound name emotions of unseen training speakers.

A prototype of the sound branch: standardised signed logarithms, discriminants with what other forms of a
clip change added to the covariance within classes, logistic regression. Five folds by speaker.

Usage: sound_folds.py DATA CACHE SHRINKAGE WEIGHT...   (needs numpy, scipy, scikit-learn)
DATA holds clips.csv; CACHE is the folder `clips` that `emonet train --cache` filled; SHRINKAGE is a share, or
`lw` for Ledoit and Wolf's.
"""

import csv
import glob
import json
import struct
import sys

import numpy as np
from scipy.linalg import eigh
from sklearn.covariance import ledoit_wolf
from sklearn.linear_model import LogisticRegression

LABELS = ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"]
FORMS = ["", "avi", "mp4", "webm"]


def cached(folder):
    found = {}
    for path in glob.glob(folder + "/*.safetensors"):
        data = open(path, "rb").read()
        size = struct.unpack("<Q", data[:8])[0]
        head = json.loads(data[8:8 + size])
        if "functionals" not in head:
            continue
        start, end = head["functionals"]["data_offsets"]
        lines = head["__metadata__"]["source"].split("\n")
        form = [json.loads(line)["container"] for line in lines if line.startswith("{")]
        values = np.frombuffer(data[8 + size + start:8 + size + end], "<f4")
        found[lines[0], form[0] if form else ""] = values
    return found


def recall(truth, answer):
    return np.mean([np.mean(answer[truth == label] == label) for label in np.unique(truth)])


def covariance(rows, shrinkage):
    if shrinkage == "lw":
        return ledoit_wolf(rows, assume_centered=True)[0]
    share = float(shrinkage)
    sample = rows.T @ rows / len(rows)
    return (1 - share) * sample + share * np.trace(sample) / len(sample) * np.eye(len(sample))


def discriminants(rows, classes, changes, shrinkage, weight):
    mean = rows.mean(0)
    within = weight * changes.T @ changes / len(changes)
    between = np.zeros_like(within)
    names = np.unique(classes)
    for name in names:
        own = rows[classes == name]
        share = len(own) / len(rows)
        within += share * covariance(own - own.mean(0), shrinkage)
        between += share * np.outer(own.mean(0) - mean, own.mean(0) - mean)
    width = rows.shape[1]
    vectors = eigh(between, within, subset_by_index=[width - len(names) + 1, width - 1])[1]
    return mean, vectors / ((rows - mean) @ vectors).std(0)


def main():
    data, cache, shrinkage, *weights = sys.argv[1:]
    rows = [r for r in csv.DictReader(open(data + "/clips.csv")) if r["split"] == "train"]
    values = cached(cache)
    ends = {(path.split("/data/")[-1], form): found for (path, form), found in values.items()}
    x = np.stack([[ends[r["path"], form] for form in FORMS] for r in rows]).astype(float)
    x = np.sign(x) * np.log1p(abs(x))
    corpora = sorted({r["corpus"] for r in rows})
    label = np.array([LABELS.index(r["label"]) for r in rows])
    corpus = np.array([corpora.index(r["corpus"]) for r in rows])
    speaker = np.array([r["speaker"] for r in rows])
    generator = np.random.default_rng(1)
    fold = np.zeros(len(rows), int)
    for index in range(len(corpora)):
        speakers = sorted(set(speaker[corpus == index]))
        for place, chosen in enumerate(generator.permutation(len(speakers))):
            fold[speaker == speakers[chosen]] = place % 5
    print("weight  " + "  ".join(corpora) + "  mean change  above 0.1")
    for weight in map(float, weights):
        recalls, changes, above = {c: [] for c in range(len(corpora))}, [], []
        for held in range(5):
            train, test = fold != held, fold == held
            mean, deviation = x[train, 0].mean(0), x[train, 0].std(0)
            deviation[deviation < 1e-6] = 1e9
            seen = np.clip((x[train] - mean) / deviation, -5, 5)
            new = np.clip((x[test] - mean) / deviation, -5, 5)
            classes = label[train] * len(corpora) + corpus[train]
            moved = (seen[:, 1:] - seen[:, :1]).reshape(-1, x.shape[2])
            centre, vectors = discriminants(seen[:, 0], classes, moved, shrinkage, weight)
            counts = np.bincount(classes, minlength=7 * len(corpora))
            share = np.repeat(1 / counts[classes], len(FORMS))
            model = LogisticRegression(C=0.01, max_iter=300).fit(
                (seen.reshape(-1, x.shape[2]) - centre) @ vectors,
                np.repeat(label[train], len(FORMS)), sample_weight=share * len(share) / share.sum())
            scores = model.predict_proba((new.reshape(-1, x.shape[2]) - centre) @ vectors)
            scores = scores.reshape(len(new), len(FORMS), -1)
            for c in recalls:
                own = corpus[test] == c
                recalls[c].append(recall(label[test][own], scores[own, 0].argmax(1)))
            change = abs(scores[:, 1:] - scores[:, :1]).max(2)
            changes.append(change.mean())
            above.append((change > 0.1).mean())
        print(f"{weight:6g}  " + "  ".join(f"{np.mean(recalls[c]):.3f}" for c in recalls)
              + f"  {np.mean(changes):.3f}  {np.mean(above):.3f}", flush=True)


main()
