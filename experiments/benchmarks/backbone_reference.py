# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""The face backbone in PyTorch: inference and a training step."""
import numpy as np

from comparison import difference, fastest, layouts, torch_name


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


def inference(arrays, is_bfloat16):
    """Frozen TorchScript, which was faster than eager and than torch.fx's fusion, in its fastest form.

    Forms are the two memory layouts and, in 16-bit floats, converted weights or autocast; faces come and features
    leave in 32 bits.
    """
    import torch

    def frozen(layout, is_converted, is_autocast):
        number = torch.bfloat16 if is_converted else torch.float32
        model = backbone(arrays).eval().to(memory_format=layout, dtype=number)
        faces = pictures(arrays["input"], layout)
        # TorchScript's own cache of converted weights is not for traced models.
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, is_autocast, cache_enabled=False):
            traced = torch.jit.freeze(torch.jit.trace(model, faces.to(number)))
            model = torch.jit.optimize_for_inference(traced)

        def run():
            with torch.inference_mode():
                return model(faces.to(number)).float()

        return run

    forms = {"": (False, False)}
    if is_bfloat16:
        forms = {", bfloat16 weights": (True, False), ", autocast to bfloat16": (False, True)}
    runs = {
        f"{place}{number}": frozen(layout, *form)
        for place, layout in layouts().items() for number, form in forms.items()}
    form = fastest(runs)
    features = difference(arrays["output"], runs[form]().numpy())
    return runs[form], torch_name(f"frozen TorchScript, {form}"), {"features": features}


def training(arrays, is_bfloat16):
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
