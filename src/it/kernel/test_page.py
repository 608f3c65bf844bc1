"""environment/lab --html: a page that asks nothing of another machine, with its formulas and its pictures' texts."""

import re
import shutil
import sys
import tempfile
import unittest
from html.parser import HTMLParser
from pathlib import Path

import nbformat.v4 as v4

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "environment")]

from lablib import page  # noqa: E402

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="  # a PNG of 1 x 1
)


class Elements(HTMLParser):
    """All start tags of a page with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.all = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.all.append((tag, dict(attrs)))


class Page(unittest.TestCase):
    def exported(self, *cells):
        folder = Path(tempfile.mkdtemp(prefix="page test "))
        self.addCleanup(shutil.rmtree, folder)
        source = folder / "a notebook.ipynb"
        source.write_text(v4.writes(v4.new_notebook(cells=list(cells))), encoding="utf-8")
        self.assertEqual(0, page.main([str(source)]))
        return (folder / "a notebook.html").read_text(encoding="utf-8")

    def test_nothing_comes_from_elsewhere(self):
        text = self.exported(v4.new_markdown_cell("# A title\n\n$x$ and `code`"), v4.new_code_cell("1 + 1"))
        for tag, attributes in Elements(text).all:
            self.assertNotEqual("script", tag)
            source = attributes.get("src", "") if tag != "link" else attributes.get("href", "")
            self.assertNotRegex(source or "", "^(https?:)?//")
        self.assertEqual([], re.findall(r"(?:url\(|@import)\W*https?:", text))

    def test_formulas_are_mathml(self):
        text = self.exported(v4.new_markdown_cell(r"An $u_l$, $$\arg\min_k \sum_l M_l$$ and `echo $HOME $x`."))
        self.assertIn("<msub><mi>u</mi><mi>l</mi></msub>", text)
        self.assertIn('display="block"', text)
        self.assertIn("<mi>arg</mi>", text)
        self.assertIn("<code>echo $HOME $x</code>", text)
        self.assertNotIn(r"\arg", text)

    def test_the_text_of_a_picture_arrives(self):
        html = f'<img alt="a dot plot" src="data:image/png;base64,{PIXEL}">'
        picture = v4.new_output("display_data", {"text/html": html, "image/png": PIXEL, "text/plain": "x"})
        text = self.exported(v4.new_code_cell("show(chart)", outputs=[picture]))
        images = [attributes for tag, attributes in Elements(text).all if tag == "img"]
        self.assertEqual(["a dot plot"], [attributes["alt"] for attributes in images])

    def test_the_first_heading_is_the_title(self):
        text = self.exported(v4.new_code_cell("1"), v4.new_markdown_cell("words\n\n# A *first* title\n\n# Another"))
        self.assertIn("<title>A first title</title>", text)
        self.assertIn("<title>a notebook</title>", self.exported(v4.new_code_cell("1")))

    def test_a_folded_cell_is_folded(self):
        folded = v4.new_code_cell("hidden()", metadata={"jupyter": {"source_hidden": True}})
        tags = [tag for tag, _ in Elements(self.exported(folded, v4.new_code_cell("open()"))).all]
        self.assertEqual(1, tags.count("details"))

    def test_what_a_text_folds_stays_folded(self):
        text = self.exported(v4.new_markdown_cell("<details><summary>Hints</summary>\n\n1. first\n\n</details>"))
        self.assertRegex(text, r"(?s)<details><summary>Hints</summary>.*<li>first</li>.*</details>")
        self.assertNotRegex(text, r"</summary></details>")

    def test_a_wide_table_can_be_moved_by_keyboard(self):
        html = '<div style="color:inherit;overflow-x:auto"><table></table></div>'
        text = self.exported(v4.new_code_cell("t", outputs=[v4.new_output("display_data", {"text/html": html})]))
        self.assertIn('overflow-x:auto" tabindex="0"><table>', text)

    def test_heads_of_columns_say_so(self):
        text = self.exported(v4.new_markdown_cell("| | a |\n|---|--:|\n| x | 1 |"))
        heads = [attributes for tag, attributes in Elements(text).all if tag == "th"]
        self.assertEqual([{"scope": "col", "style": "text-align:right"}], heads)

    def test_a_page_goes_into_a_new_folder(self):
        folder = Path(tempfile.mkdtemp(prefix="page test "))
        self.addCleanup(shutil.rmtree, folder)
        source, target = folder / "a.ipynb", folder / "new" / "folder" / "a.html"
        source.write_text(v4.writes(v4.new_notebook()), encoding="utf-8")
        self.assertEqual(0, page.main([str(source), "--output", str(target)]))
        self.assertTrue(target.is_file())

    def test_a_missing_notebook_is_named(self):
        self.assertEqual(1, page.main(["no such.ipynb"]))


if __name__ == "__main__":
    unittest.main()
