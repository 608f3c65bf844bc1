"""What a committed notebook must keep: run whole, pictures with texts, a first picture, links that lead somewhere.

NOTEBOOKS=FOLDER python3 .ci/tests/test_notebooks.py   looks at the notebooks in FOLDER instead
"""

import json
import os
import re
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "environment")]

from lablib import index  # noqa: E402

FOLDER = Path(os.environ.get("NOTEBOOKS") or ROOT / "notebooks")
CODE = re.compile(r"(```|~~~).*?\1|`[^`\n]*`", re.S)
LINK = re.compile(r"!?\[[^\]]*\]\([^)]*\)")
MENTION = re.compile(r"\b[Nn]otebooks?\s+(\d\d)\b")
TARGET = re.compile(r"\]\((?!\w+:)([^)\s#]+\.ipynb)(?:#[^)]*)?\)")
NO_STEPS = re.compile(r"(?<![\d./,])0/0(?![\d./,])")
DATA = re.compile(r"base64,[A-Za-z0-9+/=\s]+")
RESULTS = re.compile(r"\bResults\.of\(|\bresults\.write\(")


def source(cell):
    return "".join(cell["source"])


def code(cells):
    return [cell for cell in cells if cell["cell_type"] == "code"]


def prose(cells):
    """The texts without their code."""
    return [CODE.sub(" ", source(cell)) for cell in cells if cell["cell_type"] == "markdown"]


def texts(output):
    """What an output shows as text, without the pictures that are part of it."""
    values = [text for kind, text in output.get("data", {}).items() if kind.startswith("text/")]
    return [DATA.sub("", "".join(text)) for text in [*values, output.get("text", "")]]


def not_run(cells):
    return [f"was not run: {source(cell)[:60]!r}" for cell in code(cells) if cell.get("execution_count") is None]


def without_text(cells):
    data = [(cell, output.get("data", {})) for cell in code(cells) for output in cell["outputs"]]
    return [
        f"a picture without a text: {source(cell)[:60]!r}"
        for cell, kinds in data
        if "image/png" in kinds and "text/html" not in kinds
    ]


def of_no_steps(cells):
    return [
        f"shows progress of 0/0 steps: {source(cell)[:60]!r}"
        for cell in code(cells)
        if any(NO_STEPS.search(text) for output in cell["outputs"] for text in texts(output))
    ]


def without_its_picture(cells, name, alt):
    first = source(cells[0]) if cells and cells[0]["cell_type"] == "markdown" else ""
    image = f"![{alt}](thumbnails/{name}.png)"
    return [] if image in first.splitlines() else [f"the first cell lacks a line {image}"]


def without_link(cells, name):
    found = [match for text in prose(cells) for match in MENTION.finditer(LINK.sub(" ", text))]
    return [f"no link: {match.group()}" for match in found if match.group(1) != name[:2]]


def dead_links(cells, folder):
    targets = {target for text in prose(cells) for target in TARGET.findall(text)}
    return [f"a link to {target}, which is not there" for target in sorted(targets) if not (folder / target).is_file()]


def unfolded(cells):
    return [
        f"gathers or writes results and is not folded: {source(cell)[:60]!r}"
        for cell in code(cells)
        if RESULTS.search(source(cell)) and not cell["metadata"].get("jupyter", {}).get("source_hidden")
    ]


class Committed(unittest.TestCase):
    def each(self, faults):
        """Every notebook with its cells keeps a rule."""
        notebooks = sorted(file for file in FOLDER.glob("*.ipynb") if not file.name.endswith(".failed.ipynb"))
        self.assertTrue(notebooks, f"no notebooks in {FOLDER}")
        for notebook in notebooks:
            with self.subTest(notebook=notebook.stem):
                cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
                self.assertEqual([], faults(notebook.stem, cells))

    def test_all_cells_were_run(self):
        self.each(lambda name, cells: not_run(cells))

    def test_pictures_have_a_text(self):
        self.each(lambda name, cells: without_text(cells))

    def test_no_progress_is_of_no_steps(self):
        self.each(lambda name, cells: of_no_steps(cells))

    def test_the_first_cell_shows_the_notebooks_picture(self):
        alts = {entry["name"]: entry["alt"] for entry in index.entries(ROOT)}
        self.each(lambda name, cells: without_its_picture(cells, name, alts.get(name)))

    def test_mentions_of_notebooks_are_links(self):
        self.each(lambda name, cells: without_link(cells, name))

    def test_links_lead_to_notebooks(self):
        self.each(lambda name, cells: dead_links(cells, FOLDER))

    def test_cells_that_write_results_are_folded(self):
        self.each(lambda name, cells: unfolded(cells))


