"""Tests of the race with contestants that only pretend: `python3 benches/peers/test_race.py`."""

import contextlib
import io
import json
import os
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

import install
import race
import table
from rows import BOUND, OURS, Contestant, Row, contestants, rows

# Prints the times it was given, and notes that it ran.
PRETEND = """
import json, pathlib, sys
log, seconds, check = sys.argv[1:4]
with open(log, "a") as file:
    print(sys.argv[4:], file=file)
print("a line that is not read")
print(json.dumps(dict(reps=[float(seconds)] * 2, cpu_reps=[float(seconds)] * 2, startup_seconds=0.5,
                      compile_seconds=0.25, check=float(check))))
"""


def entry(*cpu, check=1.0, **others):
    """What one process said."""
    times = dict(cpu_reps=list(cpu), reps=[10 * seconds for seconds in cpu], whole_cpu_seconds=100 * min(cpu))
    return times | dict(startup_seconds=1.0, compile_seconds=0.0, peak_bytes=None, check=check) | others


def row(contestants, ratios=(), limit=None, measure="cpu"):
    return dict(title="a row", measure=measure, ratios=ratios, limit=limit, missing=[], contestants=contestants)


class Arithmetic(unittest.TestCase):
    def test_a_round_counts_by_its_fastest_repetition(self):
        found = table.summaries(row({OURS: [entry(2, 3), entry(4, 9)], "peer": [entry(6, 5), entry(16)]}))
        self.assertEqual((found[OURS]["least"], found[OURS]["median"]), (2, 3))
        self.assertEqual((found["peer"]["ratio"], found["peer"]["of_medians"]), (2.5, 3.5))

    def test_each_measure_reads_its_own_times(self):
        for measure, least in (("cpu", 2), ("wall", 20), ("whole", 200)):
            found = table.summaries(row({OURS: [entry(2)]}, measure=measure))
            self.assertEqual(found[OURS]["least"], least)

    def test_a_ratio_is_met_from_its_target_on(self):
        runs = {OURS: [entry(2.0)], "peer": [entry(3.0)]}
        self.assertEqual(table.verdicts(row(runs, [("peer", 1.5)])), [("1.50 x peer: 1.50", True)])
        self.assertEqual(table.verdicts(row(runs, [("peer", 2)])), [("2.00 x peer: 1.50, missed by 25%", False)])

    def test_a_limit_is_met_up_to_itself(self):
        runs = {OURS: [entry(0.25)]}
        self.assertEqual(table.verdicts(row(runs, limit=0.25)), [("at most 250 ms: 250 ms", True)])
        self.assertEqual(table.verdicts(row(runs, limit=0.2)), [("at most 200 ms: 250 ms, missed by 20%", False)])

    def test_the_fastest_is_a_peer_and_not_the_bound(self):
        runs = {OURS: [entry(4)], BOUND: [entry(1)], "slow": [entry(9)], "fast": [entry(6)]}
        self.assertEqual(table.verdicts(row(runs, [("fastest", 1)])), [("1.00 x fast (the fastest): 1.50", True)])

    def test_who_computes_something_else_settles_nothing(self):
        runs = {OURS: [entry(4)], "peer": [entry(8, check=1 + 1e-8)], "near": [entry(8, check=1 + 1e-12)]}
        found = table.summaries(row(runs))
        self.assertEqual(found["near"]["result"], "agrees")
        self.assertTrue(found["peer"]["result"].startswith("DIFFERS"))
        self.assertEqual(table.verdicts(row(runs, [("peer", 1)])), [("1.00 x peer: not measured", None)])

    def test_other_bits_on_two_threads_settle_nothing(self):
        one = f"{OURS}, 1 thread"
        runs = {OURS: [entry(1)], one: [entry(2)]}
        self.assertTrue(table.verdicts(row(runs, [(one, 1.7)]))[0][1])
        runs[one] = [entry(2, check=1 + 1e-15)]
        self.assertIsNone(table.verdicts(row(runs, [(one, 1.7)]))[0][1])


