#!/usr/bin/env python3
"""Profiles Crease: on what the time of each row with a target is spent.

    just race-profile             every row, two minutes, and the report for the book
    just race-profile uat wide    these rows, with the functions that were found; writes nothing

`perf` asks a few thousand times a second which function is running. README.md beside this file
says what is made of the answers. Needs Linux and perf.
"""

import argparse
import collections
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import race
from rows import HERE, HOME

PROFILE = HERE / "profile.json"
FREQUENCY = 4000  # samples a second
DELAY = 0.5  # seconds before the first sample: reading inputs, first repetitions
SECONDS = 2

# What a function does, by its name: the first pattern that is found in it decides. A loop for a vector
# level is called `vectorise`, with the function that it was written in between angle brackets.
CATEGORIES = (
    ("columns", "products with a single column, such as the output of a network", r"numerics::matmul::column"),
    ("products", "products of matrices", r"numerics::matmul"),
    ("optimiser", "the step of the optimiser", r"nn::optimiser"),
    ("gradients", "adding up the gradients of the blocks", r"nn::objective"),
    (
        "functions",
        "exponentials, sigmoids and other elementary functions",
        r"slices::(exp|ln|log1p|sigmoid|softplus|tanh|erf|sin|cos)\b|numerics::elementary|ops::softmax",
    ),
    ("sums", "sums over points", r"autodiff::ops::sum|numerics::reduce"),
    (
        "pointwise",
        "number by number: bias, ReLU and slopes of layers; with one input or output, the product too",
        r"numerics::slices|autodiff::ops::(layer|linear|map|pointwise)|ntk::empirical",
    ),
    ("QR", "QR factorisations of matrices, and solving by them", r"numerics::linalg"),
    (
        "copies",
        "copying, clearing, transposing, and asking for memory",
        r"^(__)?mem(move|cpy|set)|>::transpose$|ops::movement|ntk::tiles|^(_int_|c)?(malloc|realloc|free)|^__rust",
    ),
    ("nodes", "nodes of the tape; on a tape of numbers, their arithmetic too", r"autodiff::|\bnn::"),
    ("system", "the operating system: pages of memory, threads that wait", r"^\[k\] |rayon|crossbeam"),
)
# The order of the columns.
NAMES = (
    *("products", "columns", "functions", "pointwise", "sums", "QR"),
    *("nodes", "gradients", "optimiser", "copies", "system", "other"),
)


def main(words=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="only print these: a row or a workload")
    options = parser.parse_args(words)
    chosen = [row for row in race.choose(options.rows) if row.ratios or row.limit]
    if not shutil.which("perf"):
        race.stop("there is no `perf`: install it (Debian: apt-get install linux-perf) and run `just race-profile`")
    contender = build()
    found = {}
    for row in chosen:
        functions = sample(contender, row)
        counts = sort(functions)
        found[row.name] = dict(samples=sum(functions.values()), counts=counts)
        print(line(row.name, counts), flush=True)
        if options.rows:
            print(details(functions))
    if not options.rows:
        meanings = {name: meaning for name, meaning, _ in CATEGORIES} | dict(other="none of these")
        about = dict(machine=race.machine(), ours=race.commit(), frequency=FREQUENCY)
        categories = {name: meanings[name] for name in NAMES}
        race.write(PROFILE, about | dict(categories=categories, rows=found))
        race.cargo("run", "--bin", "race_report")
    return 0


def build():
    """The contender with names that tell which loop a vectorised function runs: the same code."""
    target = HOME / "profile"
    environment = os.environ | dict(RUSTFLAGS="-C symbol-mangling-version=v0", CARGO_TARGET_DIR=str(target))
    race.cargo("build", "--bin", "contender", env=environment)
    return target / "release/contender"


def sample(contender, row):
    """How often each function was found running."""
    whole = row.measure == "whole"
    command = [contender, *race.arguments(row, race.STEPS), "--reps", 1 if whole else 10**9]
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder) / "perf.data"
        record = ["perf", "record", "--quiet", "--event", "cpu-clock", "--freq", FREQUENCY, "--output", data]
        if not whole:
            record += ["--delay", int(1000 * DELAY)]
        run([*record, "--", "timeout", DELAY + SECONDS, *command], row.threads, (0, 124))
        report = ["perf", "report", "--stdio", "--input", data, "--comms", "contender"]
        return parse(run([*report, "--fields", "sample,symbol", "--field-separator", "\t"]))


def run(command, threads=None, expected=(0,)):
    words = list(map(str, command))
    environment = race.environment(threads) if threads else None
    pin = race.pin if threads == 1 else None
    process = subprocess.run(words, env=environment, preexec_fn=pin, capture_output=True, text=True)
    if process.returncode not in expected:
        race.stop(f"{' '.join(words)}: exit code {process.returncode}; {process.stderr.strip()}")
    return process.stdout


def parse(report):
    """Samples of each function, of lines such as `12<tab>[.] numerics::matmul::matmul`."""
    found = collections.Counter()
    for text in report.splitlines():
        if text.strip() and not text.startswith("#"):
            count, symbol = text.split("\t", 1)
            found[symbol.strip().removeprefix("[.] ")] += int(count)
    if not found:
        race.stop("perf has found nothing: may this user take samples (kernel.perf_event_paranoid)?")
    if any(symbol.startswith("_R") for symbol in found):
        race.stop("this perf does not know the names of Rust's functions: install a newer one")
    return found


def category(symbol):
    return next((name for name, _, pattern in CATEGORIES if re.search(pattern, symbol)), "other")


def sort(functions):
    """Samples of each category, in the order of the columns."""
    counts = dict.fromkeys(NAMES, 0)
    for symbol, count in functions.items():
        counts[category(symbol)] += count
    return counts


def line(name, counts):
    total = sum(counts.values())
    shares = sorted(((count / total, each) for each, count in counts.items()), reverse=True)
    return f"{name:9}  " + ", ".join(f"{each} {share:.0%}" for share, each in shares if share >= 0.005)


def details(functions):
    """The functions with at least one per cent."""
    total = sum(functions.values())
    large = [(symbol, count) for symbol, count in functions.most_common() if count >= 0.01 * total]
    return "\n".join(f"  {count / total:4.0%}  {category(symbol):9}  {symbol}" for symbol, count in large)


if __name__ == "__main__":
    sys.exit(main())
