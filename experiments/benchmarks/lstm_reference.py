# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors
"""The LSTM in PyTorch: inference, and forward and backward."""
from comparison import difference, torch_name


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


def inference(arrays):
    import torch

    model, steps = lstm(arrays).eval(), torch.from_numpy(arrays["input"])

    def run():
        with torch.inference_mode():
            return model(steps)[0]

    return run, torch_name("eager"), {"outputs": difference(arrays["output"], run().numpy())}


def training(arrays):
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