class Pretended(unittest.TestCase):
    """A whole race of programs that print what they are told to."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.out = self.folder / "results.json"
        (self.folder / "data").mkdir()
        program = self.folder / "pretend.py"
        program.write_text(PRETEND)
        self.everyone = {
            name: Contestant([sys.executable, program, self.folder / name, seconds, "7"])
            for name, seconds in ((OURS, "1"), ("peer", "3"), ("slow", "5"))
        }
        self.everyone["broken"] = Contestant([sys.executable, "-c", "raise SystemExit('no library')"])
        self.everyone["absent"] = Contestant([self.folder / "absent"])
        peers = ("peer", "slow", "broken", "absent")
        self.rows = [Row(name, name, (name,), peers, (("peer", 2.0),)) for name in ("one", "two")]
        for target, name, value in (
            (race, "HOME", self.folder),
            (race, "rows", lambda: self.rows),
            (race, "contestants", lambda _: self.everyone),
            (install, "versions", dict),
        ):
            patch = mock.patch.object(target, name, value)
            patch.start()
            self.addCleanup(patch.stop)

    def race(self, *words):
        printed, complaints = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complaints):
            code = race.main(["--contender", "ours", "--out", str(self.out), *words])
        return code, printed.getvalue(), complaints.getvalue()

    def refused(self, *words):
        with self.assertRaises(SystemExit) as stopped:
            self.race(*words)
        return stopped.exception.code

    def processes(self, name):
        log = self.folder / name
        return len(log.read_text().splitlines()) if log.exists() else 0

    def test_all_rounds_are_run_and_written(self):
        code, printed, complaints = self.race("--rounds", "3")
        self.assertEqual(code, 0)
        self.assertEqual(self.processes("peer"), 2 * 3)
        results = json.loads(self.out.read_text())
        self.assertEqual(list(results["rows"]), ["one", "two"])
        self.assertEqual(results["rows"]["one"]["missing"], ["broken", "absent"])
        self.assertEqual(results["rows"]["one"]["ours"], "not built here")
        self.assertIn("not installed: absent", printed)
        self.assertIn("Not here: broken, absent.", printed)
        self.assertIn("no library", complaints)
        self.assertIn("- met: 2.00 x peer: 3.00", printed)
        self.assertIn("2 targets met, 0 missed, 0 not settled.", printed)
        self.assertEqual(self.race("--show")[1].strip(), printed[printed.index(platform_line(results)) :].strip())

    def test_a_peer_over_its_budget_sits_out_unless_a_target_names_it(self):
        self.race("one", "--rounds", "3", "--budget", "0")
        self.assertEqual([self.processes(name) for name in (OURS, "peer", "slow")], [3, 3, 1])

    def test_only_the_peers_asked_for_run(self):
        self.race("one", "--rounds", "1", "--peers", "slow")
        self.assertEqual([self.processes(name) for name in (OURS, "peer", "slow")], [1, 0, 1])

    def test_one_row_replaces_only_itself(self):
        self.race("--rounds", "1")
        before = json.loads(self.out.read_text())["rows"]
        self.race("two", "--rounds", "2")
        after = json.loads(self.out.read_text())["rows"]
        self.assertEqual(after["one"], before["one"])
        self.assertEqual(len(after["two"]["contestants"][OURS]), 2)

    def test_results_of_another_machine_are_not_mixed_in(self):
        self.race("--rounds", "1")
        old = self.out.read_text()
        with mock.patch.object(race, "machine", lambda: dict(processor="another", cores=1, caches="", system="")):
            self.assertEqual(self.refused("one"), 2)
        self.assertEqual(self.out.read_text(), old)

    def test_an_interrupted_race_leaves_the_old_file_and_goes_on(self):
        self.race("--rounds", "1")
        old, run_row = self.out.read_text(), race.run_row

        def interrupted(row, *others):
            if row.name == "two":
                raise KeyboardInterrupt
            return run_row(row, *others)

        with mock.patch.object(race, "run_row", interrupted), self.assertRaises(KeyboardInterrupt):
            self.race("--rounds", "2")
        self.assertEqual(self.out.read_text(), old)
        before = self.processes(OURS)
        self.race("--rounds", "2", "--resume")
        self.assertEqual(self.processes(OURS) - before, 2)
        rounds = [len(row["contestants"][OURS]) for row in json.loads(self.out.read_text())["rows"].values()]
        self.assertEqual(rounds, [2, 2])
        self.assertEqual([path.name for path in self.folder.glob("*results*")], ["results.json"])

    def test_a_failed_write_leaves_the_old_file(self):
        self.out.write_text("old")
        with mock.patch.object(os, "replace", side_effect=OSError), self.assertRaises(OSError):
            race.write(self.out, {})
        self.assertEqual(self.out.read_text(), "old")
        self.assertEqual(sorted(path.name for path in self.folder.glob("*results*")), ["results.json"])

    def test_a_module_is_looked_for_where_its_contestant_runs(self):
        needs = {"json": "json", "nothing": "no_such_module"}
        everyone = {name: Contestant([sys.executable], module) for name, module in needs.items()}
        self.assertEqual(race.present(everyone), ["json"])

    def test_a_whole_race_ends_with_a_profile_and_any_race_with_the_report(self):
        for words, perf, expected in (([], True, ["profile"]), ([], False, ["report"]), (["one"], True, ["report"])):
            ended = []
            with (
                mock.patch.object(race, "RESULTS", self.out),
                mock.patch.object(race.shutil, "which", lambda _, perf=perf: perf),
                mock.patch.object(race.subprocess, "run", lambda *_, **__: ended.append("profile")),
                mock.patch.object(race, "cargo", lambda *_: ended.append("report")),
                mock.patch.object(race, "commit", lambda: "abc"),
            ):
                self.race("--rounds", "1", *words)
            self.assertEqual(ended, expected)

    def test_what_is_not_understood_ends_with_code_2(self):
        for words in (["three"], ["--rounds", "0"], ["--rounds", "x"], ["--peers", "nobody"], ["--nothing"]):
            self.assertEqual(self.refused(*words), 2, words)
        self.assertEqual(self.refused("--show"), 2)
        self.out.write_text("{")
        self.assertEqual(self.refused("--show"), 2)
        del self.everyone[OURS]
        self.assertEqual(self.refused("one"), 2)

    def test_rounds_have_different_orders_and_a_seed_repeats_them(self):
        def order(*words):
            ran = []
            with mock.patch.object(race, "run", lambda contestant, *_: ran.append(contestant) or entry(1)):
                self.race("one", "--rounds", "6", "--peers", "peer,slow", *words)
            return [tuple(map(id, ran[first : first + 3])) for first in range(0, 18, 3)]

        self.assertGreater(len(set(order())), 1)
        self.assertEqual(order(), order())
        self.assertNotEqual(order(), order("--seed", "1"))


class Table(unittest.TestCase):
    def test_a_name_is_a_row_or_else_a_workload(self):
        chosen = [row.name for row in race.choose(["exp", "gemm", "wide-2"])]
        self.assertEqual(chosen, ["wide-2", "gemm-64", "gemm-256", "gemm-1024", "exp"])
        self.assertEqual(race.choose([]), rows())

    def test_every_row_names_contestants_that_exist(self):
        known = contestants("ours")
        for each in rows():
            self.assertLessEqual(set(each.peers), set(known), each.name)
            targets = {peer for peer, _ in each.ratios} - {"fastest"}
            self.assertLessEqual(targets, set(each.peers), each.name)
            unraced = set(each.peers) <= {BOUND}
            self.assertTrue(unraced or each.ratios or each.limit, each.name)


def platform_line(results):
    return table.text(results).splitlines()[0]


if __name__ == "__main__":
    unittest.main()
