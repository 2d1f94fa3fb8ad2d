#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""Write PyTorch's numbers for a small residual network: outputs, gradients, running statistics.

usage: make_golden_layers.py Tests/NeuralNetworkTests/Golden/layers.safetensors

Needs torch (a CPU build) and safetensors. The tests of NeuralNetwork compare with the file. Images are stored as
[batch, height, width, channels]; large gradients are stored in half precision, which the tolerances allow for.
"""
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import save_file


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride, padded):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.pad = (outputs - inputs) // 2
        self.stride = stride
        self.shortcut = nn.Identity()
        if inputs != outputs and not padded:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        around = self.shortcut(x)
        if around.shape != y.shape:
            around = F.pad(x[:, :, ::self.stride, ::self.stride], (0, 0, 0, 0, self.pad, self.pad))
        return F.relu(y + around)


class Net(nn.Module):
    def __init__(self, padded):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(1, 8, 3, 1, 1, bias=False), nn.BatchNorm2d(8)
        self.layer1 = nn.Sequential(Block(8, 8, 1, padded))
        self.layer2 = nn.Sequential(Block(8, 20, 2, padded))
        self.linear = nn.Linear(20, 7)

    def forward(self, x):
        return self.linear(self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x))))).mean((2, 3)))


def rounded(tensor):
    """The tensor in values that half precision can hold."""
    return tensor.half().float()


out = {}
torch.manual_seed(3)
for shortcut in ("projection", "padded"):
    net = Net(shortcut == "padded")
    for tensor in net.state_dict().values():
        if tensor.is_floating_point():
            tensor.copy_(rounded(tensor + 0.1 * torch.rand_like(tensor)))
    put = lambda name, tensor, half=False: out.__setitem__(
        f"{shortcut}.{name}", (tensor.detach().half() if half else tensor.detach()).clone().contiguous())
    for name, tensor in net.state_dict().items():
        if tensor.is_floating_point():
            put(f"before.{name}", tensor, half=True)
    x = rounded(torch.randn(3, 1, 10, 8)).requires_grad_()
    y = net(x)
    dy = torch.randn_like(y)
    y.backward(dy)
    put("input", x.permute(0, 2, 3, 1))
    put("output", y)
    put("output_gradient", dy)
    put("input_gradient", x.grad.permute(0, 2, 3, 1))
    for name, parameter in net.named_parameters():
        put(f"gradient.{name}", parameter.grad, half=parameter.numel() > 1000)
    for name, tensor in net.named_buffers():
        if tensor.is_floating_point():
            put(f"after.{name}", tensor)
    net.eval()
    put("inferred", net(x))
save_file(out, sys.argv[1], metadata={"made_by": "make_golden_layers.py", "torch": torch.__version__})
