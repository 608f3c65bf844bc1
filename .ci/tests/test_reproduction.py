"""REPRODUCTION.md is what the results files say, and a run anew is told apart from the committed one."""

import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "environment"))

from lablib import reproduction  # noqa: E402


def metric(value, std=None, kind="quality"):
    return {"value": value, "std": std, "kind": kind}


class Page(unittest.TestCase):
    def test_it_is_up_to_date(self):
        written = (ROOT / reproduction.PAGE).read_text(encoding="utf-8")
        self.assertEqual(reproduction.page(ROOT), written, "make it: environment/lab --reproduction")

    def test_it_has_each_part_with_both_numbers(self):
        text = reproduction.page(ROOT)
        self.assertIn("| linear classifier, within one tree | 0.844 † | 0.802 ± 0.004, 3 repeats | 0.520 |", text)
        self.assertIn("](notebooks/12-probegen-scale.ipynb), run on 20", text)


class Keeping(unittest.TestCase):
    """A run that fails after it wrote its results leaves those of before."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.notebook = Path(self.folder.name) / "01-a.ipynb"
        self.results = Path(self.folder.name) / "results" / "01-a.json"
        self.results.parent.mkdir()

    def test_a_run_that_failed(self):
        self.results.write_text("before")
        with reproduction.Kept(self.notebook):
            self.results.write_text("half")
        self.assertEqual("before", self.results.read_text())

    def test_a_run_that_was_stopped(self):
        with self.assertRaises(KeyboardInterrupt), reproduction.Kept(self.notebook):
            self.results.write_text("half")
            raise KeyboardInterrupt
        self.assertFalse(self.results.exists())

    def test_a_whole_run(self):
        self.results.write_text("before")
        with reproduction.Kept(self.notebook) as kept:
            self.results.write_text("after")
            kept.keep()
        self.assertEqual("after", self.results.read_text())


class Commits(unittest.TestCase):
    def test_changes_are_said(self):
        self.assertIn("`d834e88-dirty`", reproduction.commit("d834e884a9d0c60f-dirty"))
        self.assertEqual("`d834e88`", reproduction.commit("d834e884a9d0c60f"))


class Changes(unittest.TestCase):
    def test_what_is_the_same_is_not_said(self):
        self.assertEqual([], reproduction.changes({"a": metric(0.5)}, {"a": metric(0.5, std=0.1)}))

    def test_what_changed_is_said_with_both_numbers(self):
        self.assertEqual(
            ["a: 0.5000 -> 0.6000", "b: 0.5000 ± 0.2000 -> 0.6000, within the spread of repeats"],
            reproduction.changes(
                {"a": metric(0.5), "b": metric(0.5, std=0.2)}, {"a": metric(0.6), "b": metric(0.6)}
            ),
        )

    def test_what_is_new_or_gone(self):
        self.assertEqual(
            ["a: gone, was 0.5000", "b: new, 0.6000"], reproduction.changes({"a": metric(0.5)}, {"b": metric(0.6)})
        )

    def test_seconds_are_no_results(self):
        self.assertEqual([], reproduction.changes({"a": metric(1, kind="cost")}, {"a": metric(2, kind="cost")}))


if __name__ == "__main__":
    unittest.main()
