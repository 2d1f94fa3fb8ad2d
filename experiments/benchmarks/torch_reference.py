#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""The references of emonet-benchmarks, which starts this script and alternates with it.

Each line on standard input is a JSON object, each line on standard output its answer:

  {"command": "prepare", "case": NAME, "threads": N, "file": PATH}
    reads inputs, weights and emonet's results from the safetensors file, sets the case up, compares:
    {"name": "PyTorch 2.13.0", "differences": {WHAT: DIFFERENCE}}, or {"isMissing": true} without the module
  {"command": "run", "case": NAME, "threads": N, "iterations": N}
    {"seconds": S}

A difference is max |a - b| / max |b| unless its name says otherwise. Needs torch and numpy; opensmile for "functionals" and "functionals-file".
"""
import json
import struct
import sys
import time

import numpy as np


def read_tensors(path):
    """The arrays of a safetensors file by name, 32-bit floats."""
    with open(path, "rb") as handle:
        header = json.loads(handle.read(struct.unpack("<Q", handle.read(8))[0]))
        data = handle.read()
    arrays = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            arrays[name] = np.frombuffer(data[start:end], "<f4").reshape(entry["shape"]).copy()
    return arrays


def difference(ours, theirs):
    return float(np.max(np.abs(ours - theirs)) / np.max(np.abs(theirs)))


def torch_name(detail):
    import torch

    return f"PyTorch {torch.__version__.split('+')[0]}, {detail}"


def backbone(arrays):
    """ResNet-20 as He et al. 2015 have it for CIFAR-10, with one input channel, from emonet's weights."""
    import torch
    from torch import nn
    from torch.nn import functional

    class Block(nn.Module):
        def __init__(self, inputs, outputs, stride):
            super().__init__()
            self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
            self.bn1 = nn.BatchNorm2d(outputs)
            self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
            self.bn2 = nn.BatchNorm2d(outputs)
            self.stride, self.added = stride, outputs - inputs

        def forward(self, x):
            y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
            if self.added:
                half = self.added // 2
                x = functional.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, half, half))
            return torch.relu(y + x)

    class Backbone(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv1 = nn.Conv2d(1, 16, 3, 1, 1, bias=False)
            self.bn1 = nn.BatchNorm2d(16)
            self.layer1 = nn.Sequential(Block(16, 16, 1), Block(16, 16, 1), Block(16, 16, 1))
            self.layer2 = nn.Sequential(Block(16, 32, 2), Block(32, 32, 1), Block(32, 32, 1))
            self.layer3 = nn.Sequential(Block(32, 64, 2), Block(64, 64, 1), Block(64, 64, 1))
            self.emotion = nn.Linear(64, 7)

        def forward(self, x):
            x = torch.relu(self.bn1(self.conv1(x)))
            return self.layer3(self.layer2(self.layer1(x))).mean((2, 3))

    model = Backbone()
    wanted = {name for name in model.state_dict() if not name.endswith("num_batches_tracked")}
    model.load_state_dict({name: torch.from_numpy(arrays[name]) for name in wanted}, strict=False)
    return model


def pictures(array, layout):
    """[N, H, W, C] as [N, C, H, W] in the given memory layout."""
    import torch

    return torch.from_numpy(array).permute(0, 3, 1, 2).contiguous(memory_format=layout)


def backbone_inference(arrays):
    """Frozen TorchScript, which was faster than eager and than torch.fx's fusion, in its faster layout."""
    import torch

    def frozen(layout):
        model = backbone(arrays).eval().to(memory_format=layout)
        faces = pictures(arrays["input"], layout)
        with torch.inference_mode():
            model = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(model, faces)))

        def run():
            with torch.inference_mode():
                return model(faces)

        return run

    def seconds(run, least=0.25):
        for _ in range(3):  # TorchScript specialises in its first calls.
            run()
        times, end = [], time.perf_counter() + least
        while time.perf_counter() < end or len(times) < 3:
            started = time.perf_counter()
            run()
            times.append(time.perf_counter() - started)
        return np.median(times)

    layouts = {"contiguous": torch.contiguous_format, "channels last": torch.channels_last}
    runs = {name: frozen(layout) for name, layout in layouts.items()}
    layout = min(runs, key=lambda name: seconds(runs[name]))
    run = runs[layout]
    features = difference(arrays["output"], run().numpy())
    return run, torch_name(f"frozen TorchScript, {layout}"), {"features": features}


