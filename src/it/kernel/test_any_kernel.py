"""One notebook of plain cells, in each kernel as it was installed: %classpath and Notebook.init() bring the library."""

import tempfile
import unittest
from pathlib import Path

import nbformat
import test_show
from jupyter_client.kernelspec import get_kernel_spec
from kernel_case import IJAVA, JJAVA, Kernel

NOTEBOOK = Path(__file__).with_name("any_kernel.ipynb")
PLAIN, PICTURE = {"text/html", "text/plain"}, {"text/html", "text/plain", "image/png"}
SHOWN = {  # by the cell's id: each output's forms, and the beginning of its text
    "library": [],
    "imports": [],
    "models": [(PLAIN, r"40 models from \S+models\.csv\n")],
    "card": [(PLAIN, r"One of them\n +models +40\n"), (PICTURE, r"Model 00b1dfe6\n")],
    "slider": [(PICTURE, "Its layers, 3 frames: input_projection, mixing, readout")],
    "pictures": [(PICTURE, r"\[picture, \d+ x \d+\] 12 images of 16 x 16 pixels: a red solid circle")],
    "chart": [(PICTURE, r"\[picture, .*scatter plot of test_accuracy over steps: tree 0 \(20 points\); tree 1")],
    "task": [(PLAIN, r"Weight task\n +to be read +10 classes of 20 models")],
    "table": [(PLAIN, r"ridge\n +accuracy [^\n]*\n0\.\d+ ± ")],
    "reader": [(PICTURE, "Linear reader ridge-all: 129 thousand parameters")],
    "help": [(PLAIN, r"record RidgeExpert implements Expert\n")],
    "held": [(PLAIN, r"What this notebook holds\n +Java's heap ")],
}


def lasting(reply):
    """What a cell showed but for bars, which come and move where the machine is slow."""
    moved = {content["transient"]["display_id"] for content in reply.of("update_display_data")}
    shown = reply.of("display_data", "execute_result")
    return [content["data"] for content in shown if content.get("transient", {}).get("display_id") not in moved]


class InJJava(test_show.Errors):
    """All its cells, run in order, and then some that fail."""

    name = JJAVA

    @classmethod
    def setUpClass(cls):
        cache = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="cache "))
        cls.kernel = Kernel(cls.name, cwd=NOTEBOOK.parent, JDK_JAVA_OPTIONS="", MODELJUNGLE_CACHE=cache)
        cls.addClassCleanup(cls.kernel.stop)
        cls.before = cls.kernel.run('Class.forName("org.modeljungle.show.Notebook");')
        cells = [cell for cell in nbformat.read(NOTEBOOK, 4).cells if cell.cell_type == "code"]
        cls.replies = {cell.id: cls.kernel.run(cell.source) for cell in cells}

    def test_the_kernel_knows_nothing_of_the_library_before(self):
        self.assertIn("ClassNotFoundException", self.before.error)
        spec = get_kernel_spec(self.name)
        self.assertEqual({}, spec.env)
        self.assertNotIn("modeljungle", " ".join(spec.argv))

    def test_all_cells_run_and_nothing_warns(self):
        for cell, reply in self.replies.items():
            with self.subTest(cell):
                self.assertEqual("ok", reply.status, reply.error)
                self.assertEqual("", reply.warned)

    def test_everything_is_shown(self):
        self.assertEqual(set(self.replies), {*SHOWN, "progress", "trials"})
        for cell, outputs in SHOWN.items():
            with self.subTest(cell):
                data = lasting(self.replies[cell])
                self.assertEqual([forms for forms, _ in outputs], [set(shown) for shown in data])
                for shown, (_, text) in zip(data, outputs):
                    self.assertRegex(shown["text/plain"], f"^{text}")
                    self.assertNotIn("<script", shown["text/html"])

    def test_the_bar_moves_while_its_cell_runs(self):
        (first,) = self.replies["progress"].of("display_data")
        later = self.replies["progress"].of("update_display_data")
        self.assertGreater(len(later), 3)
        self.assertEqual({first["transient"]["display_id"]}, {shown["transient"]["display_id"] for shown in later})
        self.assertRegex(first["data"]["text/plain"], r"^ridges \[#*-+\] \d+/20, \d+ %")
        self.assertRegex(later[-1]["data"]["text/plain"], "^ridges: done in ")


if IJAVA:

    class InIJava(InJJava):
        """The same cells in IJava."""

        name = IJAVA


if __name__ == "__main__":
    unittest.main()
