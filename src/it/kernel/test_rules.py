"""Rules of living in a kernel that no other test keeps; CONTRIBUTING.md has the list of all."""

import json
import math
import os
import signal
import tempfile
import time
import unittest
from pathlib import Path

from kernel_case import ROOT, Kernel, KernelCase


def floats(value):
    """All fractions within what was read from JSON."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [number for part in value for number in floats(part)]
    return [value] if isinstance(value, float) else []


class Rules(KernelCase):
    def test_a_renderer_that_throws_an_error_leaves_the_kernel_alive(self):
        """One of the user's own: in plain JJava it ends the thread that runs the cells, and every later cell hangs."""
        self.ok("record Broken(int x) {}")
        self.ok(
            "org.dflib.jjava.jupyter.kernel.BaseKernel.notebookKernel().getRenderer().createRegistration(Broken.class)"
            '.preferring("text/html").register((value, context) -> { throw new NoClassDefFoundError("no font"); });'
        )
        reply = self.kernel.run("new Broken(1)", timeout=30)
        self.assertEqual("error", reply.status)
        self.assertIn("no font", reply.error)
        self.assertEqual("2", self.ok("1 + 1").value)

    def test_what_goes_on_in_the_background_stays_with_its_cell(self):
        """The bar of a thread that outlives its cell changes where it is, not below the next cell."""
        sent = self.kernel.start(
            'Thread thread = new Thread(() -> { try (Progress job = Progress.of("behind", 60)) {'
            " for (int i = 0; i < 60; i++) { Thread.sleep(100); job.step(); } }"
            " catch (InterruptedException e) { } }); thread.start(); Thread.sleep(3000);"
        )
        self.kernel.wait_for_shown(sent, "behind [#")
        self.assertEqual("ok", self.kernel.finish(sent)["status"])
        self.assertRegex(self.kernel.wait_for_shown(sent, "behind: "), "^behind: done in ")
        self.assertEqual([], self.ok("int next = 1;").data)

    def test_lambdas_may_call_the_notebooks_own_methods(self):
        """JShell has no references to its methods: what takes functions takes plain lambdas."""
        self.ok("float[][] vectors(List<String> texts) { return new float[texts.size()][2]; }")
        self.ok("TextEncoder encoder = texts -> vectors(texts);")
        self.assertEqual("3", self.ok('encoder.encode(List.of("a", "b", "c")).length').value)

    def test_the_library_can_be_set_up_again_and_again(self):
        self.ok("for (int i = 0; i < 3; i++) org.modeljungle.show.Notebook.init();")
        bar = self.ok('try (Progress job = Progress.of("once", 1)) { Thread.sleep(1100); job.step(); }')
        self.assertEqual(1, len(bar.of("display_data")))

    def test_no_number_that_json_lacks(self):
        """Python reads them nevertheless: what it read is looked through."""
        card = 'show(Card.of("card").row("loss", Double.NaN).row("worst", Double.POSITIVE_INFINITY))'
        for cell in (card, "show(Double.NaN)", "Double.NaN"):
            reply = self.ok(cell)
            self.assertTrue(reply.data)
            self.assertEqual([], [number for number in floats(reply.messages) if not math.isfinite(number)])


class Measured(unittest.TestCase):
    """What cannot be timed beside other work, as it was measured on a machine that did nothing else."""

    LONGEST = 0.5  # seconds of a step, native ones among them, which cannot be interrupted
    LONGER = {"stop/training-mvprobe/worst": 1}  # a step of 34 million parameters

    def test_no_kind_of_work_takes_long_to_stop(self):
        measured = json.loads((ROOT / "bench" / "results" / "stop.json").read_text(encoding="utf-8"))["metrics"]
        worst = {one["name"]: one["value"] for one in measured if one["name"].endswith("/worst")}
        self.assertGreaterEqual(len(worst), 9)
        slow = {name: own for name, own in worst.items() if own >= self.LONGER.get(name, self.LONGEST)}
        self.assertEqual({}, slow)


@unittest.skipUnless(os.path.isdir("/proc/self"), "needs Linux's signals")
class Crashes(unittest.TestCase):
    def test_a_crash_leaves_nothing_beside_the_notebooks(self):
        with tempfile.TemporaryDirectory() as folder:
            kernel = Kernel("modeljungle", cwd=folder)
            self.addCleanup(kernel.stop)
            pid = int(kernel.run("ProcessHandle.current().pid()").value)
            spec = Path(kernel.manager.kernel_spec.resource_dir)
            os.kill(pid, signal.SIGSEGV)
            report, end = spec / f"hs_err_pid{pid}.log", time.monotonic() + 60
            while not report.is_file() and time.monotonic() < end:
                time.sleep(0.1)
            self.assertTrue(report.is_file(), f"expected a report {report}")
            report.unlink()
            self.assertEqual([], os.listdir(folder))


if __name__ == "__main__":
    unittest.main()