def backbone_training(arrays, is_bfloat16):
    import torch
    from torch.nn import functional

    # Both layouts take the same time within a few percent.
    layout = torch.channels_last
    model, faces = backbone(arrays).train().to(memory_format=layout), pictures(arrays["input"], layout)
    targets = torch.from_numpy(arrays["targets"])
    rate, momentum, decay = (float(value) for value in arrays["settings"])
    plain = [p for name, p in model.named_parameters() if p.ndim == 1]
    decayed = [p for name, p in model.named_parameters() if p.ndim > 1]
    optimizer = torch.optim.SGD(
        [{"params": decayed, "weight_decay": decay}, {"params": plain, "weight_decay": 0}],
        lr=rate, momentum=momentum, nesterov=True)

    def run():
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=is_bfloat16):
            scores = model.emotion(model(faces))
        loss = functional.cross_entropy(scores.float(), targets)
        loss.backward()
        optimizer.step()
        return loss.item()

    ours = arrays["losses"]
    losses = np.array([run() for _ in ours])
    what = f"losses of the first {len(ours)} steps"
    return run, torch_name("autocast to bfloat16" if is_bfloat16 else "eager"), {what: difference(ours, losses)}


def lstm(arrays):
    import torch

    layers = sum(name.startswith("lstm.weight_ih_l") and not name.endswith("gradient") for name in arrays)
    hidden, inputs = arrays["lstm.weight_hh_l0"].shape[1], arrays["lstm.weight_ih_l0"].shape[1]
    model = torch.nn.LSTM(inputs, hidden, layers, batch_first=True)
    state = {}
    for layer in range(layers):
        state[f"weight_ih_l{layer}"] = torch.from_numpy(arrays[f"lstm.weight_ih_l{layer}"])
        state[f"weight_hh_l{layer}"] = torch.from_numpy(arrays[f"lstm.weight_hh_l{layer}"])
        state[f"bias_ih_l{layer}"] = torch.from_numpy(arrays[f"lstm.bias_l{layer}"])
        state[f"bias_hh_l{layer}"] = torch.zeros(4 * hidden)
    model.load_state_dict(state)
    return model


def lstm_inference(arrays):
    import torch

    model, steps = lstm(arrays).eval(), torch.from_numpy(arrays["input"])

    def run():
        with torch.inference_mode():
            return model(steps)[0]

    return run, torch_name("eager"), {"outputs": difference(arrays["output"], run().numpy())}


def lstm_training(arrays):
    import torch

    model = lstm(arrays).train()
    steps = torch.from_numpy(arrays["input"]).requires_grad_()
    gradient = torch.from_numpy(arrays["output_gradient"])

    def run():
        model.zero_grad(set_to_none=True)
        steps.grad = None
        output = model(steps)[0]
        output.backward(gradient)
        return output

    output = run().detach().numpy()
    weights = max(
        difference(arrays[f"lstm.{name.replace('bias_ih', 'bias')}.gradient"], parameter.grad.numpy())
        for name, parameter in model.named_parameters() if not name.startswith("bias_hh"))
    return run, torch_name("eager"), {
        "outputs": difference(arrays["output"], output),
        "gradients of the input": difference(arrays["input_gradient"], steps.grad.numpy()),
        "gradients of the weights": weights,
    }


def functionals(arrays):
    import opensmile

    smile = opensmile.Smile(feature_set=opensmile.FeatureSet.IS10, feature_level="func")
    signal, rate = arrays["samples"] / np.float32(32768), int(arrays["rate"][0])

    return compared(arrays, lambda: smile.process_signal(signal, rate))


def functionals_file(arrays):
    """The same from a file of 16-bit samples, as most people call it."""
    import os
    import tempfile
    import wave

    import opensmile

    smile = opensmile.Smile(feature_set=opensmile.FeatureSet.IS10, feature_level="func")
    # Removed when the process ends.
    functionals_file.folder = tempfile.TemporaryDirectory()
    path = os.path.join(functionals_file.folder.name, "sound.wav")
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


CASES = {
    "backbone-1": backbone_inference,
    "backbone-16": backbone_inference,
    "backbone-64": backbone_inference,
    "backbone-training-float32": lambda arrays: backbone_training(arrays, False),
    "backbone-training-bfloat16": lambda arrays: backbone_training(arrays, True),
    "lstm": lstm_inference,
    "lstm-training": lstm_training,
    "functionals": functionals,
    "functionals-file": functionals_file,
}


def use_threads(count):
    try:
        import torch
    except ImportError:
        return
    torch.set_num_threads(count)


def answer(request, runs):
    name = request["case"]
    use_threads(request["threads"])
    if request["command"] == "prepare":
        try:
            runs[name], module, differences = CASES[name](read_tensors(request["file"]))
        except ModuleNotFoundError:
            return {"isMissing": True}
        return {"name": module, "differences": differences}
    started = time.perf_counter()
    for _ in range(request["iterations"]):
        runs[name]()
    return {"seconds": time.perf_counter() - started}


def main():
    runs = {}
    for line in sys.stdin:
        try:
            result = answer(json.loads(line), runs)
        except Exception as error:  # Told to the benchmark, which fails with it.
            result = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
