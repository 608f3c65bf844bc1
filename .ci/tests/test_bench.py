"""How benchmarks start Java."""

import argparse
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import sidebyside  # noqa: E402
import standalone  # noqa: E402

NATIVE = "--enable-native-access=ALL-UNNAMED"  # without it, newer Java warns on standard error of the engine


class Java(unittest.TestCase):
    def test_may_load_native_code(self):
        program = standalone.JavaProgram.__new__(standalone.JavaProgram)  # compiles nothing
        program.name, program.options, program.classes = "Program", ("-Xmx40m",), Path("classes")
        alone = program.command("a", 1)
        self.assertEqual(["-Xmx40m", "Program", "a", "1"], [alone[1], *alone[-3:]])
        beside = sidebyside.library(argparse.Namespace(java="java"), "Program", "library").command({})
        for command, main in ((alone, "Program"), (beside, "Bench")):
            self.assertIn(NATIVE, command[: command.index(main)])


if __name__ == "__main__":
    unittest.main()
