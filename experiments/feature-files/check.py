# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""Do the tables of `emonet extract` open in NumPy, SciPy and pandas, with equal values?

usage: check.py EMONET CLIPS WORKING_FOLDER

EMONET  the program
CLIPS   a labelled list whose clips have picture and sound
"""

import json
import pathlib
import subprocess
import sys

import numpy
import pandas
import scipy
from scipy.io import arff

CLIP_FEATURES = ["audio-is10", "audio-emobase2010", "video", "clip"]
FRAME_FEATURES = ["audio-contours", "mfcc", "faces", "frames"]
KEYS = ["frame", "timestamp", "confidence", "success"]


def check_clip_table(folder, feature):
    """A row a clip: CSV, NPZ and ARFF hold the same single-precision numbers."""
    table = pandas.read_csv(folder / f"{feature}.csv")
    archive = numpy.load(folder / f"{feature}.npz")
    data, meta = arff.loadarff(folder / f"{feature}.arff")
    values = archive["values"]
    assert list(table.columns) == ["path", "label", *archive["columns"]]
    assert list(table["path"]) == list(archive["path"])
    assert list(table["label"]) == list(archive["label"])
    assert numpy.array_equal(table.iloc[:, 2:].to_numpy(numpy.float32), values)
    assert meta.names()[0] == "name" and meta.names()[-1] == "class"
    assert [name.decode() for name in data["name"]] == list(archive["path"])
    assert [name.decode() for name in data["class"]] == list(archive["label"])
    columns = meta.names()[1:-1]
    assert numpy.array_equal(
        numpy.stack([data[name] for name in columns], axis=1).astype(numpy.float32), values)
    assert numpy.isfinite(values).all()
    made = json.loads(str(archive["metadata"]))
    beside = json.load(open(folder / f"{feature}.csv.json"))
    assert made["extractor"] == beside["extractor"] and made["settings"] == beside["settings"]
    assert [source["sha256"] for source in beside["sources"]] == list(archive["sha256"])
    print(f"{feature:18} {values.shape[0]} clips x {values.shape[1]:4}  {made['extractor']}")


def check_frame_tables(folder, feature):
    """A row a frame: CSV and NPZ hold the same numbers, and no frame is missing."""
    paths = sorted((folder / feature).rglob("*.npz"))
    rows = 0
    for path in paths:
        archive = numpy.load(path)
        table = pandas.read_csv(path.with_suffix(".csv"))
        keys = KEYS + (["track"] if "track" in archive else [])
        assert list(table.columns) == [*keys, *archive["columns"]]
        for key in keys:
            assert numpy.array_equal(table[key].to_numpy(archive[key].dtype), archive[key]), key
        assert numpy.array_equal(
            table[list(archive["columns"])].to_numpy(numpy.float32), archive["values"])
        assert numpy.isfinite(archive["values"]).all()
        frames = archive["frame"]
        assert numpy.array_equal(frames, numpy.arange(frames[0], frames[0] + len(frames)))
        made = json.loads(str(archive["metadata"]))
        assert made == json.load(open(f"{path.with_suffix('.csv')}.json"))
        rows += len(frames)
    print(f"{feature:18} {len(paths)} tables, {rows} rows x {len(archive['columns']):3}  "
          f"{made['extractor']}")


def main(emonet, clips, folder):
    folder = pathlib.Path(folder)
    for format_, features in [
            ("csv", CLIP_FEATURES + FRAME_FEATURES), ("npz", CLIP_FEATURES + FRAME_FEATURES),
            ("arff", CLIP_FEATURES)]:
        subprocess.run(
            [emonet, "extract", "--features", ",".join(features), "--format", format_,
             "--output", folder, clips], check=True)
    print(f"numpy {numpy.__version__}, scipy {scipy.__version__}, pandas {pandas.__version__}")
    for feature in CLIP_FEATURES:
        check_clip_table(folder, feature)
    for feature in FRAME_FEATURES:
        check_frame_tables(folder, feature)
    print("all equal")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
