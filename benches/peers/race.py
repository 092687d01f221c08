#!/usr/bin/env python3
"""Races Crease against its peers and prints the ratios.

    just race-setup                    once: installs the peers
    just race                          every row, about half an hour, and the report for the book
    just race uat deep-8x5             these rows, the others of the file as they are
    just race --show                   the table of the last race again

README.md beside this file says what is measured. Python 3.10 or later and nothing else.
"""

import argparse
import json
import os
import pathlib
import platform
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

import install
import table
from rows import HERE, HOME, OURS, contestants, rows

THREADS = ("PEERS_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
ROOT = HERE.parents[1]
RESULTS = HERE / "results.json"
STEPS = 3000  # of uat and deep: the lesson's
MANIFEST = ("--manifest-path", str(ROOT / "Cargo.toml"))


def main(words=None):
    options = parse(words)
    if options.setup:
        return 0 if install.install() else 1
    chosen = choose(options.rows)
    if options.list:
        for row in chosen:
            print(f"{row.name:10}  {row.title}\n{'':10}  {', '.join(row.peers)}")
        return 0
    if options.show:
        print(table.text(read(options.out)))
        return 0
    return race(options, chosen)


def parse(words):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="a row (uat-64), or all of a workload (uat); see --list")
    parser.add_argument("--rounds", type=positive, default=7, help="rounds of each row (default: 7)")
    parser.add_argument("--peers", metavar="A,B", help="these peers alone")
    parser.add_argument("--steps", type=positive, default=STEPS, help=f"steps of uat and deep (default: {STEPS})")
    parser.add_argument(
        "--budget",
        type=float,
        default=8,
        metavar="SECONDS",
        help="CPU seconds after which a peer that no target names sits out a row's further rounds (default: 8)",
    )
    parser.add_argument("--seed", type=int, default=0, help="of the order in each round (default: 0)")
    parser.add_argument("--contender", type=pathlib.Path, help="a built contender (default: cargo builds it)")
    parser.add_argument(
        "--out",
        type=pathlib.Path,
        default=RESULTS,
        metavar="FILE",
        help="the results (default: benches/peers/results.json)",
    )
    parser.add_argument("--resume", action="store_true", help="go on with a race that was interrupted")
    parser.add_argument("--show", action="store_true", help="print the table of FILE again")
    parser.add_argument("--list", action="store_true", help="print the rows and their peers")
    parser.add_argument("--setup", action="store_true", help="install the peers")
    return parser.parse_args(words)


def positive(text):
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"expected a number above 0, got {text}")


def stop(message):
    print(f"error: {message}", file=sys.stderr)
    raise SystemExit(2)


def choose(names):
    """The rows that are named, in the order of the table."""
    every = rows()
    named = {row.name for row in every}
    workloads = {row.arguments[0] for row in every} - named
    for name in names:
        if name not in named | workloads:
            stop(f"{name}: no such row; there are {', '.join(row.name for row in every)}")
    groups = workloads.intersection(names)
    return [row for row in every if not names or row.name in names or row.arguments[0] in groups]


def race(options, chosen):
    contender = options.contender or build()
    everyone = contestants(contender)
    here = present(everyone)
    if OURS not in here:
        stop(f"{contender}: there is no such contender")
    absent = [name for name in everyone if name not in here]
    if absent:
        print(f"not installed: {', '.join(absent)}", flush=True)
    if options.peers is not None:
        wanted = options.peers.split(",")
        for name in wanted:
            if name not in everyone:
                stop(f"{name}: no such peer; there are {', '.join(everyone)}")
        here = [name for name in here if name in wanted or name.startswith(OURS)]
    if not (HOME / "data").is_dir():
        stop(f"{HOME / 'data'}: no inputs; run `just race-setup`")
    partial = options.out.with_name(options.out.name + ".partial")
    results = start(options, chosen, partial)
    for row in chosen:
        if row.name in results["rows"]:
            print(f"{row.name} is done")
            continue
        print(f"{row.name} ...", end=" ", flush=True)
        began = time.monotonic()
        results["rows"][row.name] = run_row(row, {name: everyone[name] for name in here}, options)
        write(partial, results)
        print(f"{time.monotonic() - began:.0f} s", flush=True)
    finish(options.out, partial, results)
    print()
    print(table.text(results))
    if options.out == RESULTS:
        report(chosen)
    return 0


