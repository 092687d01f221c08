"""What the Python peers share: arguments, inputs, and how a workload is timed.

A peer is called as our contender is, `PEER WORKLOAD [--H 64 ...] --reps R --warmup W`, and its last line is the same
JSON object.
"""

import argparse
import json
import os
import pathlib
import time

import numpy as np

SWEEP = [10, 20, 50, 100, 150, 180, 190, 195, 200, 205, 210, 220, 250, 300, 400, 600, 800, 1000, 1500, 2000]
DIGITS, WIDE, NTK = [64, 300, 100, 10], [784, 1024, 1024, 10], [10, 512, 512, 1]
NTK_SPREADS, NTK_BIAS = [2, 2, 1], 0.1
NTK_SCALES = [(spread / inputs) ** 0.5 for spread, inputs in zip(NTK_SPREADS, NTK)]
CALLS = 200  # of a function over all elements, a repetition


def main(workloads, compile_seconds=lambda: 0.0):
    """Runs one of the workloads, each a function of the arguments that returns (units a call, call)."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workload", choices=workloads)
    parser.add_argument("--mode", default="")
    parser.add_argument("--arch", default="20x2")
    for name, default in dict(H=64, steps=3000, epochs=20, N=256, n=256, reps=1, warmup=0).items():
        parser.add_argument(f"--{name}", type=int, default=default)
    arguments = parser.parse_args()
    units, call = workloads[arguments.workload](arguments)
    startup, wall, cpu = time.process_time(), [], []
    for repetition in range(arguments.warmup + arguments.reps):
        start, start_cpu = time.perf_counter(), time.process_time()
        check = float(call())
        seconds, seconds_cpu = time.perf_counter() - start, time.process_time() - start_cpu
        if repetition >= arguments.warmup:
            wall.append(seconds / units)
            cpu.append(seconds_cpu / units)
    compiling = compile_seconds()
    times = dict(seconds_per_unit=min(wall), reps=wall, cpu_reps=cpu)
    others = dict(startup_seconds=startup, compile_seconds=compiling, peak_bytes=peak_bytes(), check=check)
    print(json.dumps(times | others))


def peak_bytes():
    """The most memory that this process has held, where the system tells it."""
    status = pathlib.Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM")), None)


def load(name, *shape):
    """An array in the folder that PEERS_DATA names."""
    numbers = np.fromfile(pathlib.Path(os.environ["PEERS_DATA"]) / f"{name}.f64", dtype="<f8")
    return numbers.reshape(shape) if shape else numbers


def threads():
    return int(os.environ.get("PEERS_THREADS", "1"))


def network(prefix, widths, first=0):
    """Weights (a row for each output) and biases of 0."""
    sizes = enumerate(zip(widths, widths[1:]), first)
    return [(load(f"{prefix}_W{layer}", outs, ins), np.zeros(outs)) for layer, (ins, outs) in sizes]


def regression(arguments):
    """Inputs, targets, layers and learning rate of `uat` and `deep`."""
    if arguments.workload == "uat":
        hidden = arguments.H
        return load("uat_x", -1, 1), load("uat_y", -1, 1), network(f"uat_{hidden}", [1, hidden, 1], 1), 0.01
    units, _, layers = arguments.arch.partition("x")
    widths = [1, *[int(units)] * int(layers or 1), 1]
    return load("deep_x", -1, 1), load("deep_y", -1, 1), network(f"deep_{arguments.arch}", widths), 0.005


def digits(arguments):
    """Inputs, labels, the order of the rows in each epoch, layers."""
    order = load("digits_perm", 20, -1).astype(np.int32)[: arguments.epochs]
    return load("digits_x", -1, 64), load("digits_y").astype(np.int32), order, network("digits", DIGITS)


def wide():
    """Inputs, labels, layers."""
    return load("wide_x", 128, -1), load("wide_y").astype(np.int32), network("wide", WIDE)


def ntk(arguments):
    """Inputs and layers of the network in the tangent parametrisation."""
    sizes = enumerate(zip(NTK, NTK[1:]))
    layers = [(load(f"ntk_W{layer}", outs, ins), load(f"ntk_b{layer}")) for layer, (ins, outs) in sizes]
    return load("ntk_x", -1, NTK[0])[: arguments.N], layers


def kernel_check(kernel):
    return np.trace(kernel) + kernel[0, 1] + kernel.sum() / len(kernel)


def systems():
    """The matrices of `lstsq`, and their right-hand side."""
    columns = load("lstsq_A", 200, -1)
    return [np.ascontiguousarray(columns[:, :p]) for p in SWEEP], load("lstsq_b")


def factors(arguments):
    """Two square matrices, and how often a repetition multiplies them."""
    n = arguments.n
    both = (load(name)[: n * n].reshape(n, n) for name in ("gemm_A", "gemm_B"))
    return *both, min(max(200_000_000 // (2 * n**3), 1), 10_000)
