"""What a notebook holds: nothing by accident, %jungle tells and frees, a full heap is one message."""

import os
import shutil
import tempfile
import unittest
from pathlib import Path

from kernel_case import IJAVA, JJAVA, Kernel, KernelCase, load_into_ijava, load_into_jjava

HELD = "System.gc(); (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1_000_000"
MEGABYTES = 40  # of the array that the cells make


class Flat(KernelCase):
    """Cells that are run again and again hold no more than once."""

    def held(self):
        """Megabytes in use."""
        return int(self.ok(HELD).value)

    def grown(self, cell):
        """Megabytes that ten runs of a cell hold, over what one does."""
        self.ok(cell)
        before = self.held()
        for _ in range(10):
            self.ok(cell)
        return self.held() - before

    def test_values_without_a_name(self):
        self.assertLess(self.grown("new float[10_000_000]"), MEGABYTES)

    def test_values_with_a_name(self):
        self.assertLess(self.grown("float[] big = new float[10_000_000];"), MEGABYTES)

    def test_arrays_of_the_engine(self):
        cell = "try (var scope = Torch.scope()) { scope.zeros(new ai.djl.ndarray.types.Shape(1000, 1000)); }"
        self.assertLess(self.grown(cell), MEGABYTES)
        self.assertEqual("0", self.ok("NativeUse.now().stream().mapToInt(NativeUse::arrays).sum()").value)


class Values(KernelCase):
    """The value of a cell goes with the next cell, unless that one names it."""

    def last_name(self):
        """The name that JShell gave to the last value."""
        names = "jdk.jshell.VarSnippet"
        shell = "org.modeljungle.kernel.KernelShell.of(org.dflib.jjava.jupyter.kernel.BaseKernel.notebookKernel())"
        listed = f'{{ String n = ""; for ({names} v : {shell}.get().variables().toList()) n = v.name();'
        return self.ok(listed + " System.out.print(n); }").printed

    def test_a_value_that_the_next_cell_names_stays(self):
        number = 1 + int((self.last_name() or "$0")[1:])
        self.ok("new float[] {7}")
        self.assertEqual("7.0", self.ok(f"${number}[0]").value)
        self.ok("1 + 1")
        self.assertEqual("7.0", self.ok(f"${number}[0]").value)

    def test_numbers_stay(self):
        number = 1 + int((self.last_name() or "$0")[1:])
        self.ok("40 + 2")
        self.ok("int other = 1;")
        self.assertEqual("42", self.ok(f"${number}").value)


class Jungle(KernelCase):
    """%jungle lists what is held, and frees it."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="cache "))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        (cls.folder / "trials").mkdir()
        (cls.folder / "trials" / "one.json").write_text("x" * 1234)
        cls.kernel = Kernel(cls.name, MODELJUNGLE_CACHE=str(cls.folder))
        cls.addClassCleanup(cls.kernel.stop)

    def jungle(self, line):
        (data,) = self.ok(line).data
        self.assertNotIn("<script", data["text/html"])
        return data["text/plain"]

    def test_lists_memory_variables_and_the_cache(self):
        self.ok('LayerBank bank = new LayerBank("q", new Dense(100, 64, 64, new float[100 * 64 * 64]));')
        self.ok("var scope = Torch.scope(); var array = scope.zeros(new ai.djl.ndarray.types.Shape(1000, 1000));")
        held = self.jungle("%jungle")
        self.assertRegex(held, r"Java's heap +\d[\d.]* MB of at most \d")
        self.assertIn("JDK_JAVA_OPTIONS=-Xmx8g", held)
        self.assertRegex(held, r"engine, cpu +4\.0 MB in 1 arrays, 1 open scopes")
        self.assertRegex(held, r"bank +LayerBank +layer 'q' \[100, 64, 64\] +1\.6 MB +0 bytes")
        self.assertRegex(held, r"array +.*NDArray .* 4\.0 MB")
        self.assertRegex(held, r"trials +1 +1\.2 kB")
        freed = self.jungle("%jungle free bank scope none")
        self.assertRegex(freed, r"no such variable +none")
        self.assertNotIn("engine, cpu", freed)
        self.assertRegex(freed, r"bank +LayerBank +nothing")

    def test_frees_values_without_a_name(self):
        self.ok("new float[10_000_000]")
        cell = "int mark = 1; // the array is let go when this cell starts\nfloat[] other = new float[5];"
        self.ok(cell)
        self.ok("new double[5_000_000]")
        freed = self.jungle("%jungle free")
        self.assertNotIn("double[]", freed)
        self.assertRegex(freed, r"freed +\d")

    def test_other_words_are_refused(self):
        reply = self.kernel.run("%jungle fre")
        self.assertIn("%jungle: expected nothing behind it, or 'free' and perhaps names", reply.error)


class Full(KernelCase):
    """A full heap is one clear message; the kernel lives, and the next cell works."""

    @classmethod
    def setUpClass(cls):
        usual = os.environ.get("JDK_JAVA_OPTIONS", "")
        cls.kernel = Kernel(cls.name, JDK_JAVA_OPTIONS=f"{usual} -Xmx600m".lstrip())
        cls.addClassCleanup(cls.kernel.stop)

    def error(self, cell):
        error = self.kernel.run(cell).of("error")[0]
        self.assertLess(len(error["traceback"]), 4)
        return error["evalue"]

    def test_too_large_an_array(self):
        said = self.error("new float[400_000_000]")
        self.assertRegex(said, r"^out of memory: Java's heap of 6\d\d MB is too small")
        self.assertIn("%jungle free", said)
        self.assertIn("JDK_JAVA_OPTIONS=-Xmx8g", said)
        self.assertEqual("2", self.ok("1 + 1").value)

    def test_a_heap_that_stays_full(self):
        self.ok("var hold = new ArrayList<byte[]>();")
        for _ in range(2):
            self.assertIn("out of memory", self.error("while (true) hold.add(new byte[5_000_000]);"))
            self.assertEqual("2", self.ok("1 + 1").value)
        self.assertRegex(self.ok("%jungle free hold").data[0]["text/plain"], r"freed +\d\d\d MB")
        self.assertEqual("1000000", self.ok("new byte[1_000_000].length").value)

    def test_too_large_an_array_of_the_engine(self):
        shape = "new ai.djl.ndarray.types.Shape(1_000_000_000_000L)"
        said = self.error(f"try (var scope = Torch.scope()) {{ scope.zeros({shape}); }}")
        self.assertIn("out of memory: the engine has no room for an array, which takes 4.0 TB", said)
        self.assertEqual("2", self.ok("1 + 1").value)


class PlainJava(Flat):
    """The same in JJava's own kernel."""

    name = JJAVA

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_into_jjava(cls.kernel, "import org.modeljungle.tensor.*;")

    def test_jungle(self):
        self.assertIn("Java's heap", self.ok("%jungle").data[0]["text/plain"])


if IJAVA:

    class IJava(PlainJava):
        """And in IJava."""

        name = IJAVA

        @classmethod
        def setUpClass(cls):
            KernelCase.setUpClass.__func__(cls)
            load_into_ijava(cls.kernel)
            cls.kernel.run("import org.modeljungle.tensor.*;")

    class FullIJava(Full):
        """A full heap as well."""

        name = IJAVA

        @classmethod
        def setUpClass(cls):
            super().setUpClass()
            load_into_ijava(cls.kernel)
            cls.kernel.run("import org.modeljungle.tensor.*;")


if __name__ == "__main__":
    unittest.main()
