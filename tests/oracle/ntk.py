"""Neural tangent kernels by JAX and neural_tangents: the independent reference of the crate ntk.

Writes crates/ntk/tests/vectors/empirical.json and infinite.json, which the crate's tests read. Weights and inputs are
made by a formula (`numbers`) that the tests share, so that the files hold kernels only. Kernels of infinite networks with
tanh, sigmoid and softplus, which neural_tangents does not have, are integrated here on a grid: for functions that are
analytic near the real line the trapezoidal rule is as exact as the arithmetic.

    python3 -m venv venv && venv/bin/pip install numpy scipy jax==0.4.30 jaxlib==0.4.30 neural-tangents==0.6.5
    venv/bin/python tests/oracle/ntk.py crates/ntk/tests/vectors
"""

import json
import pathlib
import sys

import jax
import jax.numpy as jnp
import neural_tangents as nt
import numpy as np
from neural_tangents import stax
from shared import numbers

jax.config.update("jax_enable_x64", True)

DIMENSION = 4
EMPIRICAL = {
    "relu": lambda x: jnp.maximum(x, 0.0),
    "tanh": jnp.tanh,
    "erf": jax.scipy.special.erf,
    "gelu": lambda x: jax.nn.gelu(x, approximate=False),
}
STAX = {
    "relu": stax.Relu,
    "abs": stax.Abs,
    "sign": stax.Sign,
    "erf": stax.Erf,
    "gelu": lambda: stax.Gelu(approximate=False),
    "sin": stax.Sin,
}
SMOOTH = {
    "tanh": (np.tanh, lambda x: 1.0 - np.tanh(x) ** 2),
    "sigmoid": (lambda x: 1 / (1 + np.exp(-x)), lambda x: 1 / (2 + np.exp(x) + np.exp(-x))),
    "softplus": (lambda x: np.logaddexp(0.0, x), lambda x: 1 / (1 + np.exp(-x))),
}


def empirical(activation, depth, width, outputs, rows, columns):
    weight_std, bias_std = 1.25, 0.5
    phi = EMPIRICAL[activation]
    sizes = [DIMENSION] + [width] * depth + [outputs]
    fans = list(zip(sizes, sizes[1:]))
    params = [(numbers(2 * l, *fan), numbers(2 * l + 1, 1, fan[1])) for l, fan in enumerate(fans)]

    def network(params, h):
        for l, (w, b) in enumerate(params):
            h = weight_std / np.sqrt(w.shape[0]) * (h @ w) + bias_std * b
            h = phi(h) if l < depth else h
        return h

    kernel = nt.empirical_ntk_fn(
        network, trace_axes=(), vmap_axes=0, implementation=nt.NtkImplementation.JACOBIAN_CONTRACTION
    )
    x, z = numbers(100, rows, DIMENSION), numbers(101, columns, DIMENSION)
    values = np.asarray(kernel(x, z, params))  # rows, columns, outputs, outputs
    case = dict(activation=activation, depth=depth, width=width, outputs=outputs, rows=rows, columns=columns)
    return case | dict(weight_std=weight_std, bias_std=bias_std, kernel=values.transpose(0, 2, 1, 3).ravel().tolist())


def infinite(activation, depth, weight_std, bias_std, width=None):
    x, z = numbers(100, 3, DIMENSION), numbers(101, 2, DIMENSION)
    case = dict(activation=activation, depth=depth, weight_std=weight_std, bias_std=bias_std, width=width)
    if activation in STAX:
        options = dict(parameterization="standard" if width else "ntk")
        hidden = [stax.Dense(width or 1, weight_std, bias_std, **options), STAX[activation]()] * depth
        _, _, kernel = stax.serial(*hidden, stax.Dense(1, weight_std, bias_std, **options))
        found = kernel(x, z, ("nngp", "ntk"))
        nngp, ntk = np.asarray(found.nngp), np.asarray(found.ntk)
    else:
        pairs = [[integrated(*SMOOTH[activation], depth, weight_std, bias_std, a, b) for b in z] for a in x]
        nngp, ntk = np.moveaxis(np.array(pairs), 2, 0)
    return case | dict(nngp=nngp.ravel().tolist(), ntk=ntk.ravel().tolist())


GRID = np.arange(-12.0, 12.0 + 1e-9, 0.05)
WEIGHT = np.exp(-(GRID**2) / 2)
WEIGHT /= WEIGHT.sum()


def integrated(phi, slope, depth, weight_std, bias_std, a, b):
    """The recursion for one pair of inputs, every expectation as a double sum."""
    pairs = [(a, a), (a, b), (b, b)]
    p, c, q = (weight_std**2 * (u @ v) / DIMENSION + bias_std**2 for u, v in pairs)
    theta = c
    for _ in range(depth):
        u = np.sqrt(p) * GRID[:, None]
        v = c / np.sqrt(p) * GRID[:, None] + np.sqrt(q - c * c / p) * GRID[None, :]
        both = WEIGHT[:, None] * WEIGHT[None, :]
        moments = np.array(
            [
                (WEIGHT * phi(np.sqrt(p) * GRID) ** 2).sum(),
                (both * phi(u) * phi(v)).sum(),
                (WEIGHT * phi(np.sqrt(q) * GRID) ** 2).sum(),
            ]
        )
        slopes = (both * slope(u) * slope(v)).sum()
        p, c, q = weight_std**2 * moments + bias_std**2
        theta = c + weight_std**2 * slopes * theta
    return c, theta


def main():
    folder = pathlib.Path(sys.argv[1])
    cases = [empirical(name, depth, 8, 1, 3, 2) for name in EMPIRICAL for depth in (1, 2, 3, 4)]
    cases += [empirical(name, depth, 8, 10, 2, 1) for name in EMPIRICAL for depth in (1, 2, 3, 4)]
    cases += [empirical("tanh", 4, 64, 10, 2, 1), empirical("relu", 3, 256, 1, 3, 2)]
    cases += [empirical("gelu", 1, 1024, 10, 2, 1), empirical("erf", 2, 1024, 1, 3, 2)]
    write(folder / "empirical.json", cases)

    cases = []
    for name in STAX | SMOOTH:
        for depth in (1, 2, 3, 4) if name in STAX else (1, 2, 3):
            cases.append(infinite(name, depth, 1.25, 0.5))
        cases.append(infinite(name, 2, 0.75, 0.0))
    cases += [infinite(name, depth, 1.25, 0.5, 64) for name in ("relu", "erf", "gelu") for depth in (1, 3)]
    write(folder / "infinite.json", cases)


def write(path, cases):
    """One case a line."""
    lines = ",\n".join(json.dumps(case) for case in cases)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
