"""What .ci/check_results.py lets pass."""

import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import committed  # noqa: E402

NOTEBOOK = {
    "cells": [
        {"cell_type": "code", "source": ["int x = 1;\n", "x"]},
        {"cell_type": "markdown", "source": "words"},
        {"cell_type": "code", "source": '"é"'},
    ]
}
QUALITY = {
    "name": "a/b/c",
    "kind": "quality",
    "value": 0.5,
    "std": 0.1,
    "unit": "accuracy",
    "chance": 0.1,
    "n": 9,
    "seeds": 3,
}


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        (self.root / "notebooks" / "results").mkdir(parents=True)
        self.notebook = self.root / "notebooks" / "01-a.ipynb"
        self.notebook.write_text(json.dumps(NOTEBOOK), encoding="utf-8")

    def results(self, commit="abc", profile="standard", code=None, **metric):
        inputs = {committed.CODE: code or committed.notebook_code(self.notebook)}
        run = {"commit": commit, "settings": {"profile": profile}, "inputs": inputs, "machine": {"cpu": "8086"}}
        return {"run": run, "metrics": [QUALITY | metric]}

    def faults(self, **changed):
        return committed.faults(self.results(**changed), self.notebook)

    def write(self, **changed):
        path = self.root / "notebooks" / "results" / "01-a.json"
        path.write_text(json.dumps(self.results(**changed)), encoding="utf-8")


class Faults(Case):
    def one(self, text, **changed):
        (fault,) = self.faults(**changed)
        self.assertIn(text, fault)

    def test_a_finished_file_has_none(self):
        self.assertEqual([], self.faults())

    def test_commit(self):
        self.one("expected a run of a clean commit, found abc-dirty", commit="abc-dirty")
        self.one("expected a run of a clean commit, found unknown", commit="unknown")

    def test_commits_and_processor_of_trainings(self):
        results = self.results()
        results["run"]["trainedAt"] = ["abc", "def-dirty"]
        results["run"]["machine"] = {}
        self.assertEqual(
            [
                "expected what was trained at clean commits, found def-dirty",
                "expected the processor's name, found none",
            ],
            committed.faults(results, self.notebook),
        )

    def test_profile(self):
        self.one("expected the profile standard, found quick", profile="quick")

    def test_code(self):
        self.one("found 12", code="12")

    def test_quality(self):
        self.one("a/b/c: expected n; found none", n=None)
        self.one("a/b/c: expected chance; found none", chance=None)
        self.one("a/b/c: expected a spread over repeats", std=None)
        self.one("a/b/c: expected a spread over repeats", std=None, seeds=1, why=" ")
        self.assertEqual([], self.faults(std=None, seeds=1, why="one jungle"))
        self.one("expected it to be a quality, a count or a cost, found None", kind=None)
        self.assertEqual([], self.faults(kind="count", n=None, chance=None, std=None))

    def test_benchmark(self):
        metric = {"name": "a/b", "value": 1, "min": 1, "max": 2, "n": 3, "rounds": 3}
        run = {"commit": "abc", "settings": {}, "machine": {"cpu": "8086"}}
        self.assertEqual([], committed.faults({"run": run, "metrics": [metric]}, None))
        (fault,) = committed.faults({"run": run, "metrics": [metric | {"rounds": 1}]}, None)
        self.assertIn("three rounds or more", fault)
        exact = metric | {"rounds": 1, "why": "the same in every run"}
        self.assertEqual([], committed.faults({"run": run, "metrics": [exact]}, None))


class Code(Case):
    def test_is_that_of_the_library(self):
        """The same cells and the same digest as in NotebookCodeTest."""
        expected = "c0d35eb84995a502b0a1b3a05b689acd877da0abed9b219058707af494c71eea"
        self.assertEqual(expected, committed.notebook_code(self.notebook))


class All(Case):
    def all(self):
        return committed.all_faults(self.root)

    def test_nobody_is_excused(self):
        self.write()
        self.assertEqual([], self.all())
        self.write(commit="abc-dirty")
        self.assertEqual(1, len(self.all()))

    def test_results_without_a_notebook(self):
        self.write()
        self.notebook.unlink()
        self.assertIn("found no 01-a.ipynb", self.all()[0])


if __name__ == "__main__":
    unittest.main()
