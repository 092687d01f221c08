"""Puts the peers in place: `just race-setup`."""

import os
import re
import shutil
import subprocess
import sys

from rows import HERE, HOME, NEURAL_TANGENTS, PYTHON

RUST = HERE / "rust"
PINS, OLDER_PINS = "requirements.txt", "requirements-neural-tangents.txt"
LIBRARIES = ("candle", "dfdx", "faer", "matrixmultiply", "tapes")
FLAGS = ("-O3", "-march=native", "-fopenmp-simd", "-ffp-contract=fast", "-fno-math-errno")


def requirements(file):
    lines = (HERE / "python" / file).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def install():
    """Goes on when one cannot be had: a race skips it. Whether all of them could."""
    (HOME / "target").mkdir(parents=True, exist_ok=True)
    failed = []

    def step(name, *command, **others):
        print(f"== {name}", flush=True)
        try:
            subprocess.run(command, check=True, **others)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{name}: {error}", file=sys.stderr)
            failed.append(name)

    for python in (PYTHON, NEURAL_TANGENTS):
        if not python.exists():
            step("a virtual environment", sys.executable, "-m", "venv", python.parents[1])
    for line in requirements(PINS):
        step(line, PYTHON, "-m", "pip", "install", "--quiet", line)
    # Its file has all that it needs here; left to itself, it would bring TensorFlow.
    older = ("--no-deps", "--requirement", HERE / "python" / OLDER_PINS)
    step("neural-tangents", NEURAL_TANGENTS, "-m", "pip", "install", "--quiet", *older)
    step("inputs", PYTHON, HERE / "data.py", HOME / "data")
    environment = os.environ | dict(CARGO_TARGET_DIR=str(HOME / "target"))
    for name in LIBRARIES:
        build = ("cargo", "build", "--release", "--locked", "--features", name, "--bin", name)
        step(f"Rust: {name}", *build, cwd=RUST, env=environment)
    step("C", "gcc", *FLAGS, HERE / "c/limit.c", "-o", HOME / "target/limit")
    print(f"not installed: {', '.join(failed)}" if failed else f"all peers are in {HOME}")
    return not failed


def has(python, module):
    """Whether an interpreter finds a module."""
    found = f"import importlib.util as i; print(i.find_spec({module!r}) is not None)"
    return output(python, "-c", found) == "True"


def installed(python, file):
    """The versions of what this file of requirements names."""
    names = [line.partition("==")[0] for line in requirements(file)]
    found = (
        f"import importlib.metadata as m\nfor d in m.distributions():\n if d.name in {names}: print(d.name, d.version)"
    )
    return dict(sorted(line.split() for line in output(python, "-c", found).splitlines()))


def versions():
    """Of everything that is raced, as installed, and of the compilers."""
    versions = {"python": output(PYTHON, "-c", "import platform; print(platform.python_version())")}
    versions |= installed(PYTHON, PINS)
    older = installed(NEURAL_TANGENTS, OLDER_PINS)
    if "neural-tangents" in older:
        versions["neural-tangents"] = f"{older['neural-tangents']} on jax {older.get('jax', '(none)')}"
    lock = (RUST / "Cargo.lock").read_text()
    manifest = (RUST / "Cargo.toml").read_text()
    for name in re.findall(r'^([\w-]+) = \{ version = "=', manifest, re.MULTILINE):
        versions[name] = "/".join(re.findall(rf'name = "{name}"\nversion = "([^"]+)"', lock))
    for compiler in ("rustc", "gcc"):
        versions[compiler] = (output(compiler, "--version").splitlines() or ["none"])[0].removeprefix(f"{compiler} ")
    return versions


def output(*command):
    """What a command prints, or nothing."""
    if not shutil.which(command[0]):
        return ""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""
