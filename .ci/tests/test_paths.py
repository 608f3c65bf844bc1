"""No committed notebook or result names a folder of the machine that it was run on."""

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = re.compile(r"/(root|home/\w+|Users/\w+)/|[A-Z]:\\\\+Users")


class Paths(unittest.TestCase):
    def test_no_home_of_anyone_is_named(self):
        files = [*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("notebooks/results/*.json")]
        self.assertGreater(len(files), 20)
        found = [file.name for file in files if HOME.search(file.read_text(encoding="utf-8"))]
        self.assertEqual([], found, "show what does not hold a path, and run it again")


if __name__ == "__main__":
    unittest.main()
