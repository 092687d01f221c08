#!/usr/bin/env python3
"""Measures the reproduction as a whole: its first build, every experiment, and one core against all.

    just race-reproduction    everything, half an hour on two cores, and the report for the book

README.md beside this file says what is measured. Needs nothing but what builds Crease.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import install
import race
from rows import HERE

RESULT = HERE / "reproduction.json"
REPORTS = race.ROOT / "reports"
PACKAGE = "reproduce"
SHORT = 30  # seconds with all cores, below which an experiment is run with one, too


def main(words=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args(words)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        program, build = first_build(folder / "target")
        about = dict(machine=race.machine(), ours=race.commit(), build=build)
        print(line("first build", build), flush=True)
        # The cells that a run stores lie where the program was built.
        environment = os.environ | dict(CARGO_TARGET_DIR=str(folder / "target"))
        experiments = full_runs(program, environment, folder / "reports")
    race.write(RESULT, about | dict(experiments=experiments))
    race.cargo("run", "--bin", "race_report")
    return 0


def first_build(target):
    """Of what a first-time user builds, from nothing, with the sources of the dependencies already here."""
    cargo = ["cargo", "--locked"]
    run([*cargo, "fetch", *race.MANIFEST])
    environment = os.environ | dict(CARGO_TARGET_DIR=str(target))
    build = [*cargo, "build", "--quiet", "--release", "--package", PACKAGE, *race.MANIFEST]
    return target / "release" / PACKAGE, run(build, environment)


def full_runs(program, environment, reports):
    """Every experiment at full size from an empty store, one after the other, with a job for each core;
    a short one again with one job."""
    listed = install.output(program, "list")
    found = {}
    for name in [text.partition(":")[0] for text in listed.splitlines() if not text.startswith(" ")]:
        command = [program, "run", name, "--fresh", "--reports", reports, "--jobs"]
        found[name] = dict(all=run([*command, os.cpu_count()], environment))
        print(line(name, found[name]["all"]), flush=True)
        if found[name]["all"]["seconds"] < SHORT:
            found[name]["one"] = run([*command, 1], environment)
            print(line("  with one job", found[name]["one"]), flush=True)
        differ = different(reports / name, REPORTS / name)
        if differ:
            race.stop(f"{name}: {', '.join(differ)}: not as in {REPORTS}; what was measured is not this reproduction")
    return found


def different(made, committed):
    """The files that do not have the same bytes in both folders."""
    files = {path.relative_to(root) for root in (made, committed) for path in root.rglob("*") if path.is_file()}

    def content(path):
        return path.read_bytes() if path.is_file() else None

    return sorted(str(path) for path in files if content(made / path) != content(committed / path))


def run(command, environment=None):
    """Seconds on the wall's clock, and CPU seconds."""
    began = time.monotonic()
    words = list(map(str, command))
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(words, env=environment, cwd=race.ROOT, stdout=subprocess.DEVNULL, stderr=errors)
        cpu_seconds = race.wait(process)
        seconds = time.monotonic() - began
        errors.seek(0)
        complaints = errors.read().decode(errors="replace").strip()
    if process.returncode != 0:
        race.stop(f"{' '.join(words)}: exit code {process.returncode}; {complaints[-500:]}")
    return dict(seconds=race.digits(seconds), cpu_seconds=race.digits(cpu_seconds))


def line(name, entry):
    return f"{name:28} {entry['seconds']:8.1f} s, {entry['cpu_seconds']:8.1f} CPU s"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print(f"\ninterrupted; {RESULT.name} is as it was", file=sys.stderr)
        sys.exit(130)
