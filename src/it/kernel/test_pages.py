"""The committed notebooks as pages, in Chromium: nothing comes from elsewhere, axe finds nothing, light or dark."""

import sys
from pathlib import Path

from browser import ROOT, SHOTS, BrowserCase, OfflinePage

sys.path[:0] = [str(ROOT / "environment")]

from lablib import page  # noqa: E402

RULES = {"light": None, "dark": ["color-contrast", "link-in-text-block"]}  # all; those that go by colours
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 17, 17)"}


class CommittedNotebooks(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.files = []
        for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
            cls.files.append(SHOTS / notebook.with_suffix(".html").name)
            page.export(notebook, cls.files[-1])

    def opened(self, file: Path):
        opened = OfflinePage(self.browser, file)
        self.addCleanup(opened.page.close)
        return opened

    def test_read_well_and_load_nothing(self):
        self.assertGreaterEqual(len(self.files), 10)
        for file in self.files:
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

    def test_a_request_and_a_violation_would_be_seen(self):
        file = SHOTS / "bad.html"
        file.write_text('<html><img src="https://modeljungle.invalid/x.png"></html>', encoding="utf-8")
        opened = self.opened(file)
        self.assertEqual(["https://modeljungle.invalid/x.png"], opened.from_elsewhere())
        self.assertIn("critical: image-alt", "\n".join(opened.violations()))
