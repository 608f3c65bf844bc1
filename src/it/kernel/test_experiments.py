"""An experiment in a real kernel: finished trials are found again, and never those of other code."""

import shutil
import tempfile
import unittest
from pathlib import Path

from kernel_case import IJAVA, JJAVA, KernelCase, load_into_ijava, load_into_jjava


class EditedCell(KernelCase):
    """A training of one's own: its code is in a cell, which is edited."""

    CODE = """
        record Mine(int size) implements Trainable<Integer> {{
            public String name() {{ return "mine"; }}
            public Object settings() {{ return this; }}
            public String data(DataDigests digests) {{ return "none"; }}
            public long steps() {{ return 0; }}
            public Integer train(TrainingContext context) {{ return {body}; }}
            public Outcome evaluate(Integer trained) {{ return Outcome.of("count", trained, 1); }}
        }}
    """

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="trials "))
        self.addCleanup(shutil.rmtree, self.folder)

    def outcome(self, body):
        self.ok(self.CODE.format(body=body))
        self.ok(f'Outcomes done = Experiment.of("mine", new Mine(3)).in(Path.of("{self.folder.as_posix()}")).run();')
        return self.ok('done + ", " + done.first().outcome().score()').value

    def test_an_edited_cell_is_trained_anew(self):
        self.assertEqual("1 trial: 0 found, 1 trained, 4.0", self.outcome("size + 1"))
        self.assertEqual("1 trial: 1 found, 0 trained, 4.0", self.outcome("size + 1"))
        self.assertEqual("1 trial: 0 found, 1 trained, 5.0", self.outcome("size + 2"))
        self.assertEqual("1 trial: 1 found, 0 trained, 4.0", self.outcome("size + 1"))

    def test_a_method_of_another_cell_counts_too(self):
        self.ok("int more(int size) { return size + 1; }")
        self.assertEqual("1 trial: 0 found, 1 trained, 4.0", self.outcome("more(size)"))
        self.ok("int more(int size) { return size + 2; }")
        self.assertEqual("1 trial: 0 found, 1 trained, 5.0", self.outcome("more(size)"))


class EditedCellInPlainJava(EditedCell):
    """The same in JJava's own kernel."""

    name = JJAVA

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_into_jjava(
            cls.kernel, "import java.nio.file.*; import org.modeljungle.*; import org.modeljungle.experiment.*;"
        )


if IJAVA:

    class EditedCellInIJava(EditedCell):
        """And in IJava."""

        name = IJAVA

        @classmethod
        def setUpClass(cls):
            super().setUpClass()
            load_into_ijava(cls.kernel)
            cls.kernel.run("import java.nio.file.*; import org.modeljungle.experiment.*;")


if __name__ == "__main__":
    unittest.main()
