"""The library in a real Java kernel: the project's own, and plain JJava with one line."""

import os
import re
import socket
import subprocess
import tempfile
import time
import unittest

from jupyter_client.connect import write_connection_file
from jupyter_client.kernelspec import KernelSpecManager
from kernel_case import JJAVA, READY_SECONDS, ROOT, Kernel, KernelCase

SEEDS = "Seeds[value=4258557881403305461]"  # new Seeds(1).split("a"), the same on every machine

DECLARATION = re.compile(r"^public (?:(?:final|sealed|abstract) )*(?:class|record|enum|interface) (\w+)", re.MULTILINE)


def public_types():
    """The full names of the public types that people use, read from the library's sources."""
    sources = ROOT / "src" / "main" / "java"
    found = []
    for file in sorted((sources / "org" / "modeljungle").rglob("*.java")):
        if {"kernel", "help"} & set(file.parts[len(sources.parts) :]):
            continue  # what stands between the library and the kernel
        for name in DECLARATION.findall(file.read_text(encoding="utf-8")):
            found.append(".".join([*file.parent.relative_to(sources).parts, name]))
    return found


class Imports(KernelCase):
    """What the start-up script brings, in a kernel where no other cell imported anything."""

    def test_every_public_type_has_its_plain_name(self):
        """All packages are imported, and no two of them, nor Java's or Tablesaw's, have a name in common."""
        types = public_types()
        self.assertGreater(len(types), 50)
        names = ", ".join(f"{name.rsplit('.', 1)[1]}.class.getName()" for name in types)
        self.assertEqual(types, self.ok(f'System.out.print(String.join("\\n", List.of({names})))').printed.split("\n"))
        self.assertEqual("tech.tablesaw.api.Table", self.ok("Table.class.getName()").value)
        self.ok('show("shown without its class\'s name")')


class ModelJungleKernel(KernelCase):
    def test_is_ready_soon(self):
        self.assertLess(self.kernel.seconds_to_ready, 60)

    @unittest.skipUnless(os.path.isdir("/proc/self"), "reads /proc: Linux")
    def test_is_the_java_virtual_machine_itself(self):
        """No launcher in between, whose death would leave a JVM that holds memory."""
        pid = int(self.ok("ProcessHandle.current().pid()").value)
        self.assertEqual(self.kernel.manager.provisioner.pid, pid)

    def test_library_is_imported(self):
        self.assertEqual(SEEDS, self.ok('new Seeds(1).split("a")').value)

    def test_java_standard_imports(self):
        self.assertEqual("[1, 2]", self.ok("new ArrayList<>(List.of(1, 2))").value)
        self.assertEqual("a", self.ok('Path.of("a")').value)

    def test_what_the_native_library_reads_at_start_is_set(self):
        shown = self.ok(
            'System.getenv("OMP_NUM_THREADS") + System.getenv("OMP_WAIT_POLICY") + System.getenv("OPT_OUT_TRACKING")'
        )
        self.assertEqual("1PASSIVEtrue", shown.value)

    def test_engine_computes_and_logs_nothing(self):
        reply = self.ok(
            "import ai.djl.ndarray.*; import ai.djl.ndarray.types.Shape;\n"
            "try (NDManager m = NDManager.newBaseManager())"
            " { System.out.print(m.ones(new Shape(2, 3)).sum().getFloat()); }"
        )
        self.assertEqual("6.0", reply.printed)
        self.assertEqual("", reply.warned)

    def test_warnings_of_the_library_are_shown_in_a_line(self):
        reply = self.ok('org.slf4j.LoggerFactory.getLogger("org.modeljungle.Some").warn("no font")')
        self.assertEqual("WARN Some - no font\n", reply.warned)

    def test_pictures_are_drawn_without_a_screen(self):
        reply = self.ok(
            "import org.knowm.xchart.*;\n"
            'XYChart chart = new XYChart(200, 100); chart.addSeries("loss", new double[] {1, 2, 3});\n'
            "BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG).length > 500"
        )
        self.assertEqual("true", reply.value)

    def test_exception_leaves_the_kernel_alive(self):
        reply = self.kernel.run('Check.that(false, "expected %d rows, found %d", 2, 3)')
        self.assertEqual("error", reply.status)
        self.assertIn("expected 2 rows, found 3", reply.error)
        self.assertEqual("2", self.ok("1 + 1").value)

    def test_compile_error_is_shown_and_leaves_the_kernel_alive(self):
        reply = self.kernel.run("int x = ;")
        self.assertEqual("error", reply.status)
        self.assertIn("illegal start of expression", reply.error)
        self.assertEqual("2", self.ok("1 + 1").value)

    def test_stop_button_ends_a_job_within_a_second(self):
        self.ok('Progress job = Progress.of("counting", 1);')
        self._stop('{ System.out.println("started"); while (true) { job.step(); } }')
        self.assertEqual("true", self.ok("job.isCancelled()").value)
        self.assertEqual("0", self.ok("long before = job.done(); Thread.sleep(200); job.done() - before").value)

    def test_stop_button_ends_a_sleeping_cell(self):
        self._stop('{ System.out.println("started"); Thread.sleep(60_000); }')

    def _stop(self, block):
        """One block: JJava runs a cell statement by statement, and a stop that comes between two of them is lost."""
        cell = self.kernel.start(block)
        self.kernel.wait_for_output("started")
        pressed = time.monotonic()
        self.kernel.interrupt()
        self.assertEqual("error", self.kernel.finish(cell)["status"])
        self.assertLess(time.monotonic() - pressed, 10)  # bench/stop measures it; other tests use the cores here
        self.assertEqual("2", self.ok("1 + 1").value)

    def test_shift_tab_shows_parameter_names(self):
        code = 'new Seeds(1).split("a")'
        self.assertIn("split(String name, long index)", self.kernel.inspect(code, code.index("split") + 2))

    def test_tab_completes_the_library(self):
        self.assertIn("permutation(", self.kernel.complete("new Seeds(1).per"))


