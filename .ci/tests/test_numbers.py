"""What .ci/check_numbers.py finds."""

import sys
import unittest
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import check_numbers as check  # noqa: E402

KNOWN = set(check.values({"metrics": [{"value": 0.7321, "std": 0.0049, "seeds": 3, "why": None}], "flag": True}))


class Numbers(unittest.TestCase):
    def found(self, text):
        return [written + percent for written, percent in check.numbers(text)]

    def test_two_decimals_or_more(self):
        self.assertEqual([".73", "0.732", ".005"], self.found("from .73 to 0.732 ± .005, 1.5 times, 3,000 epochs."))
        self.assertEqual(["73.21 %"], self.found("that is 73.21 % of all"))
        self.assertEqual([".73"], self.found("It came to .73."))

    def test_what_is_no_prose(self):
        for text in (
            "`lr = .05`",
            "```\n.05\n```",
            "<!-- .05 -->",
            "[a](b/.05)",
            "https://a.b/1.25",
            "arXiv 2410.13569",
            "PyTorch 2.7.1, Python 3.11 or later",
            "version 2.7.11",
        ):
            self.assertEqual([], self.found(text), text)


class Missing(unittest.TestCase):
    def missing(self, text, **quoted):
        return check.missing(text, KNOWN, quoted)

    def test_rounded_to_the_digits_given(self):
        self.assertEqual([], self.missing(".73, .732, .7321, 73.21 %, .005"))
        self.assertEqual([".731"], self.missing(".731"))
        self.assertEqual([".74", "73.22 %"], self.missing(".74 and 73.22 %"))

    def test_quotes(self):
        self.assertEqual([], check.missing("The paper has .885.", KNOWN, {".885": "a paper"}))
        self.assertEqual([".885"], self.missing("We have .885."))

    def test_values(self):
        self.assertEqual({Decimal("0.7321"), Decimal("0.0049"), Decimal(3)}, KNOWN)

    def test_quotes_file(self):
        text = "# FILE NUMBER SOURCE\nREADME.md .885 arXiv 2410.13569, ProbeX\n\n"
        self.assertEqual({"README.md": {".885": "arXiv 2410.13569, ProbeX"}}, check.quotes(text))


class Sections(unittest.TestCase):
    results = {"01-a": Path(), "05-b": Path(), "grow-c": Path()}

    def test_named(self):
        self.assertEqual(["05-b"], check.named("as in notebook 05", self.results))
        self.assertEqual(["01-a", "grow-c"], check.named("`01-a` and `grow-c`", self.results))
        self.assertEqual(list(self.results), check.named("nothing", self.results))

    def test_at_headings_of_the_second_level(self):
        self.assertEqual(["# a\n", "## b\n### c\n", "## d\n"], check.sections("# a\n## b\n### c\n## d\n"))


if __name__ == "__main__":
    unittest.main()
