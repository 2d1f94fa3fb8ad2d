# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""The face detector in PyTorch: YuNet (Peng, Yu and others, 2023) from emonet's weights, frame by frame."""
import numpy as np

from comparison import difference, fastest, layouts, torch_name

STRIDES = (8, 16, 32)
PARTS = {"class": 1, "object": 1, "box": 4, "landmarks": 10}


def network(arrays):
    """BGR pictures [1, 3, H, W] to cells [cells, 16]: score, score again, box and landmarks in pixels."""
    import torch
    from torch import nn
    from torch.nn import functional

    class Unit(nn.Module):
        """A 1x1 convolution and a depthwise 3x3 one, rectified but in heads."""

        def __init__(self, inputs, outputs, is_head=False):
            super().__init__()
            self.point = nn.Conv2d(inputs, outputs, 1)
            self.depth = nn.Conv2d(outputs, outputs, 3, padding=1, groups=outputs)
            self.is_head = is_head

        def forward(self, x):
            y = self.depth(self.point(x))
            return y if self.is_head else torch.relu(y)

    class Stage(nn.Module):
        def __init__(self, inputs, between, outputs):
            super().__init__()
            self.unit0, self.unit1 = Unit(inputs, between), Unit(between, outputs)

        def forward(self, x):
            return self.unit1(self.unit0(x))

    class Start(nn.Module):
        def __init__(self):
            super().__init__()
            self.stem, self.unit = nn.Conv2d(3, 16, 3, 2, 1), Unit(16, 16)

        def forward(self, x):
            return functional.max_pool2d(self.unit(torch.relu(self.stem(x))), 2)

    class Detector(nn.Module):
        def __init__(self):
            super().__init__()
            wide = [Stage(64, 64, 64) for _ in range(3)]
            self.backbone = nn.ModuleList([Start(), Stage(16, 16, 32), Stage(32, 32, 64), *wide])
            self.neck = nn.ModuleDict({f"stride{s}": Unit(64, 64) for s in STRIDES})
            # The parts' weights side by side: one pair of convolutions a stride, as emonet has it.
            self.head = nn.ModuleDict({f"stride{s}": Unit(64, sum(PARTS.values()), True) for s in STRIDES})

        def forward(self, x):
            for stage in self.backbone[:3]:
                x = stage(x)
            fine = self.backbone[3](functional.max_pool2d(x, 2))
            middle = self.backbone[4](functional.max_pool2d(fine, 2))
            coarse = self.neck["stride32"](self.backbone[5](functional.max_pool2d(middle, 2)))
            middle = self.neck["stride16"](middle + functional.interpolate(coarse, scale_factor=2.0))
            fine = self.neck["stride8"](fine + functional.interpolate(middle, scale_factor=2.0))
            return torch.cat([
                self.cells(self.head[f"stride{stride}"](level), stride)
                for stride, level in zip(STRIDES, (fine, middle, coarse))])

        def cells(self, values, stride):
            rows, columns = values.shape[2:]
            y, x = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
            place = torch.stack([x, y], -1).reshape(-1, 1, 2) * float(stride)
            values = values[0].permute(1, 2, 0).reshape(-1, sum(PARTS.values()))
            score = values[:, :2].sigmoid().prod(1, keepdim=True).sqrt()
            extent = values[:, 4:6].exp() * stride
            points = (values[:, 6:].reshape(-1, 5, 2) * stride + place).flatten(1)
            return torch.cat([score, values[:, 2:4] * stride + place[:, 0] - extent / 2, extent, points], 1)

    state = {}
    for name, values in arrays.items():
        if name.startswith(("backbone.", "neck.")):
            state[name] = torch.from_numpy(values)
    for stride in STRIDES:
        for kind in ("point.weight", "point.bias", "depth.weight", "depth.bias"):
            parts = [arrays[f"head.{part}.stride{stride}.{kind}"] for part in PARTS]
            state[f"head.stride{stride}.{kind}"] = torch.from_numpy(np.concatenate(parts))
    detector = Detector()
    detector.load_state_dict(state)
    return detector.eval()


def overlap(a, b):
    """Intersection over union of boxes (x, y, width, height)."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    shared = max(0, width) * max(0, height)
    return shared / (a[2] * a[3] + b[2] * b[3] - shared)


def search(arrays):
    """Every frame shrunk, through the network and its faces kept; the best one compared."""
    import torch
    from torch.nn import functional

    longest, threshold, most = (float(value) for value in arrays["settings"])
    # As decoders give them: 8 bits, colours side by side.
    frames = [torch.from_numpy(frame.astype(np.uint8)) for frame in arrays["frames"]]
    height, width = frames[0].shape[:2]
    scale = longest / max(height, width)
    extents = round(height * scale), round(width * scale)
    padding = [-extent % 32 for extent in extents]

    def picture(frame, layout):
        pixels = frame.permute(2, 0, 1)[None]
        pixels = functional.interpolate(pixels, extents, mode="bilinear", antialias=True)
        pixels = functional.pad(pixels, (0, padding[1], 0, padding[0]))
        return pixels.flip(1).float().contiguous(memory_format=layout)

    def detector(layout):
        model = network(arrays).to(memory_format=layout)
        with torch.inference_mode():
            traced = torch.jit.freeze(torch.jit.trace(model, picture(frames[0], layout)))
            model = torch.jit.optimize_for_inference(traced)

        def faces(frame):
            cells = model(picture(frame, layout))
            claims = cells[cells[:, 0] >= threshold].numpy()
            kept = []
            for claim in claims[np.argsort(-claims[:, 0], kind="stable")]:
                if all(overlap(claim[1:5], other[1:5]) <= most for other in kept):
                    kept.append(claim)
            return [np.concatenate([claim[:1], claim[1:] / scale]) for claim in kept]

        def run():
            with torch.inference_mode():
                return [faces(frame) for frame in frames]

        return run

    runs = {name: detector(layout) for name, layout in layouts().items()}
    layout = fastest(runs)
    found = runs[layout]()
    counts = [len(faces) for faces in found]
    if counts != [1] * len(frames):
        raise ValueError(f"{counts} faces in the frames, not one in each")
    best = np.stack([faces[0] for faces in found])
    return runs[layout], torch_name(f"frozen TorchScript, {layout}"), {
        "boxes and landmarks": difference(arrays["places"], best[:, 1:]),
        "scores": difference(arrays["scores"], best[:, 0]),
    }
