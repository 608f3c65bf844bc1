"""What the library adds to a kernel: gathered output, cells that wait behind a failed one, stops that are not lost."""

import os
import tempfile
import time
import unittest
from pathlib import Path

from kernel_case import IJAVA, JJAVA, KernelCase, load_into_ijava, load_into_jjava


FLAG = "var {} = new java.util.concurrent.atomic.AtomicBoolean();"  # JShell's own variables cannot be volatile


def cpu_seconds(pid):
    """What a process has taken of the processor, all threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Queued(KernelCase):
    """Run All: cells that were sent behind one that fails, or is stopped, do not run."""

    def statuses(self, *cells, stop_on_error=True):
        sent = [self.kernel.start(cell, stop_on_error) for cell in cells]
        done = self.kernel.finish_all(sent)
        return [done[one][0]["status"] for one in sent]

    def test_cells_behind_a_failed_one_are_aborted(self):
        self.ok("int ran = 0;")
        failing = 'Thread.sleep(500); if (true) throw new IllegalStateException("bad");'
        self.assertEqual(["error", "aborted", "aborted"], self.statuses(failing, "ran++;", "ran++;"))
        self.assertEqual("0", self.ok("ran").value)

    def test_cells_behind_a_compile_error_are_aborted(self):
        self.assertEqual(["ok", "error", "aborted"], self.statuses("Thread.sleep(500);", "int x = ;", "int y = 1;"))

    def test_cells_run_on_where_the_front_end_asks_for_it(self):
        failing = 'Thread.sleep(300); if (true) throw new IllegalStateException("bad");'
        self.assertEqual(["error", "ok"], self.statuses(failing, "int z = 1;", stop_on_error=False))

    def test_cells_behind_a_stopped_one_are_aborted(self):
        cells = ('System.out.println("started"); Thread.sleep(60_000);', "int w = 1;")
        sent = [self.kernel.start(cell) for cell in cells]
        self.kernel.wait_for_output("started")
        self.kernel.interrupt()
        done = self.kernel.finish_all(sent)
        self.assertEqual(["error", "aborted"], [done[one][0]["status"] for one in sent])
        self.assertEqual("2", self.ok("1 + 1").value)

    def test_other_requests_in_the_queue_are_answered(self):
        failing = self.kernel.start('Thread.sleep(500); if (true) throw new IllegalStateException("bad");')
        asked = self.kernel.client.complete("new Seeds(1).per", 16)
        after = self.kernel.start("int v = 1;")
        replies = {}
        while len(replies) < 3:
            reply = self.kernel.client.get_shell_msg(timeout=30)
            replies[reply["parent_header"]["msg_id"]] = reply["content"]
        self.assertIn("permutation(", replies[asked]["matches"])
        self.assertEqual("aborted", replies[after]["status"])
        self.assertEqual("error", replies[failing]["status"])


class Printed(KernelCase):
    """Output is gathered, whole and in its order; a flood is cut."""

    def streams(self, reply):
        return reply.of("stream")

    def test_ten_thousand_lines_are_a_few_messages(self):
        reply = self.ok('for (int i = 0; i < 10_000; i++) System.out.println("line " + i);')
        self.assertEqual("".join(f"line {i}\n" for i in range(10_000)), reply.printed)
        self.assertLess(len(self.streams(reply)), 100)

    def test_both_streams_and_pictures_keep_their_order(self):
        reply = self.ok('System.out.println("a"); System.err.println("b"); show("c"); System.out.println("d");')
        found = [content.get("text") or content["data"]["text/plain"] for content in reply.of("stream", "display_data")]
        self.assertEqual(["a\n", "b\n", "c", "d\n"], found)

    def test_a_flood_is_cut_with_a_count(self):
        reply = self.ok('for (int i = 0; i < 200_000; i++) System.out.println("this is line " + i);')
        self.assertLess(len(reply.printed), 1_100_000)
        self.assertRegex(reply.printed, r"\.\.\. 1\d\d,\d{3} lines are not shown here")
        self.assertTrue(reply.printed.endswith("this is line 199998\nthis is line 199999\n"))

    def test_what_is_printed_before_an_error_is_shown_before_it(self):
        reply = self.kernel.run('System.out.println("a"); if (true) throw new IllegalStateException("bad");')
        kinds = [kind for kind, content in reply.messages if kind in ("stream", "error")]
        self.assertEqual(["stream", "error"], kinds)

    def test_a_long_cell_prints_while_it_runs(self):
        sent = self.kernel.start('System.out.println("early"); Thread.sleep(60_000);')
        self.kernel.wait_for_output("early")
        self.kernel.interrupt()
        self.assertEqual("error", self.kernel.finish(sent)["status"])


class Stopped(KernelCase):
    def test_a_stop_between_two_statements_is_not_lost(self):
        """A hundred short statements: the kernel alone forgets a stop that comes while it compiles one."""
        short = "\n".join(f"int s{i} = {i};" for i in range(100))
        cell = f'System.out.println("started");\n{short}\nThread.sleep(60_000);'
        for _ in range(3):
            sent = self.kernel.start(cell)
            self.kernel.wait_for_output("started")
            pressed = time.monotonic()
            self.kernel.interrupt()
            self.assertEqual("error", self.kernel.finish(sent)["status"])
            self.assertLess(time.monotonic() - pressed, 5)  # to compile one of them takes its time, on a busy machine

    def test_a_step_of_the_library_may_end(self):
        """Longer than what a loop of the cell's own is given: no warning of code that would end at once."""
        self.ok('Path file = Files.createTempDirectory("step").resolve("x");')
        step = "long end = System.nanoTime() + 1_500_000_000L; while (System.nanoTime() < end) { }"
        sent = self.kernel.start(f'{{ System.out.println("started"); AtomicFile.write(file, out -> {{ {step} }}); }}')
        self.kernel.wait_for_output("started")
        self.kernel.interrupt()
        reply, published = self.kernel.finish_all([sent])[sent]
        self.assertEqual("error", reply["status"])
        self.assertNotIn("its code runs on", str(published))

    def stopped(self, cell):
        """What a cell that shows "started" warns of once it is stopped."""
        sent = self.kernel.start(cell)
        self.kernel.wait_for_shown(sent, "started")
        pressed = time.monotonic()
        self.kernel.interrupt()
        reply, published = self.kernel.finish_all([sent])[sent]
        self.assertLess(time.monotonic() - pressed, 15)  # its loop takes a whole core
        self.assertEqual("error", reply["status"])
        return "".join(content["text"] for _, content in published if content.get("name") == "stderr")

    def test_code_that_runs_on_is_named(self):
        self.ok(FLAG.format("over"))
        self.addCleanup(self.ok, "over.set(true);")
        warned = self.stopped('{ show("started"); while (!over.get()) { } }')
        self.assertIn("its code runs on: thread ", warned)
        self.assertIn("restart the kernel", warned)

    def test_a_thread_of_the_cells_own_that_runs_on_is_named(self):
        self.ok(FLAG.format("poolOver") + "var pool = java.util.concurrent.Executors.newFixedThreadPool(3);")
        self.addCleanup(self.ok, "poolOver.set(true); pool.shutdown();")
        warned = self.stopped(
            "{ var going = new java.util.concurrent.CountDownLatch(1);"
            " var loop = pool.submit(() -> { going.countDown(); while (!poolOver.get()) { } });"
            ' going.await(); show("started"); loop.get(); }'
        )
        self.assertRegex(warned, r"its code runs on: thread pool-\d+-thread-1, in ")
        self.assertEqual("", self.stopped('{ show("started"); Thread.sleep(60_000); }'))

    def test_a_flood_does_not_hide_that_code_runs_on(self):
        self.ok(FLAG.format("printed"))
        self.addCleanup(self.ok, "printed.set(true);")
        flood = 'for (int i = 0; i < 200_000; i++) System.out.println("this is line " + i);'
        warned = self.stopped("{ " + flood + ' show("started"); while (!printed.get()) { } }')
        self.assertRegex(warned, "^The cell is stopped, but its code runs on: thread ")

    @unittest.skipUnless(os.path.isdir("/proc/self"), "reads /proc: Linux")
    def test_to_wait_for_what_was_stopped_takes_no_core(self):
        """A step of the library that takes three seconds more: the stop was repeated without a pause meanwhile."""
        self.ok('Path waits = Files.createTempDirectory("step").resolve("x");')
        pid = int(self.ok("ProcessHandle.current().pid()").value)
        step = (
            "long end = System.nanoTime() + 4_000_000_000L; while (System.nanoTime() < end)"
            " { Thread.interrupted(); java.util.concurrent.locks.LockSupport.parkNanos(20_000_000); }"
        )
        sent = self.kernel.start(f'{{ System.out.println("started"); AtomicFile.write(waits, out -> {{ {step} }}); }}')
        self.kernel.wait_for_output("started")
        before = cpu_seconds(pid)
        self.kernel.interrupt()
        self.assertEqual("error", self.kernel.finish(sent)["status"])
        self.assertLess(cpu_seconds(pid) - before, 1.5)

    def test_a_stop_that_the_cell_catches_leaves_printing_alive(self):
        """An interrupted thread that writes to the kernel's socket would close it."""
        sent = self.kernel.start(
            '{ System.out.println("started"); try { Thread.sleep(60_000); } catch (InterruptedException e)'
            ' { Thread.currentThread().interrupt(); System.out.println("caught"); show("shown"); } }'
        )
        self.kernel.wait_for_output("started")
        self.kernel.interrupt()
        self.kernel.finish(sent)
        self.assertEqual("again\n", self.ok('System.out.println("again");').printed)

    def test_two_clicks_stop_one_cell(self):
        for _ in range(3):
            sent = self.kernel.start('{ System.out.println("started"); Thread.sleep(60_000); }')
            self.kernel.wait_for_output("started")
            for _ in range(2):
                self.kernel.interrupt_and_wait()
            self.assertEqual("error", self.kernel.finish(sent)["status"])
            self.assertEqual("2", self.ok("1 + 1").value)

    def test_a_click_too_many_does_nothing(self):
        for _ in range(3):
            self.kernel.interrupt_and_wait()
        self.assertEqual("2", self.ok("1 + 1").value)


