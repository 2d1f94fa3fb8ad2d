# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""The functionals in openSMILE."""
import os
import tempfile
import wave

import numpy as np


def of_samples(arrays):
    import opensmile

    smile = opensmile.Smile(feature_set=opensmile.FeatureSet.IS10, feature_level="func")
    signal, rate = arrays["samples"] / np.float32(32768), int(arrays["rate"][0])

    return compared(arrays, lambda: smile.process_signal(signal, rate))


def of_file(arrays):
    """The same from a file of 16-bit samples, as most people call it."""
    import opensmile

    smile = opensmile.Smile(feature_set=opensmile.FeatureSet.IS10, feature_level="func")
    # Removed when the process ends.
    of_file.folder = tempfile.TemporaryDirectory()
    path = os.path.join(of_file.folder.name, "sound.wav")
    with wave.open(path, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(int(arrays["rate"][0]))
        sound.writeframes(arrays["samples"].astype("<i2").tobytes())
    return compared(arrays, lambda: smile.process_file(path))


def compared(arrays, run):
    """What `run` gives beside our functionals."""
    import opensmile

    theirs = run().to_numpy()[0]
    errors = np.abs(arrays["output"] - theirs) / (np.abs(theirs) + 0.01)
    what = "share of values more than 1 % off those"
    return run, f"openSMILE {opensmile.__version__} IS10", {what: float(np.mean(errors > 0.01))}
