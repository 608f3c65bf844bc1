"""JupyterLab in a real Chromium: the first notebook run, stopped, run on, opened again and exported, as a reader would.

It is notebook 01 itself, in the profile standard with an empty cache, so that there is something to grow and to stop,
and no machine has grown it before it is stopped. It is stopped a second time instead of being waited for; .ci/run runs
the notebook to the end, in the profile quick.
"""

import re
import shutil
import unittest

import nbformat
from browser import ROOT, SHOTS, BrowserCase, Lab, NotebookPage

PATIENCE = 240  # seconds; far above what is usual: a busy machine is no failure
SETTINGS, SHEET, WORLD, WORDS, GROW = 2, 4, 6, 8, 10  # cells of the notebook
FAR = 60  # per cent; a job that has come no further does not end before it is stopped
QUIET = "unchanged since"


class FirstNotebook(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = SHOTS / "notebooks"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        cls.path = folder / "01-quickstart.ipynb"
        notebook = nbformat.read(ROOT / "notebooks" / cls.path.name, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, cls.path)
        cls.last = max(i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code")
        cls.lab = Lab()
        cls.addClassCleanup(cls.lab.close)

    def test_as_a_reader_does(self):
        notebook = NotebookPage(self.browser, self.lab, self.path)
        self.addCleanup(notebook.page.close)
        notebook.wait_for_kernel(PATIENCE)  # JupyterLab drops what is run while there is no kernel yet
        notebook.shot("opened")
        self.run_all_and_stop(notebook)
        self.next_cell_works(notebook)
        self.run_on_and_open_again(notebook)
        self.export(notebook)

    def run_all_and_stop(self, notebook):
        notebook.menu("Run", "runmenu:run-all")
        notebook.wait(lambda: notebook.percent(GROW) is not None, "growing to show a bar", PATIENCE)
        for cell in (SETTINGS, SHEET, WORLD, WORDS):
            self.assertIsNotNone(notebook.count(cell), f"cell {cell} stands before the one that grows")
        self.moves(notebook)
        notebook.select(GROW)
        notebook.shot("growing")
        notebook.wait(lambda: (notebook.percent(GROW) or 100) < FAR, "a job to be under way", PATIENCE)
        notebook.stop()
        notebook.wait_for_status("idle")
        notebook.wait(lambda: "stopped at" in notebook.shown(GROW), "the bar to say where it was stopped")
        notebook.shot("stopped")
        self.assertNotIn("runs on", notebook.shown(GROW))
        for cell in range(GROW + 1, self.last + 1):
            self.assertIsNone(notebook.count(cell), f"cell {cell} waited behind the one that was stopped")

    def moves(self, notebook):
        before = notebook.shown(GROW)
        notebook.wait(lambda: notebook.shown(GROW) != before, "the bar to move", PATIENCE)

    def next_cell_works(self, notebook):
        before = notebook.count(WORLD)
        notebook.select(WORLD)
        notebook.run_selected()
        notebook.wait(lambda: (notebook.count(WORLD) or before) > before, "the next cell to run", PATIENCE)
        self.assertIn("[picture", notebook.shown(WORLD))

    def run_on_and_open_again(self, notebook):
        """JupyterLab tells a page that is opened again nothing of a cell that runs: the bar at least must say so."""
        notebook.select(GROW)
        notebook.run_selected()
        notebook.wait(lambda: notebook.percent(GROW) is not None, "growing to go on", PATIENCE)
        self.moves(notebook)
        self.assertNotIn(QUIET, notebook.seen())
        notebook.save()
        notebook.page.reload()
        notebook.opened()
        for cell in (SETTINGS, SHEET, WORLD, WORDS):
            self.assertIsNotNone(notebook.count(cell), f"cell {cell} was saved")
            self.assertTrue(notebook.shown(cell), f"what cell {cell} showed was saved")
        notebook.select(GROW)
        notebook.wait(lambda: QUIET in notebook.seen(), "the bar to say since when it is as it is", PATIENCE)
        notebook.shot("opened-again")
        notebook.stop()
        notebook.wait_for_status("idle", PATIENCE)
        self.next_cell_works(notebook)

    def export(self, notebook):
        """JupyterLab's menu exports a page with the pictures."""
        notebook.save()
        page = notebook.export_html().read_text(encoding="utf-8")
        pictures = re.findall(r'<img[^>]*src="data:image/png;base64,', page)
        self.assertGreaterEqual(len(pictures), 2)
        self.assertIn("A world of a thousand concepts", page)


if __name__ == "__main__":
    unittest.main()
