"""A notebook that shows everything that the library can show, run on the spot, and the page that is made of it."""

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from kernel_case import ROOT
from nbclient import NotebookClient

sys.path[:0] = [str(ROOT / "environment")]

from lablib import page  # noqa: E402

FRAMES = 3
SETUP = """
Models models = Models.folder(Path.of("notebooks/models"), Path.of("notebooks/models/models.csv"))
        .split(.1, .25, new Seeds(0));
Survey survey = Survey.of(models);
Models tree = survey.router().sorted(models).ofTree("tree 0");
WeightTask task = WeightTask.of(tree, tree.classTarget());
String layer = task.banks().keySet().iterator().next();
XyChart line(int n) {
    return Charts.line("Frame " + n, "step", "loss").series("loss", new double[] {n, 2, 1});
}
"""
VIEWS = {  # by the section's heading
    "Cards": "show(Card.of(Run.start(\"views\", 1).with(\"profile\", \"quick\")), task, Gram.of(task.bank(layer)));\n"
    "task.bank(layer)",
    "Tables": "show(models, survey, models.get(0), LayerBank.readAll(tree));\n"
    'show(Results.of(Run.start("views", 1)).with(Results.Metric.cost("views/seconds", 1.5, "seconds")));',
    "A slider": 'show(Frames.of(List.of(line(1), line(2), line(3)), List.of("one", "two", "three")).title("Frames"));',
    "Trees": "show(FamilyTree.of(survey.router().sorted(models)));\n"
    'show(Charts.dendrogram("Found", survey.dendrogram()));',
    "Panels": 'show(Panels.of(line(1), Charts.bars("Bars", "accuracy", List.of("a", "b"))'
    '.series("ridge", .5, .75)).title("Side by side"));',
    "Heat maps": 'show(Charts.similarities("Alike", new double[][] {{1, .25}, {.25, 1}}, List.of("a", "b")));',
    "A reader": "show(RidgeExpert.layer(layer).fit(task, new Seeds(0)));",
    "Weights": "show(WeightView.of(tree.get(0), layer), WeightView.of(tree.get(0), layer).against(tree.get(1)));",
    "Pictures": "show(new ShapeWorld(16, .3, .38, .42, 5, .5, 0)"
    ".draw(ShapeWorld.concepts().subList(0, 12), new Seeds(1)));",
    "Help": 'help(Card.class);\nhelp("WeightTask.of");',
    "What is held": "%jungle",
    "Progress": 'try (Progress job = Progress.of("counting", 9)) { Thread.sleep(1100); job.step(9); }',
    "Progress of what still runs": 'Progress open = Progress.of("open", 9);\n'
    'open.point("loss", 2); open.point("loss", 1);\nProgress within = Progress.of("within", 0);\n'
    "Thread.sleep(1500); open.step(3);",  # neither has ended when the cell has
    "A job that fails": 'try (Progress job = Progress.of("failing", 9))'
    ' { Thread.sleep(1100); job.step(4); throw new IllegalStateException("bad rows"); }',
    "A cell that cannot be compiled": "int x = 1;\nint y = ;",
    "Text": 'System.out.println("printed"); System.err.println("warned");\nnew float[3][4]',
}
FAIL = ("A job that fails", "A cell that cannot be compiled")


def notebook():
    """Not run yet: each view below a heading of its own."""
    cells = [nbformat.v4.new_markdown_cell("# Every view"), nbformat.v4.new_code_cell(SETUP.strip())]
    for heading, code in VIEWS.items():
        tags = ["raises-exception"] if heading in FAIL else []
        cells.append(nbformat.v4.new_markdown_cell(f"## {heading}"))
        cells.append(nbformat.v4.new_code_cell(code, metadata={"tags": tags}))
    return nbformat.v4.new_notebook(cells=cells)


def run(folder: Path):
    """The notebook with its outputs, and its page, a file in the folder."""
    made = notebook()
    with tempfile.TemporaryDirectory(prefix="cache ") as cache:
        environ = {**os.environ, "MODELJUNGLE_CACHE": cache}
        client = NotebookClient(
            made, timeout=300, kernel_name="modeljungle", resources={"metadata": {"path": str(ROOT)}}
        )
        client.execute(env=environ)
    source = folder / "every-view.ipynb"
    nbformat.write(made, source)
    page.export(source, source.with_suffix(".html"))
    return made, source.with_suffix(".html")
