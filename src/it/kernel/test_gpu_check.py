"""The bundle for a GPU machine, unpacked elsewhere and run there, on the processor and in its smallest size."""

import json
import os
import platform
import subprocess
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

from kernel_case import ROOT

BENCH = ROOT / "bench" / "gpu"
LARGEST = 45e6  # bytes of the archive

sys.path.insert(0, str(BENCH))
from parts import PARTS  # noqa: E402


def load_tests(loader, tests, pattern):
    """Packed on one Linux for another."""
    return tests if (platform.system(), platform.machine()) == ("Linux", "x86_64") else unittest.TestSuite()


def engine():
    """The library's own PyTorch, as it was unpacked."""
    cache = Path(os.environ.get("DJL_CACHE_DIR") or Path.home() / ".djl.ai")
    return next((cache / "pytorch").glob("*-cpu-linux-x86_64"))


class Bundle(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = Path(cls.temporary.name)
        cls.archive = cls.folder / "gpu.tar.xz"
        subprocess.run([sys.executable, BENCH / "bundle", cls.archive], check=True)
        cls.bundle = cls.folder / "unpacked"
        with tarfile.open(cls.archive) as archive:
            archive.extractall(cls.bundle)

    def check(self, *arguments, out="out"):
        command = [sys.executable, self.bundle / "check", self.folder / out, "--device=cpu", "--smallest", *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd=self.folder)

    def test_it_is_small_enough_to_carry(self):
        self.assertLess(self.archive.stat().st_size, LARGEST)

    def test_all_checks_run(self):
        done = self.check(f"--torch-lib={engine()}", "--minutes=20")
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        lines = done.stdout.splitlines()
        self.assertIn(" cores", lines[0])
        wanted = [part.name for part in PARTS if not part.long and not part.only_gpu]
        self.assertEqual(["tests/tensor", *wanted], [line.split()[0] for line in lines[1:-1]])
        result = json.loads((self.folder / "out" / "gpu.json").read_text())
        self.assertEqual([], result["failures"])
        self.assertEqual(lines[0], result["run"]["machine"]["device"])
        self.assertRegex(result["run"]["commit"], "^[0-9a-f]{40}")
        self.assertTrue(result["run"]["versions"]["pytorch"].startswith("2.7.1"))
        self.assertTrue(all(metric["n"] > 0 for metric in result["metrics"]))
        self.assertLessEqual(
            {f"gpu/{name}" for name in ("stop/seconds", "quickstart/growing-seconds")},
            {metric["name"] for metric in result["metrics"]},
        )

    def test_what_fails_is_said_and_does_not_end_the_rest(self):
        missing = self.bundle / "classes" / "org" / "modeljungle" / "search" / "ModelIndex.class"
        missing.rename(self.folder / missing.name)
        try:
            done = self.check(f"--torch-lib={engine()}", "--only=quickstart,same-bits/probex/fp32", out="broken")
        finally:
            (self.folder / missing.name).rename(missing)
        self.assertEqual(1, done.returncode)
        self.assertRegex(done.stdout, r"quickstart +FAILED: exit status 1: .*NoClassDefFoundError.*ModelIndex")
        self.assertRegex(done.stdout, r"same-bits/probex/fp32 +[0-9.]+ s\n")
        result = json.loads((self.folder / "broken" / "gpu.json").read_text())
        self.assertEqual(["quickstart"], [failure["name"] for failure in result["failures"]])
        self.assertEqual(0, result["said"]["same-bits/probex/fp32"]["differing"])

    def test_what_there_is_no_time_for_is_left_out(self):
        done = self.check(f"--torch-lib={engine()}", "--only=stop,same-bits", "--minutes=0", out="late")
        self.assertEqual(0, done.returncode, done.stderr)
        result = json.loads((self.folder / "late" / "gpu.json").read_text())
        self.assertEqual(5, len(result["left_out"]))
        done = self.check(f"--torch-lib={engine()}", "--only=quick", out="none")
        self.assertEqual(1, done.returncode)
        self.assertIn(
            "check: expected names of checks in --only, or what they begin with, found ['quick']; there are "
            "tests/tensor, ",
            done.stderr,
        )

    def test_a_bound_and_a_need_are_held_to(self):
        memory = next(part for part in PARTS if part.most)
        self.assertEqual("", memory.wrong({"more_megabytes": 1}))
        self.assertEqual("more_megabytes is 65.0, above 64", memory.wrong({"more_megabytes": 65}))
        full = next(part for part in PARTS if part.only_gpu)
        self.assertEqual("refused is False, not True", full.wrong({"refused": False}))

    def test_a_machine_that_lacks_something_is_told_what(self):
        done = self.check(f"--torch-lib={self.folder}")
        self.assertEqual(
            f"check: expected PyTorch's libraries in {self.folder.resolve()}, found no libtorch.so; see --torch-lib\n",
            done.stderr,
        )
        package = self.folder / "torch"
        (package / "lib").mkdir(parents=True)
        (package / "lib" / "libtorch.so").touch()
        (package / "version.py").write_text("__version__ = '2.11.0+cu130'\n")
        done = self.check(f"--torch-lib={package / 'lib'}", "--only=stop")
        self.assertIn("check: expected PyTorch 2.7.1, for which this was packed, found 2.11.0 in", done.stderr)


if __name__ == "__main__":
    unittest.main()
