"""notebooks/README.md is of the notebooks and results that are there, and so are its small pictures."""

import struct
import sys
import tempfile
import unittest
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "environment"))

from lablib import index  # noqa: E402


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


class Index(unittest.TestCase):
    def test_it_is_up_to_date(self):
        self.assertEqual([], index.faults(ROOT), "make it: environment/lab --index")

    def test_it_has_each_notebook_with_its_time(self):
        text = index.page(ROOT)
        for notebook in index.notebooks(ROOT):
            self.assertIn(f"## [{notebook.stem}]({notebook.name}): ", text)
        self.assertRegex(text, r"- time: [0-9]+ (s|min)\n")

    def test_all_notebooks_link_the_glossary(self):
        for notebook in index.notebooks(ROOT):
            self.assertIn("(GLOSSARY.md)", notebook.read_text(encoding="utf-8"), notebook.name)

    def test_what_a_failed_run_left_is_no_notebook(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "notebooks").mkdir()
            for name in ("02-b", "01-a", "01-a.failed"):
                (Path(folder) / "notebooks" / f"{name}.ipynb").write_text("{}")
            self.assertEqual(["01-a", "02-b"], [file.stem for file in index.notebooks(Path(folder))])

    def test_a_chart_loses_its_paper_and_keeps_its_colours(self):
        self.assertEqual(0, index.without_paper(255, 255, 255)[3])
        self.assertEqual((0x7A, 0x7A, 0x7A, 255), index.without_paper(0x22, 0x22, 0x22))
        for colour in ((0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00), (0xCC, 0x79, 0xA7)):
            red, green, blue, cover = index.without_paper(*colour)
            self.assertGreater(cover, 240)
            for old, new in zip(colour, (red, green, blue), strict=True):  # on white it looks as before
                self.assertAlmostEqual(old, 255 - (255 - new) * cover / 255, delta=2)

    def test_pictures_have_no_ground(self):
        """A white one would be a slab on a dark page."""
        for entry in index.entries(ROOT):
            png = (ROOT / index.THUMBNAILS / f"{entry['name']}.png").read_bytes()
            self.assertIn(b"tRNS", png, entry["name"])

    def test_a_picture_says_what_it_was_made_from(self):
        head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13))
        self.assertEqual("ab12", index.source(head + chunk(b"tEXt", b"Source\0ab12") + chunk(b"IEND", b"")))
        self.assertIsNone(index.source(head + chunk(b"tEXt", b"Author\0ab12") + chunk(b"IEND", b"")))


if __name__ == "__main__":
    unittest.main()
