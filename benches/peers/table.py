"""From the raw times to the table: minima, medians, ratios, verdicts."""

import math
import statistics

from rows import BOUND, OURS

TOLERANCE = 1e-9  # of the numbers that tell whether contestants computed the same


def round_times(rounds, measure):
    """A round's time is that of its fastest repetition."""
    if measure == "whole":
        return [entry["whole_cpu_seconds"] for entry in rounds]
    return [min(entry["reps" if measure == "wall" else "cpu_reps"]) for entry in rounds]


def verdict_on(check, ours, exact):
    """Whether a contestant computed what we did; of ourselves with other threads more is asked."""
    if exact and check == ours:
        return "same bits"
    close = not exact and math.isclose(check, ours, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return "agrees" if close else f"DIFFERS: {check:.17g}"


def summaries(row):
    """For each contestant of a finished row: times, whether it computed what we did, ratios to ours."""
    rounds = {name: entries for name, entries in row["contestants"].items() if entries}
    checks = {name: entries[-1]["check"] for name, entries in rounds.items()}
    found = {}
    for name, entries in rounds.items():
        times = round_times(entries, row["measure"])
        found[name] = dict(
            least=min(times),
            median=statistics.median(times),
            rounds=len(times),
            startup=min(entry["startup_seconds"] for entry in entries),
            compiling=min(entry["compile_seconds"] for entry in entries),
            peak=entries[-1]["peak_bytes"],
            result=verdict_on(checks[name], checks.get(OURS, math.nan), name.startswith(OURS)),
        )
    if OURS in found:
        for summary in found.values():
            summary["ratio"] = summary["least"] / found[OURS]["least"]
            summary["of_medians"] = summary["median"] / found[OURS]["median"]
    return found


def verdicts(row):
    """Each target with what was reached: (words, met, by how much it was missed or beaten)."""
    found = summaries(row)
    if OURS not in found:
        return []
    said = []
    for peer, least in row["ratios"]:
        name = peer
        if peer == "fastest":
            others = {name: entry for name, entry in found.items() if not name.startswith(OURS) and name != BOUND}
            name = min(others, key=lambda name: others[name]["least"], default=peer)
        if name not in found or found[name]["result"].startswith("DIFFERS"):
            said.append((f"{least:.2f} x {name}: not measured", None))
            continue
        ratio = found[name]["ratio"]
        words = f"{least:.2f} x {name}{' (the fastest)' if peer == 'fastest' else ''}: {ratio:.2f}"
        said.append((words + ("" if ratio >= least else f", missed by {1 - ratio / least:.0%}"), ratio >= least))
    if row["limit"] is not None:
        least, limit = found[OURS]["least"], row["limit"]
        words = f"at most {duration(limit)}: {duration(least)}"
        said.append((words + ("" if least <= limit else f", missed by {1 - limit / least:.0%}"), least <= limit))
    return said


def duration(seconds):
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= 0.9995 * size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


MEASURES = dict(
    cpu="CPU seconds, one thread",
    wall="seconds on the wall's clock, two threads",
    whole="CPU seconds of the whole process, start-up and compilation included",
)
HEADER = (
    "",
    "minimum",
    "median",
    "rounds",
    "start-up",
    "of it compiling",
    "peak memory",
    "result",
    "ratio",
    "of medians",
)


def text(results):
    """The table of all rows in Markdown."""
    machine, lines, met = results["machine"], [], []
    lines.append(f"{machine['processor']}, {machine['cores']} cores, {machine['caches']}; {machine['system']}")
    lines.append("; ".join(f"{name} {version}" for name, version in results["versions"].items()))
    lines.append(f"crease: {'; '.join(sorted({row['ours'] for row in results['rows'].values()}))}")
    for name, row in results["rows"].items():
        found = summaries(row)
        lines += [
            "",
            f"## {name}: {row['title']}",
            "",
            MEASURES[row["measure"]] + "; a ratio above 1: ours is faster.",
            "",
        ]
        lines.append(f"| {' | '.join(HEADER)} |")
        lines.append("|---|" + "---:|" * 6 + "---|---:|---:|")
        for who in sorted(found, key=lambda who: found[who]["least"]):
            entry = found[who]
            ratios = [f"{entry[key]:.2f}" if key in entry and who != OURS else "" for key in ("ratio", "of_medians")]
            cells = [f"**{who}**" if who == OURS else who, duration(entry["least"]), duration(entry["median"])]
            cells += [str(entry["rounds"]), duration(entry["startup"])]
            cells += [duration(entry["compiling"]) if entry["compiling"] else ""]
            cells += [f"{entry['peak'] / 1e6:.0f} MB" if entry["peak"] else "", entry["result"] if who != OURS else ""]
            lines.append(f"| {' | '.join(cells + ratios)} |")
        if row["missing"]:
            lines += ["", f"Not here: {', '.join(row['missing'])}."]
        lines.append("")
        for words, verdict in verdicts(row):
            met.append(verdict)
            lines.append(f"- {'not settled' if verdict is None else 'met' if verdict else 'MISSED'}: {words}")
    lines += ["", f"{met.count(True)} targets met, {met.count(False)} missed, {met.count(None)} not settled."]
    return "\n".join(lines)
