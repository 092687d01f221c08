"""The lesson's sawtooth program in Python itself, under every indentation: the independent reference of U032.

Compares what each reading prints, and how it ends, with the report of the experiment depth.sawtooth.
Arrays are replaced by a number, since no reading prints one.

    python3 tests/oracle/sawtooth_readings.py reports/depth.sawtooth/report.json
"""

import collections
import contextlib
import io
import json
import sys
import types

LINES = r'''
def demonstrate_depth_efficiency():
"""docstring"""
def deep_vs_shallow_on_sawtooth(k: int = 5):
"""docstring"""
def triangle(x):
return 2 * np.abs(x - np.floor(x + 0.5))
def iterated_triangle(x, k):
for _ in range(k):
x = triangle(x)
return x
x = np.linspace(0, 1, 10000)
y_target = iterated_triangle(x, k)
print(f"\nSawtooth with k={k} iterations: {2**k} oscillations")
print(f"Deep network (k layers, 4 wide): ~{k * 4} parameters")
print(f"Shallow network (1 hidden): needs ~{2**k} neurons, ~{2**k} parameters")
print(f"Parameter ratio: {2**k / (k*4):.1f}x more for equivalent approximation")
for k in [3, 5, 7, 10]:
demonstrate_depth_efficiency_k = k
deep_params = k * 4
shallow_params = 2**k
print(f"k={k}: deep≈{deep_params} params, shallow≈{shallow_params} params ({shallow_params//deep_params}x ratio)")
demonstrate_depth_efficiency()
'''.strip().split("\n")

NUMPY = types.SimpleNamespace(abs=abs, floor=lambda x: x // 1, linspace=lambda a, b, n: 0.25)


def readings():
    """All lists of levels that the grammar allows."""
    found = [[0]]
    for before in LINES[:-1]:
        opens = before.endswith(":")
        choices = lambda level: [level + 1] if opens else range(level + 1)
        found = [levels + [next] for levels in found for next in choices(levels[-1])]
    return found


def outcome(levels):
    """What a reading prints, each line once, and how it ends."""
    program = "\n".join("    " * level + line for level, line in zip(levels, LINES))
    printed, end = io.StringIO(), "Finished"
    with contextlib.redirect_stdout(printed):
        try:
            exec(compile(program, "reading", "exec"), {"np": NUMPY})
        except SyntaxError:
            end = "SyntaxError"
        except NameError:  # UnboundLocalError is one
            end = "NameError"
    lines = [line for line in printed.getvalue().split("\n") if line]
    return tuple(dict.fromkeys(lines)), end


def reported(path):
    with open(path, encoding="utf-8") as file:
        cells = json.load(file)["cells"]
    [found] = [cell["outcome"]["readings"] for cell in cells if cell["cell"] == "readings"]
    return {(tuple(o["prints"]), o["end"]): o["readings"] for o in found["outcomes"]}


def main():
    counted = collections.Counter(map(outcome, readings()))
    expected = reported(sys.argv[1])
    for key in counted.keys() | expected.keys():
        if counted[key] != expected.get(key, 0):
            sys.exit(f"Python: {counted[key]} readings, report: {expected.get(key, 0)}: {key}")
    print(f"{counted.total()} readings with {len(counted)} outcomes agree")


if __name__ == "__main__":
    main()
