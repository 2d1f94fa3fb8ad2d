#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""Write PyTorch's numbers for the LSTM, the loss, the optimisers and the learning rates.

usage: make_golden_recurrent.py Tests/NeuralNetworkTests/Golden/recurrent.safetensors

Needs torch (a CPU build) and safetensors. The tests of NeuralNetwork compare with the file.
"""
import sys

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

out = {}


def lstm(name, inputs, hidden, layers, batch, time):
    net = torch.nn.LSTM(inputs, hidden, layers, batch_first=True)
    for parameter_name, parameter in net.named_parameters():
        if parameter_name.startswith("bias_hh"):
            parameter.data.zero_()
    x = torch.randn(batch, time, inputs, requires_grad=True)
    y, _ = net(x)
    dy = torch.randn_like(y)
    y.backward(dy)
    out.update({f"{name}.input": x, f"{name}.output": y, f"{name}.output_gradient": dy, f"{name}.input_gradient": x.grad})
    for layer in range(layers):
        for theirs, ours in (("weight_ih", "weight_ih"), ("weight_hh", "weight_hh"), ("bias_ih", "bias")):
            parameter = getattr(net, f"{theirs}_l{layer}")
            out[f"{name}.{ours}_l{layer}"] = parameter
            out[f"{name}.gradient.{ours}_l{layer}"] = parameter.grad


def optimiser(name, make, gradients, start):
    parameter = torch.nn.Parameter(start.clone())
    optimiser = make([parameter])
    steps = []
    for step, gradient in enumerate(gradients):
        optimiser.param_groups[0]["lr"] = 0.1 / (step + 1)
        parameter.grad = gradient.clone()
        optimiser.step()
        steps.append(parameter.detach().clone())
    out[f"optimiser.{name}"] = torch.stack(steps)


def schedule(name, make, start, steps):
    optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], start)
    scheduler = make(optimiser)
    rates = []
    for _ in range(steps):
        rates.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        scheduler.step()
    out[f"schedule.{name}"] = torch.tensor(rates, dtype=torch.float64)


def main():
    torch.manual_seed(7)
    lstm("lstm2", inputs=5, hidden=8, layers=2, batch=3, time=6)
    lstm("lstm1", inputs=3, hidden=4, layers=1, batch=1, time=9)

    start, gradients = torch.randn(3, 4), torch.randn(6, 3, 4)
    out["optimiser.start"], out["optimiser.gradients"] = start, gradients
    optimiser("sgd", lambda p: torch.optim.SGD(p, 0.1, momentum=0.9), gradients, start)
    optimiser("nesterov", lambda p: torch.optim.SGD(p, 0.1, momentum=0.8, nesterov=True, weight_decay=0.05), gradients, start)
    optimiser("plain", lambda p: torch.optim.SGD(p, 0.1, momentum=0.0, weight_decay=0.01), gradients, start)
    optimiser("adamw", lambda p: torch.optim.AdamW(p, 0.1, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.1), gradients, start)

    first, second = torch.nn.Parameter(torch.zeros(3, 4)), torch.nn.Parameter(torch.zeros(5))
    first.grad, second.grad = torch.randn(3, 4), torch.randn(5)
    out["clip.first"], out["clip.second"] = first.grad.clone(), second.grad.clone()
    out["clip.norm"] = torch.nn.utils.clip_grad_norm_([first, second], 1.5).reshape(1)
    out["clip.first_clipped"], out["clip.second_clipped"] = first.grad, second.grad

    logits = (3 * torch.randn(4, 7)).requires_grad_()
    targets = torch.softmax(2 * torch.randn(4, 7), 1)
    weights = torch.tensor([1.0, 0.5, 2.0, 0.25])
    loss = (weights * F.cross_entropy(logits, targets, label_smoothing=0.1, reduction="none")).sum() / weights.sum()
    loss.backward()
    out.update({"loss.logits": logits, "loss.targets": targets, "loss.weights": weights, "loss.loss": loss.reshape(1),
                "loss.gradient": logits.grad, "loss.softmax": torch.softmax(logits, 1)})

    schedule("one_cycle", lambda o: torch.optim.lr_scheduler.OneCycleLR(o, max_lr=0.4, total_steps=20, pct_start=0.3), 0.4, 20)
    schedule("step", lambda o: torch.optim.lr_scheduler.MultiStepLR(o, [3, 7], gamma=0.5), 0.1, 10)

    # Values that each storage type can hold, for the reader of weight files.
    values = torch.tensor([0.0, 1.0, -2.5, 0.15625, 1024.0, -7.0])
    for kind in (torch.float16, torch.bfloat16, torch.float32, torch.float64):
        out[f"types.{str(kind).removeprefix('torch.')}"] = values.to(kind)
    out["types.int64"] = torch.tensor([0, 1, -2, 1 << 40])
    tensors = {name: tensor.detach().contiguous().clone() for name, tensor in out.items()}
    save_file(tensors, sys.argv[1], metadata={"torch": torch.__version__, "script": "make_golden_recurrent.py"})


if __name__ == "__main__":
    main()
