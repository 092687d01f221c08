"""Layers by PyTorch: the independent reference of nn::layers.

Writes crates/nn/tests/vectors/layers.json, which the crate's tests read: for each case the outputs for a batch of
inputs, and the gradients of <seed, outputs> with respect to every parameter and the inputs. Parameters, inputs and
seeds are made by a formula (`numbers`) that the tests share, so that the file holds results only. Parameters are made
in the layout of the crate (inputs x outputs) and turned into PyTorch's here, so that its gradients come back in the
crate's. Graph layers, which PyTorch does not have, are their formulas.

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 torch==2.15.0
    venv/bin/python tests/oracle/layers.py crates/nn/tests/vectors
"""

import json
import math
import pathlib
import sys

import torch
from shared import numbers
from torch import nn
from torch.func import functional_call
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
torch.use_deterministic_algorithms(True)

EXAMPLES = 3


def tensor(seed, *shape):
    return torch.tensor(numbers(seed, *shape))


CASES = []


def case(name, positions, channels, slots, program):
    """`program` maps parameters and inputs (examples, positions, channels) to outputs, one example after another."""
    params = [tensor(i, *slot).requires_grad_() for i, slot in enumerate(slots)]
    x = tensor(100, EXAMPLES, positions, channels).requires_grad_()
    y = program(params, x)
    y = y.reshape(EXAMPLES, -1)
    (y * tensor(200, *y.shape)).sum().backward()
    gradients = [value.grad.ravel().tolist() for value in [*params, x]]
    CASES.append(dict(name=name, output=y.ravel().tolist(), gradients=gradients))


