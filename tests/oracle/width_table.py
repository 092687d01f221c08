"""The lesson's width table by NumPy, over seeds: the independent reference of U019.

Writes the file numpy.json of the experiment uat.protocol: for each width the final mean squared error of
20 seeds (numpy.random.default_rng(seed)), full-batch gradient descent, 3000 steps of
0.01, weights N(0, 2 / (1 + H)), biases zero.

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6
    venv/bin/python tests/oracle/width_table.py numpy.json
"""

import json
import sys

import numpy as np

WIDTHS = [4, 8, 16, 32, 64, 128, 256]
SEEDS = range(20)
STEPS, RATE, POINTS = 3000, 0.01, 1000


def final_mse(width, seed):
    rng = np.random.default_rng(seed)
    x = np.linspace(-3, 3, POINTS)[:, None]
    y = np.sin(x) + 0.5 * np.sin(3 * x) + 0.25 * np.sin(5 * x)
    std = np.sqrt(2 / (1 + width))
    w = rng.standard_normal((1, width)) * std
    v = rng.standard_normal((width, 1)) * std
    b, c = np.zeros((1, width)), np.zeros((1, 1))
    forward = lambda: 1 / (1 + np.exp(-(x @ w + b)))
    for _ in range(STEPS):
        h = forward()
        d = 2 * (h @ v + c - y) / POINTS
        dz = (d @ v.T) * h * (1 - h)
        v -= RATE * h.T @ d
        c -= RATE * d.sum(axis=0)
        w -= RATE * x.T @ dz
        b -= RATE * dz.sum(axis=0)
    return float(np.mean((forward() @ v + c - y) ** 2))


if __name__ == "__main__":
    table = {str(width): [final_mse(width, seed) for seed in SEEDS] for width in WIDTHS}
    with open(sys.argv[1], "w") as file:
        json.dump({"numpy": np.__version__, "final_mse": table}, file, indent=1)
        file.write("\n")
