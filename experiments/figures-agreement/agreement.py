# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""Compares the figures of 'emonet evaluate' with those of scikit-learn and SciPy on stored tables.

usage: agreement.py EMONET TABLE.csv...
"""
import csv
import json
import os
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import scipy
import sklearn
from scipy.stats import binomtest
from sklearn.metrics import (accuracy_score, brier_score_loss, f1_score, log_loss,
                             precision_recall_fscore_support)

EMOTIONS = ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"]
TOLERANCE = 1e-9
DRAWS = 20000


def read(path):
    with open(path, newline="") as file:
        return [row for row in csv.DictReader(file) if not row["failure"]]


def scores(rows, prefix=""):
    # Single precision, as the program holds them.
    values = [[row[prefix + name] for name in EMOTIONS] for row in rows]
    return np.array(values, dtype=np.float32).astype(np.float64)


def emonet(program, *arguments):
    ran = subprocess.run([program, "evaluate", *arguments, "--format", "json"],
                         capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def calibration_error(truth, probabilities, bins=10):
    """Expected calibration error over equal bins that are closed on the right."""
    confidence = probabilities.max(axis=1)
    right = np.array(EMOTIONS)[probabilities.argmax(axis=1)] == truth
    place = np.clip(np.ceil(confidence * bins).astype(int) - 1, 0, bins - 1)
    return sum(abs(right[place == k].mean() - confidence[place == k].mean()) * (place == k).mean()
               for k in range(bins) if (place == k).any())


def macro(truth, answer):
    """Accuracy, recall and F1, the latter two averaged over the emotions that occur."""
    occurring = sorted(set(truth))
    _, recall, f1, _ = precision_recall_fscore_support(
        truth, answer, labels=occurring, zero_division=0)
    assert abs(f1.mean() - f1_score(truth, answer, labels=occurring, average="macro",
                                    zero_division=0)) < 1e-15
    return np.array([accuracy_score(truth, answer), recall.mean(), f1.mean()])


def counts(truth, answer):
    """Confusions as an array, the answer 'uncertain' last."""
    matrix = np.zeros((7, 8))
    for t, a in zip(truth, answer):
        matrix[EMOTIONS.index(t), EMOTIONS.index(a) if a in EMOTIONS else 7] += 1
    return matrix


def fast(matrix):
    """The same three figures of confusion matrices [..., 7, 8], for many draws."""
    hits = np.diagonal(matrix[..., :7], axis1=-2, axis2=-1)
    support, given = matrix.sum(-1), matrix[..., :7].sum(-2)
    occurs = support > 0
    recall = np.where(occurs, hits / np.maximum(support, 1), 0).sum(-1) / occurs.sum(-1)
    f1 = np.where(occurs, 2 * hits / np.maximum(support + given, 1), 0).sum(-1) / occurs.sum(-1)
    return np.stack([hits.sum(-1) / support.sum(-1), recall, f1], -1)


def by_speaker(rows, answers):
    speakers = sorted({row["speaker"] for row in rows})
    groups = [[i for i, row in enumerate(rows) if row["speaker"] == s] for s in speakers]
    return np.stack([counts([rows[i]["truth"] for i in g], [answers[i] for i in g]) for g in groups])


class Record:
    def __init__(self):
        self.worst, self.failed = 0.0, 0

    def same(self, name, ours, theirs):
        difference = abs(ours - theirs)
        self.worst = max(self.worst, difference)
        self.failed += not difference <= TOLERANCE
        print(f"  {name:38s} {ours:20.15f} {theirs:20.15f} {difference:9.1e}")

    def near(self, name, ours, theirs, steps):
        """Ends of intervals: within the figure's next possible values, of which there are few."""
        print(f"  {name:38s} [{ours[0]:.4f}, {ours[1]:.4f}] [{theirs[0]:.4f}, {theirs[1]:.4f}]")
        self.failed += not all(abs(o - t) <= steps for o, t in zip(ours, theirs))


