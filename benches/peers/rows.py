"""What is raced: the contestants, the rows of the table, and the targets that were set for them."""

import dataclasses
import os
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
HOME = pathlib.Path(os.environ.get("PEERS_HOME", "~/.cache/crease-peers")).expanduser()
PYTHON = HOME / "venv/bin/python"
NEURAL_TANGENTS = HOME / "venv-neural-tangents/bin/python"  # on a JAX of its own
OURS = "crease"


@dataclasses.dataclass(frozen=True)
class Contestant:
    """A program, called as `program... WORKLOAD arguments... --reps R --warmup W`."""

    program: list
    needs: str = ""  # a Python module
    arguments: tuple = ()
    repetitions: int | None = None  # where the row's would take minutes
    threads: int | None = None  # where they differ from the row's


def python(name, needs, *arguments, interpreter=PYTHON, **others):
    return Contestant([interpreter, HERE / f"python/{name}_peer.py"], needs, arguments, **others)


def rust(name, *arguments):
    return Contestant([HOME / "target/release" / name], arguments=arguments)


def contestants(contender):
    return {
        OURS: Contestant([contender]),
        "crease, 1 thread": Contestant([contender], threads=1),
        "lesson": python("numpy", "numpy", "--mode", "lesson"),
        "numpy": python("numpy", "numpy"),
        "scipy": python("numpy", "scipy", "--mode", "scipy-sigmoid"),
        "jax": python("jax", "jax"),
        "torch": python("torch", "torch"),
        "neural_tangents": python("neural_tangents", "neural_tangents", interpreter=NEURAL_TANGENTS),
        "micrograd": python("micrograd", "micrograd", repetitions=1),
        "candle": rust("candle"),
        "dfdx": rust("dfdx"),
        "faer": rust("faer"),
        "matrixmultiply": rust("matrixmultiply"),
        "reverse": rust("tapes", "--mode", "reverse"),
        "aad": rust("tapes", "--mode", "aad"),
        "index tape": rust("tapes", "--mode", "index"),
        BOUND: Contestant([HOME / "target/limit"]),
    }


# Not a peer but a limit: one loop written by hand for one network.
BOUND = "fused C"


@dataclasses.dataclass(frozen=True)
class Row:
    """One workload. A ratio is a peer's time divided by ours: above 1 we are faster."""

    name: str
    title: str
    arguments: tuple
    peers: tuple
    ratios: tuple = ()  # (peer, the least ratio to it); the peer "fastest" is the fastest of them
    limit: float | None = None  # the most seconds
    repetitions: int = 3
    warmup: int = 1
    measure: str = (
        "cpu"  # seconds of: "cpu", the process while it works; "wall"; "whole", the process from start to end
    )
    threads: int = 1
    steps: bool = False  # takes --steps


NETWORKS = ("numpy", "jax", "torch", "candle", "dfdx")
FUNCTIONS = ("numpy", "jax", "torch", "candle", "dfdx")


def rows():
    table = []
    for hidden in (4, 16, 64, 256):
        title = f"the lesson's loop, 1-{hidden}-1 sigmoid, 1000 points, full batch"
        ratios = (("jax", 1.2), ("lesson", 3.5))
        arguments = ("uat", "--H", str(hidden))
        peers = ("lesson", *NETWORKS, BOUND)
        repetitions = 3 if hidden < 256 else 1
        table.append(Row(f"uat-{hidden}", title, arguments, peers, ratios, repetitions=repetitions, steps=True))
    title = "a whole process, from start to end: 1-64-1, 3000 steps"
    arguments = ("uat", "--H", "64", "--steps", "3000")
    peers = ("lesson", *NETWORKS, BOUND)
    table.append(Row("whole", title, arguments, peers, limit=0.45, measure="whole", repetitions=1, warmup=0))
    for arch in ("60", "20x2", "12x3", "8x5", "5x8"):
        title = f"ReLU network of {arch} hidden units, 500 points, full batch"
        arguments, ratios = ("deep", "--arch", arch), (("jax", 1.1),)
        table.append(Row(f"deep-{arch}", title, arguments, NETWORKS, ratios, steps=True))
    title = "classifier 64-300-100-10, Adam, batches of 64, 1437 digits, 20 epochs"
    table.append(Row("digits", title, ("digits",), NETWORKS, (("jax", 1.1),), repetitions=2))
    title = "classifier 784-1024-1024-10, 128 rows, one step"
    table.append(Row("wide", title, ("wide",), NETWORKS, (("fastest", 0.85),)))
    one, two = "crease, 1 thread", f"{title}, two threads"
    table.append(Row("wide-2", two, ("wide",), (one, *NETWORKS), ((one, 1.7),), measure="wall", threads=2))
    title = "tangent kernel of 10-512-512-1, 1024 inputs"
    peers = ("numpy", "jax", "torch", "neural_tangents", "faer")
    table.append(Row("ntk", title, ("ntk", "--N", "1024"), peers, limit=0.1))
    title = "2-16-16-1, 100 points, one number a node, forward and backward"
    peers = ("micrograd", "reverse", "aad", "index tape")
    table.append(Row("scalar", title, ("scalar",), peers, limit=0.3e-3, repetitions=30, warmup=10))
    title = "least squares of minimal norm, 200 rows, 20 sizes from 10 to 2000"
    table.append(Row("lstsq", title, ("lstsq",), ("numpy", "jax", "torch", "faer"), limit=0.075))
    for n in (64, 256, 1024):
        peers = ("numpy", "jax", "torch", "faer", "matrixmultiply")
        ratios = (("faer", 0.78), ("numpy", 0.78))
        title, arguments = f"product of square matrices, n = {n}", ("gemm", "--n", str(n))
        table.append(Row(f"gemm-{n}", title, arguments, peers, ratios, repetitions=10))
    for name in ("exp", "tanh", "sigmoid", "sin"):
        ahead = name in ("sigmoid", "sin")
        peers = (*FUNCTIONS, "scipy") if name == "sigmoid" else FUNCTIONS
        ratios = (("fastest", 1.0),) if ahead else (("numpy", 1 / 1.5),)
        arguments = ("exp", "--mode", name, "--n", str(256 * 1024))
        title = f"{name} of 262,144 numbers, one element"
        table.append(Row(name, title, arguments, peers, ratios, repetitions=2))
    return table + ceilings() + growth()


def ceilings():
    """What the machine can do at most; the bound multiplies and adds in one instruction."""
    title = "an operation of x * a + b in registers"
    table = [Row("peak", title, ("peak",), (BOUND,), repetitions=5)]
    for place, n in (("L2", 1 << 14), ("L3", 1 << 19), ("memory", 1 << 25)):
        title = f"a byte read or written, three arrays of {n:,} numbers"
        table.append(Row(f"stream-{place}", title, ("stream", "--n", str(n)), ()))
    return table


def growth():
    """The lesson's loop at other sizes, ours alone: each size from 1000 points, 64 units, one layer."""
    usual = {"points": 1000, "H": 64, "depth": 1}
    sizes = {
        "points": (125, 250, 500, 1000, 2000, 4000, 8000),
        "H": (4, 8, 16, 32, 64, 128, 256, 512),
        "depth": (1, 2, 4, 8, 16),
    }
    table = []
    for name, values in sizes.items():
        for value in values:
            size = usual | {name: value}
            title = f"one step on {size['points']} points, {size['depth']} layers of {size['H']} sigmoids"
            options = [word for option in size.items() for word in (f"--{option[0]}", str(option[1]))]
            arguments = ("growth", *options, "--steps", "10")
            table.append(Row(f"growth-{name}-{value}", title, arguments, ()))
    return table