def text(*lines):
    return {"cell_type": "markdown", "metadata": {}, "source": [line + "\n" for line in lines]}


def ran(lines, *outputs, count=1, metadata=None):
    cell = {"cell_type": "code", "metadata": metadata or {}, "source": lines, "outputs": list(outputs)}
    return cell | {"execution_count": count}


def shown(**kinds):
    return {"output_type": "display_data", "data": {kind.replace("_", "/"): value for kind, value in kinds.items()}}


class Rules(unittest.TestCase):
    def test_a_cell_that_was_not_run(self):
        self.assertEqual([], not_run([text("words"), ran("1")]))
        self.assertEqual(["was not run: '2'"], not_run([ran("1"), ran("2", count=None)]))

    def test_a_picture_without_a_text(self):
        good = shown(image_png="x", text_html="<img alt='y'>")
        self.assertEqual([], without_text([ran("a", good), ran("b", shown())]))
        self.assertEqual(1, len(without_text([ran("a", shown(image_png="x", text_plain="y"))])))

    def test_progress_of_no_steps(self):
        for good in ("10/0 1/0/0 0/01", '<img src="data:image/png;base64,a/0/0/0+0/0=">'):
            self.assertEqual([], of_no_steps([ran("a", shown(text_html=good, image_png="0/0"))]))
        stream = {"output_type": "stream", "name": "stdout", "text": ["layers\n", "0/0\n"]}
        self.assertEqual(2, len(of_no_steps([ran("a", shown(text_html="<b>0/0</b>")), ran("b", stream)])))

    def test_a_first_cell_without_its_picture(self):
        image = "![a map](thumbnails/01-a.png)"
        self.assertEqual([], without_its_picture([text("# A", "", "Words.", "", image)], "01-a", "a map"))
        for cells in ([], [ran(image)], [text("# A")], [text("# A"), text(image)], [text("![](thumbnails/01-a.png)")]):
            self.assertEqual(1, len(without_its_picture(cells, "01-a", "a map")))

    def test_a_mention_without_a_link(self):
        good = "Notebook [02](02-b.ipynb), [notebook 03](03-c.ipynb), `notebook 04`, this notebook 01, 2 notebooks."
        self.assertEqual([], without_link([text(good, "```", "notebook 05", "```"), ran("// notebook 06")], "01-a"))
        found = without_link([text("Notebook 02 and notebooks 03")], "01-a")
        self.assertEqual(["no link: Notebook 02", "no link: notebooks 03"], found)

    def test_a_link_to_nowhere(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "02-b.ipynb").touch()
            cells = [text("[02](02-b.ipynb), [a part](02-b.ipynb#part), `[x](y.ipynb)`, [far](https://x.org/z.ipynb)")]
            self.assertEqual([], dead_links(cells, Path(folder)))
            found = dead_links([text("[03](03-c.ipynb)")], Path(folder))
            self.assertEqual(["a link to 03-c.ipynb, which is not there"], found)

    def test_a_cell_of_results_that_is_not_folded(self):
        folded = ran('results.write("x");', metadata={"jupyter": {"source_hidden": True}})
        self.assertEqual([], unfolded([folded, ran("show(table);"), text("`Results.of(run)`")]))
        self.assertEqual(2, len(unfolded([ran("Results r = Results.of(run);"), ran("results.write(file);")])))


if __name__ == "__main__":
    unittest.main()
