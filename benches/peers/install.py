"""Puts the peers in place: `just race-setup`."""

import os
import re
import shutil
import subprocess
import sys

from rows import HERE, HOME, PYTHON

RUST = HERE / "rust"
LIBRARIES = ("candle", "dfdx", "faer", "matrixmultiply", "tapes")
FLAGS = ("-O3", "-march=native", "-fopenmp-simd", "-ffp-contract=fast", "-fno-math-errno")


def requirements():
    lines = (HERE / "python/requirements.txt").read_text().splitlines()
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

    if not PYTHON.exists():
        step("a virtual environment", sys.executable, "-m", "venv", HOME / "venv")
    for line in requirements():
        step(line, PYTHON, "-m", "pip", "install", "--quiet", line)
    step("inputs", PYTHON, HERE / "data.py", HOME / "data")
    environment = os.environ | dict(CARGO_TARGET_DIR=str(HOME / "target"))
    for name in LIBRARIES:
        build = ("cargo", "build", "--release", "--locked", "--features", name, "--bin", name)
        step(f"Rust: {name}", *build, cwd=RUST, env=environment)
    step("C", "gcc", *FLAGS, HERE / "c/limit.c", "-o", HOME / "target/limit")
    print(f"not installed: {', '.join(failed)}" if failed else f"all peers are in {HOME}")
    return not failed


def modules():
    """The Python modules that are there."""
    names = ("numpy", "scipy", "jax", "torch", "micrograd")
    found = f"import importlib.util as i; print(*[n for n in {names} if i.find_spec(n)])"
    return set(output(PYTHON, "-c", found).split())


def versions():
    """Of everything that is raced, as installed, and of the compilers."""
    names = [line.partition("==")[0] for line in requirements()]
    found = (
        f"import importlib.metadata as m\nfor d in m.distributions():\n if d.name in {names}: print(d.name, d.version)"
    )
    python = output(PYTHON, "-c", found).splitlines()
    versions = {"python": output(PYTHON, "-c", "import platform; print(platform.python_version())")}
    versions |= {name: version for name, version in sorted(line.split() for line in python)}
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
