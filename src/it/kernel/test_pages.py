"""Notebooks as pages, in Chromium: nothing comes from elsewhere, axe finds nothing, light or dark.

Those that are committed, and one that is made here and shows everything that the library can show.
"""

import re
import sys
from pathlib import Path

from browser import ROOT, SHOTS, BrowserCase, OfflinePage
from every_view import FRAMES, VIEWS, run

sys.path[:0] = [str(ROOT / "environment")]

from lablib import page  # noqa: E402

RULES = {"light": None, "dark": ["color-contrast", "link-in-text-block"]}  # all; those that go by colours
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 17, 17)"}

CHARTS = """() => Array.from(document.querySelectorAll("img.modeljungle-paper"), image => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext("2d");
    context.filter = getComputedStyle(image).filter;
    context.drawImage(image, 0, 0);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
    const linear = value => value <= 10 ? value / 3295 : ((value / 255 + .055) / 1.055) ** 2.4;
    const light = i => .2126 * linear(pixels[i]) + .7152 * linear(pixels[i + 1]) + .0722 * linear(pixels[i + 2]);
    let contrast = 1;
    for (let i = 0; i < pixels.length; i += 4) {
        const [darker, lighter] = [light(i), light(0)].sort((a, b) => a - b);
        contrast = Math.max(contrast, (lighter + .05) / (darker + .05));
    }
    return {alt: image.alt, filter: context.filter, paper: light(0), contrast: contrast};
})"""  # as the page shows them: the lightness of the paper, which is at their first pixel, and the ink's contrast to it
VISIBLE = """group => Array.from(group.querySelectorAll(":scope > span"))
    .map((frame, i) => getComputedStyle(frame).display === "none" ? -1 : i).filter(i => i >= 0)"""


class PageCase(BrowserCase):
    def opened(self, file: Path):
        opened = OfflinePage(self.browser, file)
        self.addCleanup(opened.page.close)
        return opened

    def reads_well(self, file: Path):
        opened = self.opened(file)
        for scheme, rules in RULES.items():
            with self.subTest(notebook=file.stem, scheme=scheme):
                opened.turn(scheme)
                opened.page.screenshot(path=SHOTS / f"page-{file.stem}-{scheme}.jpg", full_page=True)
                self.assertEqual([], opened.violations(rules))
                self.assertEqual([], opened.from_elsewhere())
                self.assertEqual(GROUNDS[scheme], opened.ground())
                self.assertLessEqual(opened.width(), 1280)
        opened.page.close()


class CommittedNotebooks(PageCase):
    """Every second one: all together take longer than any other class."""

    FIRST = 0

    def test_read_well_and_load_nothing(self):
        notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
        self.assertGreaterEqual(len(notebooks), 10)
        for notebook in notebooks[self.FIRST :: 2]:
            file = SHOTS / notebook.with_suffix(".html").name
            page.export(notebook, file)
            self.reads_well(file)


class CommittedNotebooksBetween(CommittedNotebooks):
    FIRST = 1


class EveryView(PageCase):
    """A page with everything that the library can show."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notebook, cls.file = run(SHOTS)

    def test_reads_well_and_loads_nothing(self):
        self.reads_well(self.file)

    def test_a_request_and_a_violation_would_be_seen(self):
        file = SHOTS / "bad.html"
        file.write_text('<html><img src="https://modeljungle.invalid/x.png"></html>', encoding="utf-8")
        opened = self.opened(file)
        self.assertEqual(["https://modeljungle.invalid/x.png"], opened.from_elsewhere())
        self.assertIn("critical: image-alt", "\n".join(opened.violations()))

    def test_each_is_shown_as_it_should(self):
        """And not as the text that stands for what could not be drawn."""
        shown = [cell.outputs for cell in self.notebook.cells if cell.cell_type == "code"][1:]
        for heading, outputs in zip(VIEWS, shown, strict=True):
            with self.subTest(heading):
                self.assertNotEqual([], outputs)
                texts = "\n".join(output.data.get("text/plain", "") for output in outputs if "data" in output)
                self.assertNotIn("not shown: ", texts)
        html = self.file.read_text(encoding="utf-8")
        bars = ("done in ", "3/9, 33 %", 'aria-label="loss', ">running ", "stopped at 4 of 9")
        for part in ("Layer of", "Inner products", "Weight task", "What this notebook holds", *bars):
            self.assertTrue(part in html, f"expected '{part}' on the page")  # which is far too long for a message

    def test_the_slider_moves_by_arrow_keys(self):
        opened = self.opened(self.file).page
        slider = opened.locator('[role="group"][aria-label="Frames"]')
        self.assertEqual(FRAMES, slider.locator(":scope > input").count())
        self.assertEqual([0], slider.evaluate(VISIBLE))
        slider.locator(":scope > input:checked").focus()
        for key, frame in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("ArrowLeft", 0)):
            opened.keyboard.press(key)
            self.assertEqual([frame], slider.evaluate(VISIBLE))
        slider.locator("span.f0 label.next").click()
        self.assertEqual([1], slider.evaluate(VISIBLE))

    def test_charts_can_be_read_on_both_grounds(self):
        opened = self.opened(self.file)
        for scheme, inverted in (("light", 0), ("dark", 1)):
            opened.turn(scheme)
            charts = opened.page.evaluate(CHARTS)
            self.assertGreaterEqual(len(charts), 8)
            for chart in charts:
                with self.subTest(scheme=scheme, chart=chart["alt"]):
                    share = float(re.match(r"invert\(([\d.]+)\)", chart["filter"]).group(1))
                    self.assertAlmostEqual(inverted, share, delta=0.1)
                    self.assertAlmostEqual(1 - inverted, chart["paper"], delta=0.1)
                    self.assertGreater(chart["contrast"], 4.5)
