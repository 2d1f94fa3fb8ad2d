# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""How much to shrink the covariance within classes; see README.md.

Usage: python compare.py ../../../shared/data
"""

import csv
import sys

import numpy as np
import opensmile
import scipy.linalg
import soundfile
from scipy.signal import resample_poly
from sklearn.covariance import ledoit_wolf
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import recall_score
from sklearn.model_selection import GroupKFold


def features(data):
    with open(f"{data}/clips.csv") as file:
        rows = [r for r in csv.DictReader(file) if (r["corpus"], r["modality"]) == ("ravdess", "a")]
    smile = opensmile.Smile(
        feature_set=opensmile.FeatureSet.emobase,
        feature_level=opensmile.FeatureLevel.Functionals,
    )
    values = []
    for row in rows:
        sound, rate = soundfile.read(f"{data}/{row['path']}", dtype="float32")
        sound = sound if sound.ndim == 1 else sound.mean(axis=1)
        sound = resample_poly(sound, 1, rate // 16000).astype(np.float32)
        values.append(smile.process_signal(sound, 16000).values[0])
    values = np.nan_to_num(np.array(values, np.float64))
    logs = np.sign(values) * np.log1p(np.abs(values))
    return logs, np.array([r["label"] for r in rows]), np.array([r["speaker"] for r in rows])


def automatic(rows):
    scale = np.where(rows.std(axis=0) > 1e-9, rows.std(axis=0), 1)
    covariance, _ = ledoit_wolf((rows - rows.mean(axis=0)) / scale)
    return covariance * np.outer(scale, scale)


def directions(rows, labels, kind, between):
    names, codes = np.unique(labels, return_inverse=True)
    priors = np.bincount(codes) / len(codes)
    means = np.array([rows[codes == c].mean(axis=0) for c in range(len(names))])
    residuals = rows - means[codes]
    if kind == "per class":
        within = sum(p * automatic(rows[codes == c]) for c, p in enumerate(priors))
    elif kind == "pooled":
        within = automatic(residuals)
    else:
        within = residuals.T @ residuals / len(rows)
        target = np.trace(within) / len(within) * np.eye(len(within))
        within = (1 - kind) * within + kind * target
    centred = (means - priors @ means) * np.sqrt(priors)[:, None]
    scatter = centred.T @ centred if between == "class means" else automatic(rows) - within
    last = len(scatter) - 1
    _, vectors = scipy.linalg.eigh(
        scatter, within, subset_by_index=[last - len(names) + 2, last])
    return vectors


def main():
    rows, labels, speakers = features(sys.argv[1])
    variants = [(k, b) for k in ("pooled", "per class") for b in ("class means", "total - within")]
    variants += [(k, "class means") for k in (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.85, 0.95)]
    recalls = {variant: ([], []) for variant in variants}
    for training, test in GroupKFold(5).split(rows, labels, speakers):
        mean, deviation = rows[training].mean(axis=0), rows[training].std(axis=0)
        scaled = (rows - mean) / np.where(deviation > 1e-9, deviation, np.inf)
        scaled = np.clip(scaled, -5, 5)
        for variant in variants:
            projected = scaled @ directions(scaled[training], labels[training], *variant)
            model = LogisticRegression(C=0.1, class_weight="balanced", max_iter=2000)
            model.fit(projected[training], labels[training])
            for part, place in zip((training, test), recalls[variant]):
                given = model.predict(projected[part])
                place.append(recall_score(labels[part], given, average="macro"))
    for variant, (own, unseen) in recalls.items():
        folds = " ".join(f"{value:.2f}" for value in unseen)
        print(f"{variant}: training {np.mean(own):.3f}, unseen {np.mean(unseen):.3f} ({folds})")


if __name__ == "__main__":
    main()