def conv(name, grid, kernel, stride, padding, inputs=2, outputs=3):
    """On a line (a grid of one axis) or a grid."""
    kind = nn.Conv1d if len(grid) == 1 else nn.Conv2d
    options = {
        "none": {},
        "zeros": dict(padding=[(k - 1) // 2 for k in kernel]),
        "circular": dict(padding=[(k - 1) // 2 for k in kernel], padding_mode="circular"),
    }[padding]
    module = kind(inputs, outputs, kernel, stride, **options)

    def program(params, x):
        weight = params[0].reshape(*kernel, inputs, outputs).movedim((-1, -2), (0, 1))
        image = x.reshape(EXAMPLES, *grid, inputs).movedim(-1, 1)
        y = functional_call(module, dict(weight=weight, bias=params[1][0]), image)
        return y.movedim(1, -1)

    case(name, math.prod(grid), inputs, [(math.prod(kernel) * inputs, outputs), (1, outputs)], program)


def pool(name, grid, channels, function):
    def program(params, x):
        image = x.reshape(EXAMPLES, *grid, channels).movedim(-1, 1)
        return function(image).movedim(1, -1)

    case(name, math.prod(grid), channels, [], program)


def elman(name, positions, inputs, state):
    module = nn.RNN(inputs, state, batch_first=True)

    def program(params, x):
        w, u, b = params
        weights = dict(weight_ih_l0=w.T, weight_hh_l0=u.T, bias_ih_l0=b[0], bias_hh_l0=torch.zeros(state))
        return functional_call(module, weights, x)[0]

    case(name, positions, inputs, [(inputs, state), (state, state), (1, state)], program)


def gru(name, positions, inputs, state):
    module = nn.GRU(inputs, state, batch_first=True)

    def program(params, x):
        w, b, u, c = params
        weights = dict(weight_ih_l0=w.T, weight_hh_l0=u.T, bias_ih_l0=b[0], bias_hh_l0=c[0])
        return functional_call(module, weights, x)[0]

    case(name, positions, inputs, [(inputs, 3 * state), (1, 3 * state), (state, 3 * state), (1, 3 * state)], program)


def attention_slots(channels):
    return [(channels, 3 * channels), (1, 3 * channels), (channels, channels), (1, channels)]


def attention_weights(w, b, out, c):
    return {"in_proj_weight": w.T, "in_proj_bias": b[0], "out_proj.weight": out.T, "out_proj.bias": c[0]}


def attention(name, positions, channels, heads, causal):
    module = nn.MultiheadAttention(channels, heads, batch_first=True)
    mask = nn.Transformer.generate_square_subsequent_mask(positions) if causal else None

    def program(params, x):
        return functional_call(module, attention_weights(*params), (x, x, x), dict(attn_mask=mask))[0]

    case(name, positions, channels, attention_slots(channels), program)


def transformer(name, positions, channels, heads, hidden):
    """A whole block: layer normalisations, attention, a network at each position, residual connections."""
    module = nn.TransformerEncoderLayer(channels, heads, hidden, dropout=0.0, batch_first=True, norm_first=True)
    norm = [(1, channels), (1, channels)]
    mlp = [(channels, hidden), (1, hidden), (hidden, channels), (1, channels)]

    def program(params, x):
        g1, b1, *mha, g2, b2, w1, c1, w2, c2 = params
        weights = {f"self_attn.{key}": value for key, value in attention_weights(*mha).items()}
        weights |= {"norm1.weight": g1[0], "norm1.bias": b1[0], "norm2.weight": g2[0], "norm2.bias": b2[0]}
        weights |= {"linear1.weight": w1.T, "linear1.bias": c1[0], "linear2.weight": w2.T, "linear2.bias": c2[0]}
        return functional_call(module, weights, x)

    case(name, positions, channels, norm + attention_slots(channels) + norm + mlp, program)


def embedding(name, positions, symbols, channels):
    """The inputs count as scores of symbols; PyTorch looks up the best one, and gives no gradient for inputs."""

    def program(params, x):
        return F.embedding(x.argmax(2), params[0]) + 0.0 * x.sum()

    case(name, positions, symbols, [(symbols, channels)], program)


def positions_sinusoidal(name, positions, channels):
    p = torch.arange(positions).unsqueeze(1)
    rate = 10000.0 ** (-torch.arange(0, channels, 2) / channels)
    waves = torch.stack([torch.sin(p * rate), torch.cos(p * rate)], 2).reshape(positions, channels)
    case(name, positions, channels, [], lambda params, x: x + waves)


def adjacency(nodes):
    """Undirected graphs, one for each example."""
    upper = torch.triu(tensor(300, EXAMPLES, nodes, nodes) > 0.25, 1).double()
    return upper + upper.mT


def graph(name, nodes, inputs, outputs, aggregation):
    a = adjacency(nodes)

    def mean(params, x):
        w, own, b = params
        degree = a.sum(2, keepdim=True)
        heard = torch.where(degree > 0, a @ x / degree.clamp(min=1.0), 0.0)
        return x @ own + heard @ w + b

    def gcn(params, x):
        w, b = params
        loops = a + torch.eye(nodes)
        half = torch.diag_embed(loops.sum(2) ** -0.5)
        return half @ loops @ half @ x @ w + b

    weight, bias = (inputs, outputs), (1, outputs)
    if aggregation == "mean":
        case(name, nodes, inputs, [weight, weight, bias], mean)
    else:
        case(name, nodes, inputs, [weight, bias], gcn)


def main():
    conv("conv line", [6], [3], 1, "none")
    conv("conv line, zeros", [6], [5], 1, "zeros")
    conv("conv line, zeros, stride 2", [7], [3], 2, "zeros")
    conv("conv line, circular", [6], [5], 1, "circular")
    conv("conv line, circular, stride 3", [7], [3], 3, "circular")
    conv("conv grid", [4, 5], [2, 3], 1, "none")
    conv("conv grid, zeros, stride 2", [4, 5], [3, 3], 2, "zeros")
    conv("conv grid, circular", [3, 4], [3, 3], 1, "circular")
    pool("max line", [7], 2, lambda x: F.max_pool1d(x, 3, 2))
    pool("mean line", [7], 2, lambda x: F.avg_pool1d(x, 3, 2))
    pool("max grid", [4, 5], 2, lambda x: F.max_pool2d(x, (2, 3), 2))
    pool("mean grid", [4, 5], 2, lambda x: F.avg_pool2d(x, (2, 3), 2))
    pool("global max", [7], 3, lambda x: F.adaptive_max_pool1d(x, 1))
    pool("global mean", [7], 3, lambda x: F.adaptive_avg_pool1d(x, 1))
    pool("global sum", [7], 3, lambda x: x.sum(2, keepdim=True))
    elman("elman", 6, 2, 4)
    gru("gru", 6, 2, 4)
    attention("attention", 5, 4, 1, False)
    attention("attention, 2 heads", 5, 6, 2, False)
    attention("attention, 2 heads, causal", 5, 6, 2, True)
    transformer("transformer block", 4, 6, 3, 8)
    case("layer norm", 3, 5, [(1, 5), (1, 5)], lambda p, x: F.layer_norm(x, (5,), p[0][0], p[1][0]))
    embedding("embedding", 4, 5, 3)
    positions_sinusoidal("sinusoidal", 6, 4)
    case("learned places", 6, 4, [(6, 4)], lambda params, x: x + params[0])
    graph("graph mean", 5, 2, 3, "mean")
    graph("graph gcn", 5, 2, 3, "gcn")
    lines = ",\n".join(json.dumps(case) for case in CASES)
    path = pathlib.Path(sys.argv[1]) / "layers.json"
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
