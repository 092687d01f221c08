"""Tests of what is made of a profile: `python3 benches/peers/test_sampling.py`."""

import contextlib
import io
import json
import pathlib
import subprocess
import tempfile
import unittest
from unittest import mock

import race
import sampling
from rows import Row

LOOP = "numerics::level::vectorise::avx512::<(), {}>"
# As `perf report` of Linux 6.1 prints them.
REPORT = """# Total Lost Samples: 0
#
#      Samples\tSymbol
 927        \t[.] numerics::level::vectorise::avx512::<(), autodiff::ops::sum::add_rows::{closure#0}>
 70         \t[k] clear_page_erms
 3          \t[.] core::array::try_from_fn::<A<[f64]>, 8, numerics::matmul::column::eight<8>::{closure#0}>


#
# (Tip: To show context switches use --switch-events.)
#
"""


class Names(unittest.TestCase):
    def test_a_function_counts_where_its_loop_was_written(self):
        for inside, expected in (
            ("numerics::matmul::matmul::{closure#0}::{closure#0}", "products"),
            ("numerics::matmul::column::column::{closure#0}", "columns"),
            ("numerics::slices::map_moderate<numerics::slices::sigmoid::{closure#0}>::{closure#0}", "functions"),
            ("numerics::slices::map<<autodiff::ops::softmax::Softmax as Rule>::eval::{closure#0}>", "functions"),
            ("numerics::slices::update<autodiff::ops::layer::backward::{closure#0}>::{closure#0}", "pointwise"),
            ("numerics::slices::update<numerics::slices::axpy::{closure#0}>::{closure#0}", "pointwise"),
            ("numerics::slices::map<autodiff::ops::map::step>::{closure#0}", "pointwise"),
            ("<nn::optimiser::Optimiser>::step::{closure#0}", "optimiser"),
            ("<numerics::linalg::qr::Qr>::of_columns::{closure#0}", "QR"),
        ):
            self.assertEqual(sampling.category(LOOP.format(inside)), expected, inside)

    def test_a_plain_function_counts_by_its_module(self):
        for symbol, expected in (
            ("<autodiff::tape::Tape>::vjp", "nodes"),
            ("<nn::mlp::Mlp>::forward", "nodes"),
            ("<nn::objective::Objective>::blocks", "gradients"),
            ("numerics::reduce::sum::{closure#0}::{closure#0}", "sums"),
            ("numerics::slices::sin", "functions"),
            ("numerics::slices::sub", "pointwise"),
            ("__memmove_avx512_unaligned_erms", "copies"),
            ("<numerics::matrix::Matrix>::transpose", "copies"),
            ("[k] clear_page_erms", "system"),
            ("[k] memset_orig", "system"),
            ("[k] free_unref_page", "system"),
            ("<rayon_core::registry::WorkerThread>::wait_until_cold", "system"),
            ("<rayon_core::job::StackJob<numerics::matmul::matmul::{closure#0}> as Job>::execute", "products"),
            ("_int_malloc", "copies"),
            ("cfree@GLIBC_2.2.5", "copies"),
            ("contender::kernel::gram::{closure#0}", "other"),
        ):
            self.assertEqual(sampling.category(symbol), expected, symbol)

    def test_every_category_has_its_column(self):
        self.assertEqual(sorted(sampling.NAMES), sorted(["other", *(name for name, _, _ in sampling.CATEGORIES)]))


class Report(unittest.TestCase):
    def refused(self, report):
        complaints = io.StringIO()
        with self.assertRaises(SystemExit), contextlib.redirect_stderr(complaints):
            sampling.parse(report)
        return complaints.getvalue()

    def test_samples_are_read_and_sorted(self):
        found = sampling.parse(REPORT)
        self.assertEqual(list(found.values()), [927, 70, 3])
        counts = sampling.sort(found)
        self.assertEqual(list(counts), list(sampling.NAMES))
        self.assertEqual({name: n for name, n in counts.items() if n}, dict(columns=3, sums=927, system=70))
        self.assertEqual(sampling.line("uat-4", counts), "uat-4      sums 93%, system 7%")

    def test_a_report_that_tells_nothing_is_refused(self):
        self.assertIn("nothing", self.refused("# Samples: 0\n"))
        self.assertIn("names of Rust's functions", self.refused("12\t[.] _RNvNtCs1_8numerics6matmul\n"))


class Pretended(unittest.TestCase):
    """A profile of programs that are never run."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = pathlib.Path(folder.name) / "profile.json"
        self.commands, self.cargo = [], []
        rows = [
            Row("uat-4", "", ("uat", "--H", "4"), (), (("jax", 1.2),), steps=True),
            Row("whole", "", ("uat", "--H", "64"), (), limit=0.45, measure="whole"),
            Row("peak", "", ("peak",), ()),
        ]
        for target, name, value in (
            (sampling, "PROFILE", self.out),
            (sampling, "build", lambda: "contender"),
            (sampling.shutil, "which", lambda _: "/usr/bin/perf"),
            (subprocess, "run", self.run_command),
            (race, "rows", lambda: rows),
            (race, "cargo", lambda *words, **_: self.cargo.append(words)),
        ):
            patch = mock.patch.object(target, name, value)
            patch.start()
            self.addCleanup(patch.stop)

    def run_command(self, words, **_):
        self.commands.append(words)
        recording = words[:2] == ["perf", "record"]
        return subprocess.CompletedProcess(words, 124 if recording else 0, "" if recording else REPORT, "")

    def profile(self, *words):
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            self.assertEqual(sampling.main(list(words)), 0)
        return printed.getvalue()

    def test_every_row_with_a_target_is_written_and_reported(self):
        self.profile()
        written = json.loads(self.out.read_text())
        self.assertEqual(list(written["rows"]), ["uat-4", "whole"])
        for row in written["rows"].values():
            self.assertEqual(row["samples"], 1000)
            self.assertEqual(sum(row["counts"].values()), 1000)
            self.assertEqual(list(row["counts"]), list(written["categories"]))
        self.assertEqual(self.cargo, [("run", "--bin", "race_report")])

    def test_a_whole_process_is_sampled_once_from_its_start(self):
        self.profile()
        uat, whole = (words for words in self.commands if words[:2] == ["perf", "record"])
        self.assertIn("--delay", uat)
        self.assertEqual(uat[-4:], ["--steps", "3000", "--reps", "1000000000"])
        self.assertNotIn("--delay", whole)
        self.assertEqual(whole[-2:], ["--reps", "1"])

    def test_named_rows_are_printed_only(self):
        printed = self.profile("uat-4")
        self.assertIn("uat-4      sums 93%, system 7%", printed)
        self.assertIn("  93%  sums       numerics::level::vectorise", printed)
        self.assertNotIn("column::eight", printed)
        self.assertFalse(self.out.exists() or self.cargo)

    def test_a_program_that_fails_stops_the_profile(self):
        failed = subprocess.CompletedProcess([], 2, "", "no inputs")
        with mock.patch.object(subprocess, "run", lambda *_, **__: failed):
            with self.assertRaises(SystemExit), contextlib.redirect_stderr(io.StringIO()) as complaints:
                sampling.main([])
        self.assertIn("exit code 2; no inputs", complaints.getvalue())
        self.assertFalse(self.out.exists())

    def test_without_perf_it_says_what_to_install(self):
        with mock.patch.object(sampling.shutil, "which", lambda _: None):
            with self.assertRaises(SystemExit), contextlib.redirect_stderr(io.StringIO()) as complaints:
                sampling.main([])
        self.assertIn("linux-perf", complaints.getvalue())


if __name__ == "__main__":
    unittest.main()