def compare(program, path, record, folder):
    rows = read(path)
    truth = np.array([row["truth"] for row in rows])
    answer = np.array([row["answer"] for row in rows])
    print(f"{os.path.basename(path)}, {len(rows)} clips", " " * 14, "emonet", " " * 12, "reference")
    report = emonet(program, "--answers", path)
    for name, ours, theirs in zip(["accuracy", "UAR", "macro F1"],
                                  [report["accuracy"], report["uar"], report["macroF1"]],
                                  macro(truth, answer)):
        record.same(name, ours, theirs)
    precision, recall, f1, support = precision_recall_fscore_support(
        truth, answer, labels=EMOTIONS, zero_division=np.nan)
    for k, name in enumerate(EMOTIONS):
        ours = report["perClass"][name]
        assert ours["support"] == support[k]
        if support[k] == 0:
            assert ours["precision"] is None and ours["recall"] is None and ours["f1"] is None
            continue
        record.same(name + " recall", ours["recall"], recall[k])
        record.same(name + " F1", ours["f1"], f1[k])
        if ours["precision"] is not None:
            record.same(name + " precision", ours["precision"], precision[k])
    branches = [("", "fused")] + [(b + "_", b) for b in ("audio", "video")]
    for prefix, branch in branches:
        spoken = [i for i, row in enumerate(rows) if not prefix or row[prefix + "used"] == "1"]
        if not spoken:
            continue
        p, t = scores([rows[i] for i in spoken], prefix), truth[spoken]
        ours = report["branches"][branch]
        record.same(branch + " log-loss", ours["logLoss"], log_loss(t, p, labels=EMOTIONS))
        record.same(branch + " Brier score", ours["brierScore"],
                    brier_score_loss(t, p, labels=EMOTIONS, scale_by_half=False))
        record.same(branch + " calibration error", ours["calibrationError"],
                    calibration_error(t, p))

    unsure = emonet(program, "--answers", path, "--minimum-confidence", "0.5")
    given = np.where(scores(rows).max(axis=1) >= 0.5, answer, "uncertain")
    for name, ours, theirs in zip(["accuracy", "UAR", "macro F1"],
                                  [unsure["accuracy"], unsure["uar"], unsure["macroF1"]],
                                  macro(truth, given)):
        record.same(name + " from 0.5 on", ours, theirs)
    left = given != "uncertain"
    record.same("coverage", unsure["answered"]["coverage"], left.mean())
    record.same("accuracy of the answered", unsure["answered"]["accuracy"],
                accuracy_score(truth[left], given[left]))

    # The other model: the sound alone, with another prior of the emotions.
    other = os.path.join(folder, "other.csv")
    sound = scores(rows, "audio_") * np.linspace(0.5, 1.5, 7)
    sound = (sound / sound.sum(axis=1, keepdims=True)).astype(np.float32)
    with open(path, newline="") as file, open(other, "w", newline="") as out:
        reader = csv.DictReader(file)
        writer = csv.DictWriter(out, reader.fieldnames, lineterminator="\n")
        writer.writeheader()
        for row, values in zip(reader, sound):
            row.update(zip(EMOTIONS, map(str, values)))
            row["answer"] = EMOTIONS[int(values.argmax())]
            writer.writerow(row)
    comparison = emonet(program, "--answers", path, "--compare", other)["comparison"]
    alone = np.array(EMOTIONS)[sound.argmax(axis=1)]
    b, c = int(((answer == truth) & (alone != truth)).sum()), int(
        ((answer != truth) & (alone == truth)).sum())
    assert (comparison["onlyThisRight"], comparison["onlyOtherRight"]) == (b, c)
    record.same(f"McNemar's p ({b} and {c})", comparison["mcNemarP"],
                binomtest(b, b + c).pvalue if b + c else 1.0)
    differences = macro(truth, answer) - macro(truth, alone)
    for name, key, theirs in zip(["accuracy", "UAR", "macro F1"], ["accuracy", "uar", "macroF1"],
                                 differences):
        record.same("difference in " + name, comparison[key]["difference"], theirs)

    random = np.random.default_rng(1)
    here, there = by_speaker(rows, answer), by_speaker(rows, alone)
    draws = random.integers(0, len(here), (DRAWS, len(here)))
    drawn, beside = fast(here[draws].sum(1)), fast(there[draws].sum(1))
    for k, (name, key) in enumerate([("accuracy", "accuracy"), ("UAR", "uar"),
                                     ("macro F1", "macroF1")]):
        for title, ours, values in [
                ("interval of " + name, report["intervals"][key], drawn[:, k]),
                ("interval of the difference in " + name, comparison[key]["interval"],
                 drawn[:, k] - beside[:, k])]:
            # A percentile of 2000 draws is one of those around it: 0.025 with a deviation of 0.0035.
            around = np.quantile(values, [0.0145, 0.0355, 0.9645, 0.9855])
            steps = max(around[1] - around[0], around[3] - around[2]) + 1e-9
            record.near(title, ours, np.quantile(values, [0.025, 0.975]), steps)


def main():
    program, tables = sys.argv[1], sys.argv[2:]
    # Scores of single precision sum to one within 1e-7, of which scikit-learn would warn.
    warnings.filterwarnings("ignore", message="The y_prob values do not sum to one")
    print(f"scikit-learn {sklearn.__version__}, SciPy {scipy.__version__}, NumPy {np.__version__}")
    record = Record()
    with tempfile.TemporaryDirectory() as folder:
        for path in tables:
            compare(program, path, record, folder)
    print(f"greatest difference {record.worst:.1e}; {record.failed} beyond what is allowed")
    sys.exit(record.failed > 0)


if __name__ == "__main__":
    main()
