"""What the README and the notebooks claim, asked of the committed results; and that a notebook's cells stay short."""

import json
import unittest
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
TREES = ("supvit", "dino", "mae", "resnet")
LITERATURE = ("statnn", "dense", "probex-linear", "probex", "probex-narrow", "mvprobe")
LINES, COLUMNS = 25, 110


def values(notebook):
    """The numbers of a committed results file, by their names."""
    results = json.loads((NOTEBOOKS / "results" / f"{notebook}.json").read_text(encoding="utf-8"))
    return {metric["name"]: metric["value"] for metric in results["metrics"]}


class Findings(unittest.TestCase):
    def test_residuals_tell_within_a_tree_and_nothing_between_trees(self):
        found = values("03-why-trees")
        self.assertGreaterEqual(found["why-trees/linear-residual/intra"], 0.77)
        self.assertLessEqual(found["why-trees/linear-residual/inter"], 0.52)

    def test_the_router_tells_known_trees_and_unknown_ones(self):
        found = values("04-find-the-trees")
        self.assertEqual(1, found["router/nearest-centroid/accuracy"])
        self.assertGreaterEqual(found["router/leave-one-tree-out/worst-auc"], 0.99)

    def test_the_multi_kernel_ridge_is_ahead_of_the_literature_in_a_fiftieth_of_mvprobes_time(self):
        found = values("05-tree-experts")
        for tree in TREES:
            best = found[f"classes/multi-kernel-ridge/{tree}/accuracy"]
            for expert in LITERATURE:
                self.assertGreater(best, found[f"classes/{expert}/{tree}/accuracy"] + 0.1, f"{expert} on {tree}")
            self.assertLess(found[f"classes/multi-kernel-ridge-time-of-mvprobe/{tree}"], 0.02)

    def test_whitening_helps_on_each_tree(self):
        found = values("05-tree-experts")
        for tree in TREES:
            for ridge, without in (
                ("multi-kernel-ridge", "multi-kernel-ridge-unwhitened"),
                ("ridge-layer-whitened", "ridge-layer"),
            ):
                whitened = found[f"classes/{ridge}/{tree}/accuracy"]
                self.assertGreater(whitened, found[f"classes/{without}/{tree}/accuracy"], f"{ridge} on {tree}")

    def test_no_other_ridge_is_ahead_of_it(self):
        found = values("05-tree-experts")
        for tree in TREES:
            for other in ("ridge-layer", "ridge-layer-whitened", "ridge-all"):
                best = found[f"classes/multi-kernel-ridge/{tree}/accuracy"]
                self.assertGreater(best, found[f"classes/{other}/{tree}/accuracy"], f"{other} on {tree}")

    def test_experts_of_found_trees_read_as_well_as_those_of_given_ones(self):
        found = values("05-tree-experts")
        for tree in TREES:
            given = found[f"classes/multi-kernel-ridge/{tree}/accuracy"]
            self.assertAlmostEqual(given, found[f"tree-experts/multi-kernel-ridge/{tree}/accuracy"], delta=0.02)

    def test_generated_probes_are_ahead_of_free_ones(self):
        found = values("10-probegen-inr")
        for zoo in ("digits", "hard"):
            free = found[f"inr-{zoo}/vanilla/accuracy"]
            self.assertGreater(found[f"inr-{zoo}/probegen/accuracy"], free + 0.1)


class Cells(unittest.TestCase):
    def test_they_stay_short(self):
        for notebook in sorted(NOTEBOOKS.glob("[0-9]*.ipynb")):
            for number, cell in enumerate(json.loads(notebook.read_text(encoding="utf-8"))["cells"]):
                if cell["cell_type"] == "code":
                    lines = "".join(cell["source"]).split("\n")
                    with self.subTest(notebook=notebook.stem, cell=number):
                        self.assertLessEqual(len(lines), LINES)
                        self.assertLessEqual(max(map(len, lines)), COLUMNS)


if __name__ == "__main__":
    unittest.main()
