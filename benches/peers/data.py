"""Writes the inputs and initial weights that all contestants of the race share, as raw little-endian f64 files.

    venv/bin/python benches/peers/data.py FOLDER

Every contestant starts from the same bytes, so their `check` numbers agree to rounding. Needs NumPy.
"""

import pathlib
import sys

import numpy as np

DATA = pathlib.Path(__file__).parents[2] / "data"
DEEP = {"60": [60], "20x2": [20] * 2, "12x3": [12] * 3, "8x5": [8] * 5, "5x8": [5] * 8}


def arrays():
    """Every array with its name."""
    # The lesson's curve, and its two layers with Glorot's standard deviation.
    x = np.linspace(-3, 3, 1000)
    yield "uat_x", x
    yield "uat_y", np.sin(x) + 0.5 * np.sin(3 * x) + 0.25 * np.sin(5 * x)
    for hidden in (4, 8, 16, 32, 64, 128, 256):
        rng = np.random.default_rng(42)
        for layer, shape in enumerate([(hidden, 1), (1, hidden)], 1):
            yield f"uat_{hidden}_W{layer}", rng.standard_normal(shape) * np.sqrt(2 / (1 + hidden))

    x = np.linspace(-3, 3, 500)
    yield "deep_x", x
    yield "deep_y", np.sin(x) * np.cos(2 * x) * np.exp(-(x**2) / 4)
    for name, hidden in DEEP.items():
        yield from he(f"deep_{name}", [1, *hidden, 1], np.random.default_rng(42))

    # The 1797 digits of the test file, 1437 of them to learn from.
    digits = np.load(DATA / "optdigits.npy")[3823:]
    rng = np.random.default_rng(0)
    order = rng.permutation(len(digits))[:1437]
    yield "digits_x", digits[order, :64] / 16
    yield "digits_y", digits[order, 64]
    yield "digits_perm", np.stack([rng.permutation(1437) for _ in range(20)])
    yield from he("digits", [64, 300, 100, 10], rng)

    rng = np.random.default_rng(1)
    yield "wide_x", rng.standard_normal((128, 784))
    yield "wide_y", rng.integers(0, 10, 128)
    yield from he("wide", [784, 1024, 1024, 10], rng)

    rng = np.random.default_rng(2)
    yield "ntk_x", rng.standard_normal((1024, 10))
    for layer, (inputs, outputs) in enumerate(zip([10, 512, 512], [512, 512, 1])):
        yield f"ntk_W{layer}", rng.standard_normal((outputs, inputs))
        yield f"ntk_b{layer}", rng.standard_normal(outputs)

    # Random ReLU features of 200 inputs; systems take the first columns.
    rng = np.random.default_rng(3)
    inputs = rng.standard_normal((200, 8))
    yield "lstsq_A", np.maximum(0, inputs @ rng.standard_normal((8, 2000)) / np.sqrt(8))
    yield "lstsq_b", inputs @ rng.standard_normal(8) + 0.5 * rng.standard_normal(200)

    # Two moons, one the other upside down.
    rng = np.random.default_rng(4)
    angle = rng.uniform(0, np.pi, 50)
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    points = np.concatenate([upper, [1, 0.5] - upper])
    yield "scalar_x", points + 0.1 * rng.standard_normal(points.shape)
    yield "scalar_y", np.repeat([1, -1], 50)
    for layer, (inputs, outputs) in enumerate(zip([2, 16, 16], [16, 16, 1])):
        yield f"scalar_W{layer}", rng.uniform(-1, 1, (outputs, inputs))

    rng = np.random.default_rng(5)
    yield "gemm_A", rng.standard_normal(1024 * 1024)
    yield "gemm_B", rng.standard_normal(1024 * 1024)
    yield "exp_x", rng.uniform(-5, 5, 256 * 1024)


def he(name, widths, rng):
    """Weights with He's standard deviation, a row for each output."""
    for layer, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        yield f"{name}_W{layer}", rng.standard_normal((outputs, inputs)) * np.sqrt(2 / inputs)


if len(sys.argv) != 2:
    sys.exit("usage: data.py FOLDER")
folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for name, array in arrays():
    np.ascontiguousarray(array, dtype="<f8").tofile(folder / f"{name}.f64")