class Results(KernelCase):
    """No results file comes from a run with a failed part."""

    WRITE = (
        'Results.of(run).with(Results.Metric.cost("test/seconds", 1, "seconds")).write(Path.of("{file}"));'
    )

    def test_a_failed_part_keeps_results_from_being_written(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "results.json"
            write = self.WRITE.format(file=file.as_posix())
            self.ok('Run run = Run.start("test", 1); int n = 0;')
            part = 'if (n == 0) throw new IllegalStateException("bad");'
            self.assertEqual("error", self.kernel.run(part).status)
            refused = self.kernel.run(write)
            self.assertIn("expected a run whose cells all went through", refused.error)
            self.assertFalse(file.exists())
            self.ok("n = 1;")
            self.ok(part)
            self.ok(write)
            self.assertTrue(file.exists())


    def lab(self, cell, code, deleted=()):
        """What ended a cell that JupyterLab runs; empty where it went through."""
        reply = self.kernel.finish(self.kernel.start_as_lab(cell, code, deleted))
        return f"{reply['ename']}: {reply['evalue']}" if reply["status"] == "error" else ""

    def test_a_stopped_cell_counts_until_it_goes_through(self):
        """Also where a run is started behind it and goes on with older variables."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "results.json"
            write = self.WRITE.format(file=file.as_posix())
            grow = "grown = 1; Thread.sleep(wait); grown = 2;"
            self.assertEqual("", self.lab("first", "int grown = 0; long wait = 60_000;"))
            sent = self.kernel.start_as_lab("grow", 'System.out.println("started"); ' + grow)
            self.kernel.wait_for_output("started")
            self.kernel.interrupt()
            self.assertEqual("error", self.kernel.finish(sent)["status"])
            self.assertEqual("", self.lab("settings", 'Run run = Run.start("test", 1);'))
            refused = self.lab("write", write)
            self.assertRegex(refused, r"found that cell \[\d+\] 'System\.out.*' was stopped; run it again")
            self.assertFalse(file.exists())
            self.assertEqual("", self.lab("first", "wait = 1;"))
            self.assertEqual("", self.lab("grow", grow))
            self.assertEqual("", self.lab("write", write))
            self.assertTrue(file.exists())

    def test_a_scratch_cell_is_deleted_or_forgotten(self):
        with tempfile.TemporaryDirectory() as folder:
            write = self.WRITE.format(file=(Path(folder) / "results.json").as_posix())
            self.assertEqual("", self.lab("settings", 'Run run = Run.start("test", 1);'))
            for cells in ([("write", write, ["scratch"])], [("any", "CellHistory.forget();"), ("write", write)]):
                self.assertIn("Compilation", self.lab("scratch", "int x = ;"))
                self.assertIn("delete it or run CellHistory.forget()", self.lab("write", write))
                self.assertEqual([""] * len(cells), [self.lab(*cell) for cell in cells])


class PlainJava(Queued):
    """All of it in JJava's own kernel, once the library is there."""

    name = JJAVA

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_into_jjava(cls.kernel, "import org.modeljungle.*;")


if IJAVA:

    class IJava(Queued, Printed, Stopped):
        """The same in IJava, with the lines of the README."""

        name = IJAVA

        @classmethod
        def setUpClass(cls):
            super().setUpClass()
            load_into_ijava(cls.kernel)
            cls.kernel.run("import java.nio.file.*;")


if __name__ == "__main__":
    unittest.main()
