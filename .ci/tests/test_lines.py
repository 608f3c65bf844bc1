"""Python's lines and Java's comments end at 120 columns; Spotless sees to Java's code."""

import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMENT = re.compile(r"\s*(\*|//|/\*\*)")


def kept(file: Path, line: str) -> bool:
    return len(line) <= 120 or (file.suffix == ".java" and not COMMENT.match(line))


class Lines(unittest.TestCase):
    def test_end_at_120_columns(self):
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        names = [name for name in listed.split("\0") if name.endswith((".py", ".java")) or name == "environment/lab"]
        self.assertGreater(len(names), 500)
        long = [
            f"{name}:{number}: {len(line)} columns"
            for name in names
            if (ROOT / name).exists()
            for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), 1)
            if not kept(Path(name), line)
        ]
        self.assertEqual(long, [])


if __name__ == "__main__":
    unittest.main()