def report(chosen):
    """After a whole race with a new profile, if that can be had."""
    if len(chosen) == len(rows()) and shutil.which("perf"):
        subprocess.run([sys.executable, HERE / "sampling.py"], check=True)
    else:
        print("the profile is the old one: `just race-profile` takes a new one, with Linux's `perf`")
        cargo("run", "--bin", "race_report")


def start(options, chosen, partial):
    """What is known before the first row: nothing, or the rows of an interrupted race."""
    about = dict(machine=machine(), versions=install.versions(), rows={})
    if len(chosen) < len(rows()) and options.out.exists():
        refuse_others(read(options.out), about, options.out)
    if options.resume and partial.exists():
        before = read(partial)
        refuse_others(before, about, partial)
        return before
    return about


def refuse_others(old, new, path):
    """Rows of different machines or versions do not stand in one table."""
    for part in ("machine", "versions"):
        if old[part] != new[part]:
            differ = f"{path} has other {part}: {old[part]}, here {new[part]}"
            stop(f"{differ}; race all rows, or name another file by --out")


def finish(out, partial, results):
    """Takes over the rows that were not raced now, and replaces the file."""
    if out.exists():
        old = read(out)
        if all(old[part] == results[part] for part in ("machine", "versions")):
            results["rows"] = old["rows"] | results["rows"]
    order = [row.name for row in rows()]
    results["rows"] = {name: results["rows"][name] for name in order if name in results["rows"]}
    write(out, results)
    partial.unlink(missing_ok=True)


def run_row(row, here, options):
    """All contestants of a row, each round in another order."""
    field = [name for name in (OURS, *row.peers) if name in here]
    entries, spent, failed = {name: [] for name in field}, dict.fromkeys(field, 0.0), set()
    named = {OURS, *(peer for peer, _ in row.ratios)}
    order = random.Random(f"{options.seed} {row.name}")
    for number in range(options.rounds):
        for name in order.sample(field, len(field)):
            tired = spent[name] > options.budget and name not in named
            if tired or name in failed:
                continue
            try:
                entry = run(here[name], row, options.steps)
            except Failure as error:
                if name == OURS:
                    stop(error)
                failed.add(name)
                print(f"\n{name}: {error}", file=sys.stderr)
                continue
            spent[name] += entry["whole_cpu_seconds"]
            entries[name].append(dict(round=number) | entry)
    steps = f", {options.steps} steps" if row.steps else ""
    return dict(
        title=row.title + steps,
        arguments=arguments(row, options.steps),
        measure=row.measure,
        threads=row.threads,
        repetitions=row.repetitions,
        warmup=row.warmup,
        seed=options.seed,
        ratios=[list(pair) for pair in row.ratios],
        limit=row.limit,
        ours="not built here" if options.contender else commit(),
        missing=[name for name in row.peers if name not in here or name in failed],
        contestants=entries,
    )


class Failure(Exception):
    """A contestant that did not run to its end."""


def arguments(row, steps):
    return [*row.arguments, *(["--steps", str(steps)] if row.steps else [])]


