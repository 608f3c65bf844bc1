"""REPRODUCTION.md is what the results files say, and a run anew is told apart from the committed one."""

import sys
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
