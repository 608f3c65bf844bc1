"""Python's lines end at 120 columns, as Java's do."""

import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Lines(unittest.TestCase):
    def test_end_at_120_columns(self):
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        files = [ROOT / name for name in listed.split("\0") if name.endswith(".py") or name == "environment/lab"]
        self.assertGreater(len(files), 20)
        long = [
            f"{file.relative_to(ROOT)}:{number}: {len(line)} columns"
            for file in files
            if file.is_file()
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
            if len(line) > 120
        ]
        self.assertEqual([], long)


if __name__ == "__main__":
    unittest.main()