class PlainJavaKernel(KernelCase):
    """JJava's own kernel: one line brings the library and all that it needs."""

    name = JJAVA

    def test_one_line_brings_everything(self):
        self.ok(f'%classpath "{ROOT / "target" / "modeljungle.jar"}"')  # quoted: a space would end it
        self.assertEqual(SEEDS, self.ok('import org.modeljungle.*; new Seeds(1).split("a")').value)
        self.assertIn(
            "ints", self.ok('import tech.tablesaw.api.*; Table.create("t", IntColumn.create("ints", 1, 2))').value
        )
        self.ok("import ai.djl.ndarray.*; import ai.djl.ndarray.types.Shape;")
        summed = (
            "try (NDManager m = NDManager.newBaseManager())"
            " { System.out.print(m.ones(new Shape(2, 3)).sum().getFloat()); }"
        )
        reply = self.ok(summed)
        self.assertEqual("6.0", reply.printed)
        self.assertEqual("", reply.warned)


class KernelProcess(unittest.TestCase):
    SECONDS = 30  # half of what JJava's threads wait for more cells

    def test_ends_by_itself_when_it_is_told_to(self):
        """Jupyter waits for that at each restart, and ends the process after 2.5 seconds."""
        kernel = Kernel("modeljungle")
        self.addCleanup(kernel.stop)
        self.assertEqual("2", kernel.run("1 + 1").value)
        kernel.client.shutdown()
        end = time.monotonic() + self.SECONDS
        while kernel.manager.is_alive():
            self.assertLess(time.monotonic(), end, "the kernel still runs")
            time.sleep(0.05)

    def test_ends_when_it_cannot_start(self):
        """Jupyter waits forever for one that lives on but does not answer; one that ends can be started again."""
        folder = self.enterContext(tempfile.TemporaryDirectory())
        for name in ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"):
            with self.subTest(taken=name), socket.create_server(("127.0.0.1", 0)) as other:
                path, _ = write_connection_file(
                    os.path.join(folder, f"{name}.json"), ip="127.0.0.1", **{name: other.getsockname()[1]}
                )
                code, told = self.start_by_hand(path)
                self.assertEqual(1, code, told)
                self.assertIn("Address already in use", told)
                self.assertIn("start the kernel again", told)

    def start_by_hand(self, connection_file):
        """Starts a kernel that is expected to end: its exit code, and what it told."""
        spec = KernelSpecManager().get_kernel_spec("modeljungle")
        argv = [word.format(connection_file=connection_file) for word in spec.argv]
        ended = subprocess.run(
            argv, env={**os.environ, **spec.env}, timeout=READY_SECONDS, stderr=subprocess.PIPE, text=True
        )
        return ended.returncode, ended.stderr


if __name__ == "__main__":
    unittest.main()