def run(contestant, row, steps):
    """One process: what it printed, and its CPU seconds from start to end."""
    threads = contestant.threads or row.threads
    repetitions, warmup = row.repetitions, row.warmup
    if contestant.repetitions is not None:
        repetitions, warmup = contestant.repetitions, 0
    command = [*contestant.program, *arguments(row, steps), *contestant.arguments]
    command += ["--reps", str(repetitions), "--warmup", str(warmup)]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            list(map(str, command)),
            env=environment(threads),
            stdout=out,
            stderr=errors,
            preexec_fn=pin if threads == 1 else None,
        )
        seconds = wait(process)
        texts = []
        for file in (out, errors):
            file.seek(0)
            texts.append(file.read().decode(errors="replace").strip().splitlines())
    printed, complaints = texts
    if process.returncode != 0 or not printed:
        raise Failure(f"{' '.join(map(str, command))}: exit code {process.returncode}; {' '.join(complaints[-2:])}")
    try:
        said = json.loads(printed[-1])
        kept = {key: digits(said[key]) for key in ("reps", "cpu_reps", "startup_seconds", "compile_seconds")}
        kept["check"] = float(said["check"])
    except (ValueError, KeyError, TypeError) as error:
        raise Failure(f"{command[0]}: its last line is not the expected JSON ({error!r}): {printed[-1]}") from error
    # The peak is the process's own word: the system's counts the process that it was forked from.
    return kept | dict(peak_bytes=said.get("peak_bytes"), whole_cpu_seconds=digits(seconds))


def wait(process):
    """CPU seconds of a process from its start to its end, with those of its own children."""
    try:
        # Not `process.wait`: this one tells them for this child alone.
        _, status, usage = os.wait4(process.pid, 0)
    except BaseException:
        process.kill()
        process.wait()
        raise
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def digits(seconds):
    """Six of them: a clock does not tell more."""
    return [digits(each) for each in seconds] if isinstance(seconds, list) else float(f"{seconds:.6g}")


def pin():
    """To one CPU, away from the first, which serves interrupts."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def environment(threads):
    limits = {name: str(threads) for name in THREADS}
    others = dict(PEERS_DATA=str(HOME / "data"), JAX_PLATFORMS="cpu", KMP_BLOCKTIME="0")
    if threads == 1:
        others["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    return os.environ | limits | others


def present(everyone):
    """The contestants whose programs and modules are there."""

    def there(entry):
        program = pathlib.Path(entry.program[0])
        return program.exists() and (not entry.needs or install.has(program, entry.needs))

    return [name for name, entry in everyone.items() if there(entry)]


def build():
    """The contender by cargo, and where it is."""
    cargo("build", "--bin", "contender")
    metadata = install.output("cargo", "metadata", "--no-deps", "--format-version", "1", *MANIFEST)
    return pathlib.Path(json.loads(metadata)["target_directory"]) / "release/contender"


def cargo(command, *target, env=None):
    words = ["cargo", command, "--release", "--locked", "-p", "crease-benches", *target, *MANIFEST]
    subprocess.run(words, check=True, env=env)


def commit():
    """Of what was built, and whether a source was changed since."""
    sources = ("Cargo.toml", "Cargo.lock", "crates", "benches/src")
    changed = install.output("git", "-C", str(ROOT), "status", "--porcelain", "--", *sources)
    revision = install.output("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD") or "unknown"
    return f"{revision}{', changed' if changed else ''}"


def machine():
    """The processor, its caches, and the system: what times depend on."""
    processor = platform.processor() or platform.machine()
    info = pathlib.Path("/proc/cpuinfo")
    if info.exists():
        models = [
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        processor = models[0] if models else processor
    caches = []
    for index in sorted(pathlib.Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        level, kind, size = ((index / name).read_text().strip() for name in ("level", "type", "size"))
        caches.append(f"L{level} {kind.lower()} {size}")
    system = f"{platform.system()} {platform.release()}"
    return dict(processor=processor, cores=os.cpu_count(), caches=", ".join(caches) or "caches unknown", system=system)


def read(path):
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        stop(f"{path}: there is no such file; `just race` writes it")
    except ValueError as error:
        stop(f"{path}: not the results of a race: {error}")


def write(path, results):
    """The old file or the new one, whenever this is interrupted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # A list of numbers on one line.
    text = re.sub(r"\[[^][{}]*\]", lambda found: " ".join(found[0].split()), json.dumps(results, indent=1))
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
            os.chmod(file.name, 0o644)
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\ninterrupted; the results are as they were, and `--resume` goes on", file=sys.stderr)
        sys.exit(130)
