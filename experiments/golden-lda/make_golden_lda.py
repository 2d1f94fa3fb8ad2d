# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""Golden numbers for LinearDiscriminantAnalysis: what scikit-learn makes of a small data set.

Usage: python3 make_golden_lda.py ../../Tests/EmoNetTrainingTests/Golden/lda.json
Made with scikit-learn 1.9.1 and NumPy 2.4.6. The rows are rounded to multiples of 2^-10, so that the JSON
text, single and double precision all hold the same numbers.
"""

import json
import sys

import numpy as np
from sklearn.covariance import ledoit_wolf
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

ROWS, INPUTS, CLASSES = 60, 12, 4


def signed(directions):
    """Each row or its opposite, so that its largest entry is positive."""
    largest = np.abs(directions).argmax(axis=1)
    return directions * np.sign(directions[np.arange(len(directions)), largest])[:, None]


def analysis(rows, classes, shrinkage):
    fitted = LinearDiscriminantAnalysis(solver="eigen", shrinkage=shrinkage).fit(rows, classes)
    return signed(fitted.scalings_[:, : CLASSES - 1].T).tolist()


def main():
    generator = np.random.default_rng(20260101)
    classes = np.arange(ROWS) % CLASSES
    classes[:6] = 0
    mixing = generator.normal(size=(INPUTS, INPUTS))
    centres = generator.normal(size=(CLASSES, INPUTS)) * 1.5
    scale = 10.0 ** generator.uniform(-1, 1, INPUTS)
    rows = (centres[classes] + generator.normal(size=(ROWS, INPUTS)) @ mixing) * scale
    rows = np.round(rows * 1024) / 1024
    standardised = (rows - rows.mean(axis=0)) / rows.std(axis=0)
    covariance, shrinkage = ledoit_wolf(standardised)
    json.dump(
        {
            "classes": classes.tolist(),
            "rows": rows.tolist(),
            "ledoitWolfShrinkage": shrinkage,
            "automatic": analysis(rows, classes, "auto"),
            "fixed": analysis(rows, classes, 0.2),
        },
        open(sys.argv[1], "w"),
    )


if __name__ == "__main__":
    main()
