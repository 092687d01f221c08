"""The empirical tangent kernel of a ReLU network 10-512-512-1 in f64 on one thread: ours in alternation with
neural_tangents (its fastest implementation) and with a kernel that is written by hand for these layers in JAX.

CPU seconds and not wall-clock: on a busy machine they repeat better. For ours they are read from /proc (Linux).

    cargo build --release -p crease-benches --example kernel_time
    venv/bin/python benches/peers/ntk.py target/release/examples/kernel_time 256 1024

The venv is that of tests/oracle/ntk.py.
"""

import os
import statistics
import subprocess
import sys
import time
import types

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["OMP_NUM_THREADS"] = "1"
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

import jax
import jax.interpreters.ad as ad
import jax.numpy as jnp
import numpy as np
from jax._src import source_info_util

# neural_tangents 0.6.5 reads two names that jax 0.4.30 has moved; its fastest implementation fails without them.
for name, value in (("source_info_util", source_info_util), ("config", types.SimpleNamespace(jax_enable_checks=False))):
    if not hasattr(ad, name):
        setattr(ad, name, value)
import neural_tangents as nt

jax.config.update("jax_enable_x64", True)
SIZES, WEIGHT, BIAS, ROUNDS = [10, 512, 512, 1], 2**0.5, 0.1, 15


def network(params, h, shifts=None, seen=None):
    for l, (w, b) in enumerate(params):
        if seen is not None:
            seen.append(h)
        h = WEIGHT / w.shape[0] ** 0.5 * (h @ w) + BIAS * b
        h = h if shifts is None else h + shifts[l]
        h = jnp.maximum(h, 0.0) if l + 1 < len(params) else h
    return h


def by_hand(params, x):
    """The sum over layers of (w² / fan_in A Aᵀ + b²) * (D Dᵀ), D being the gradient at the layer's outputs."""

    def total(shifts):
        seen = []
        return network(params, x, shifts, seen).sum(), seen

    shifts = [jnp.zeros((x.shape[0], w.shape[1])) for w, _ in params]
    adjoints, seen = jax.grad(total, has_aux=True)(shifts)
    return sum((WEIGHT**2 / a.shape[1] * (a @ a.T) + BIAS**2) * (d @ d.T) for a, d in zip(seen, adjoints))


class Ours:
    def __init__(self, program, n):
        pipes = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process = subprocess.Popen([program, str(n)], **pipes)

    def seconds(self):
        before = self.cpu()
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        wall = int(self.process.stdout.readline()) * 1e-9
        return self.cpu() - before, wall

    def cpu(self):
        with open(f"/proc/{self.process.pid}/schedstat", encoding="ascii") as file:
            return int(file.read().split()[0]) * 1e-9

    def peak(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM"))


def measured(function, *arguments):
    function = jax.jit(function).lower(*arguments).compile()

    def seconds():
        cpu, wall = time.process_time(), time.perf_counter()
        function(*arguments).block_until_ready()
        return time.process_time() - cpu, time.perf_counter() - wall

    return seconds


def main():
    program, sizes = sys.argv[1], [int(n) for n in sys.argv[2:]]
    random = np.random.default_rng(0)
    fans = zip(SIZES, SIZES[1:])
    params = [(jnp.asarray(random.normal(size=fan)), jnp.asarray(random.normal(size=(1, fan[1])))) for fan in fans]
    structured = nt.empirical_ntk_fn(
        network, trace_axes=(-1,), vmap_axes=0, implementation=nt.NtkImplementation.STRUCTURED_DERIVATIVES
    )
    for n in sizes:
        x = jnp.asarray(random.normal(size=(n, 10)))
        ours = Ours(program, n)
        runs = {
            "ours, by factors": ours.seconds,
            "JAX, by hand": measured(by_hand, params, x),
            "neural_tangents": measured(lambda params, x: structured(x, None, params), params, x),
        }
        times = {name: [] for name in runs}
        for round in range(ROUNDS + 2):
            for name, seconds in runs.items():
                taken = seconds()
                if round >= 2:
                    times[name].append(taken)
        for name, taken in times.items():
            cpu, wall = ([1e3 * value for value in values] for values in zip(*taken))
            numbers = f"CPU {min(cpu):7.1f} (median {statistics.median(cpu):7.1f}), wall {min(wall):7.1f} ms"
            print(f"n = {n:5}  {name:17} {numbers}")
        print(f"n = {n:5}  ours, peak memory {ours.peak():.0f} MB", flush=True)


if __name__ == "__main__":
    main()
