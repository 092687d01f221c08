"""Tests of how the whole reproduction is timed: `python3 benches/peers/test_reproduction.py`."""

import contextlib
import io
import json
import pathlib
import tempfile
import unittest
from unittest import mock

import race
import reproduction

# Lists two experiments; `run ID ... --reports FOLDER ...` writes one file and says so in a log.
PROGRAM = """#!/bin/sh
cd "{folder}"
if [ "$1" = list ]; then printf 'a.one: Is it?\\n    2 cells\\nb.two: And this?\\n    1 cell\\n'; exit; fi
echo "$*" >> calls
mkdir -p "$5/$2"
echo {content} > "$5/$2/report.json"
"""


class Pretended(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.out = self.folder / "reproduction.json"
        for name in ("a.one", "b.two"):
            (self.folder / "committed" / name).mkdir(parents=True)
            (self.folder / "committed" / name / "report.json").write_text("same\n")
        self.cargo = []
        built = dict(seconds=2.0, cpu_seconds=3.0)
        for target, name, value in (
            (reproduction, "RESULT", self.out),
            (reproduction, "REPORTS", self.folder / "committed"),
            (reproduction, "first_build", lambda _: (self.folder / "program", built)),
            (race, "cargo", lambda *words, **_: self.cargo.append(words)),
            (race, "commit", lambda: "abc"),
        ):
            patch = mock.patch.object(target, name, value)
            patch.start()
            self.addCleanup(patch.stop)

    def time(self, content="same", short=30):
        program = self.folder / "program"
        program.write_text(PROGRAM.format(folder=self.folder, content=content))
        program.chmod(0o755)
        with mock.patch.object(reproduction, "SHORT", short), contextlib.redirect_stdout(io.StringIO()):
            reproduction.main([])
        calls = [line.split() for line in (self.folder / "calls").read_text().splitlines()]
        return json.loads(self.out.read_text()), [(words[1], words[-1]) for words in calls]

    def test_short_experiments_are_run_with_one_job_too(self):
        with mock.patch("os.cpu_count", lambda: 4):
            written, calls = self.time()
        self.assertEqual(calls, [("a.one", "4"), ("a.one", "1"), ("b.two", "4"), ("b.two", "1")])
        self.assertEqual(list(written["experiments"]), ["a.one", "b.two"])
        self.assertEqual(written["build"], dict(seconds=2, cpu_seconds=3))
        for runs in written["experiments"].values():
            self.assertEqual(list(runs), ["all", "one"])
            self.assertGreater(runs["all"]["seconds"], 0)
        self.assertEqual(self.cargo, [("run", "--bin", "race_report")])

    def test_long_ones_are_not(self):
        written, calls = self.time(short=0)
        self.assertEqual([name for name, _ in calls], ["a.one", "b.two"])
        self.assertEqual(list(written["experiments"]["a.one"]), ["all"])

    def test_other_bytes_than_the_committed_ones_stop_it(self):
        with self.assertRaises(SystemExit), contextlib.redirect_stderr(io.StringIO()) as complaints:
            self.time(content="other")
        self.assertIn("a.one: report.json: not as in", complaints.getvalue())
        self.assertFalse(self.out.exists() or self.cargo)

    def test_a_program_that_fails_is_quoted(self):
        with self.assertRaises(SystemExit), contextlib.redirect_stderr(io.StringIO()) as complaints:
            reproduction.run(["sh", "-c", "echo no data >&2; exit 3"])
        self.assertIn("exit code 3; no data", complaints.getvalue())

    def test_a_file_too_many_is_a_difference(self):
        (self.folder / "committed/a.one/figure.svg").write_text("")
        made, committed = self.folder / "made", self.folder / "committed/a.one"
        made.mkdir()
        (made / "report.json").write_text("same\n")
        self.assertEqual(reproduction.different(made, committed), ["figure.svg"])


if __name__ == "__main__":
    unittest.main()
