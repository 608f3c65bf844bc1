"""What a notebook sees: pictures, tables, cards, live bars, and the stop button on a jungle that grows."""

import base64
import shutil
import tempfile
import time
import unittest
from pathlib import Path

from kernel_case import JJAVA, ROOT, KernelCase

PNG = b"\x89PNG\r\n\x1a\n"


class Shown(KernelCase):
    """`show(...)` returns nothing, and displays each thing as text and as something better."""

    def shown(self, code):
        """The one MIME bundle that a cell displays."""
        reply = self.ok(code)
        self.assertIsNone(reply.value)
        self.assertEqual("", reply.printed + reply.warned)
        self.assertEqual(
            ["display_data"], [kind for kind, _ in reply.messages if kind != "status" and kind != "execute_input"]
        )
        self.assertTrue(reply.data[0]["text/plain"])
        return reply.data[0]

    def html(self, code, *parts):
        data = self.shown(code)
        self.assertNotIn("<script", data["text/html"])
        for part in parts:
            self.assertIn(part, data["text/html"])
        return data

    def png(self, code, text):
        data = self.shown(code)
        self.assertEqual(PNG, base64.b64decode(data["image/png"])[:8])
        self.assertRegex(data["text/html"], f'^(<style>[^<]*</style>)?<img alt="[^"]*{text}')
        self.assertIn(text, data["text/plain"])

    def test_chart(self):
        self.png('show(Charts.line("training", "step", "loss").series("ancestor", new double[] {3, 2, 1}))', "training")

    def test_image_grid(self):
        pictures = "ShapeWorld.of(16).draw(List.of(Concept.of(0), Concept.of(7)), new Seeds(1)).pixels()"
        self.png(f'show(ImageGrid.of({pictures}, 3, 16, 16).title("two concepts"))', "two concepts")

    def test_table(self):
        table = 'Table.create("results", StringColumn.create("method", "ridge"), DoubleColumn.create("accuracy", .97))'
        data = self.html(f"show({table})", "<table", "ridge")
        self.assertIn("accuracy", data["text/plain"])

    def test_card(self):
        data = self.html('show(Card.of("a <b> jungle").row("LoRAs", 600))', "a &lt;b&gt; jungle", "600")
        self.assertIn("LoRAs", data["text/plain"])

    def test_run(self):
        self.html('show(Run.start("tutorial", 7).with("rank", 4).finished())', "tutorial", "rank", "seed")

    def test_text(self):
        self.assertEqual({"text/plain": "[1, 2]"}, self.shown("show(List.of(1, 2))"))
        self.assertEqual({"text/plain": "null"}, self.shown("show((Object) null)"))

    def test_many_things_come_in_order(self):
        reply = self.ok('show("one", Card.of("two"), "three")')
        self.assertEqual(["one", "two", "three"], [data["text/plain"].splitlines()[0] for data in reply.data])
        self.assertIsNone(reply.value)

    def test_cells_value_is_shown_in_the_same_way(self):
        (data,) = self.ok('Card.of("value").row("LoRAs", 600)').data
        self.assertIn("600", data["text/html"])
        self.assertIn("600", data["text/plain"])

    def test_what_cannot_be_drawn_says_so_and_the_kernel_lives(self):
        for error in ("IllegalStateException", "NoClassDefFoundError"):
            fault = f'throw new {error}("no font");'
            broken = f'new Showable() {{ public String html() {{ {fault} }} public String text() {{ return "x"; }} }}'
            for cell in (f"show({broken})", broken):
                (data,) = self.ok(cell).data
                self.assertIn("no font]", data["text/plain"])
                self.assertIn("not shown: ", data["text/plain"])
        self.assertEqual("2", self.ok("1 + 1").value)


class Bars(KernelCase):
    """The bar of a job moves below the cell that started it."""

    def bar(self, reply):
        """The texts that one bar showed, in order."""
        self.assertEqual("", reply.warned)
        drawn = reply.of("display_data", "update_display_data")
        self.assertEqual(1, len({content["transient"]["display_id"] for content in drawn}))
        self.assertEqual(1, len(reply.of("display_data")))
        self.assertTrue(all("text/html" in content["data"] for content in drawn))
        return [content["data"]["text/plain"] for content in drawn]

    def moves(self, texts, total):
        self.assertRegex(texts[0], rf"^counting \[#*-+\] \d+/{total}, \d+ %")  # after a second
        self.assertGreater(len(texts), 4)
        self.assertLess(len(texts), total / 2)  # five times a second, not once a step
        self.assertRegex(texts[2], rf"\[#+-+\] \d+/{total}, \d+ %, .*/s, .* left")
        self.assertRegex(texts[-1], "^counting: done in ")

    def test_moves_while_the_cell_runs(self):
        block = (
            'try (Progress job = Progress.of("counting", 120))'
            " { for (int i = 0; i < 120; i++) { Thread.sleep(20); job.step(); } }"
        )
        self.moves(self.bar(self.ok(block)), 120)

    def test_moves_from_worker_threads(self):
        block = (
            'try (Workers workers = Workers.of(2); Progress job = Progress.of("counting", 240)) {'
            " Callable<Integer> task = () -> { Thread.sleep(20); job.step(); return 1; };"
            " workers.run(job, Collections.nCopies(240, task)); }"
        )
        self.moves(self.bar(self.ok("import java.util.concurrent.Callable;\n" + block)), 240)

    def test_says_where_a_failed_job_stood(self):
        block = (
            'try (Progress job = Progress.of("counting", 9))'
            ' { Thread.sleep(1100); job.step(4); throw new IllegalStateException("bad rows"); }'
        )
        reply = self.kernel.run(block)
        self.assertIn("bad rows", reply.error)
        self.assertEqual("counting: stopped at 4 of 9", self.bar(reply)[-1])

    def test_jobs_within_a_job_stand_below_it_and_leave_one_line(self):
        block = (
            'try (Progress jungle = Progress.of("jungle", 6)) { for (int tree = 0; tree < 2; tree++) {'
            ' try (Progress part = jungle.part("tree " + tree, 3)) { for (int model = 0; model < 3; model++) {'
            ' try (Progress inner = Progress.of("model " + model, 12)) {'
            " for (int i = 0; i < 12; i++) { Thread.sleep(100); inner.step(); } } part.step(); } } } }"
        )
        texts = self.bar(self.ok(block))
        live = next(text for text in texts if "model" in text and text.endswith(" left"))
        self.assertRegex(live, r"^jungle \[.*\n  tree \d \[.*\n    model \d \[#*-*\] \d+/12, .*/s, .* left")
        self.assertRegex(texts[-1], "^jungle: done in [^\n]*$")

    def test_a_short_job_leaves_no_bar(self):
        reply = self.ok('try (Progress job = Progress.of("counting", 9)) { job.step(9); }')
        self.assertEqual([], reply.data)


class Values(KernelCase):
    """The value of a cell prints as something that can be read."""

    def test_arrays(self):
        self.assertEqual("float[3][4]: 0.0, 0.0, 0.0, 0.0, ...", self.ok("new float[3][4]").value)

    def test_a_long_text_is_cut(self):
        value = self.ok('"a".repeat(2_000_000)').value
        self.assertLess(len(value), 11_000)
        self.assertTrue(value.endswith("... 1,990,000 more characters"))

    def test_images_are_pictures(self):
        reply = self.ok("new ShapeWorld(16, .3, .38, .42, 5, .5, 0).draw(ShapeWorld.concepts(), new Seeds(1))")
        self.assertIn("the first 60 of 1,000 images", reply.data[-1]["text/html"])

    def test_a_record_of_arrays(self):
        self.ok("record Halves(int[] left, List<float[]> right) {}")
        value = self.ok("new Halves(new int[] {3, 1}, List.of(new float[2]))").value
        self.assertEqual("Halves[left=int[2]: 3, 1, right=[float[2]: 0.0, 0.0]]", value)

    def test_a_chart_of_xchart_is_a_picture(self):
        reply = self.ok("new org.knowm.xchart.XYChart(200, 100)")
        self.assertIn("image/png", reply.data[-1])


class Errors(KernelCase):
    """The message first, then the notebook's own lines, by cell and line."""

    def test_message_and_place(self):
        reply = self.kernel.run('int rows = 3;\nCheck.that(rows == 2, "expected 2 rows, found %d", rows);')
        error = reply.of("error")[0]
        self.assertEqual("IllegalArgumentException", error["ename"])
        self.assertEqual("expected 2 rows, found 3", error["evalue"])
        self.assertRegex(
            error["traceback"][-1], r"^    at cell \[\d+\], line 2: Check\.that\(rows == 2, \"expected 2 rows"
        )

    def test_a_deep_recursion_is_a_few_lines(self):
        self.ok("int deep(int n) { return deep(n + 1); }")
        error = self.kernel.run("deep(0)").of("error")[0]
        self.assertEqual("StackOverflowError", error["ename"])
        self.assertLess(len(error["traceback"]), 6)

    def test_what_the_compiler_says_is_the_message(self):
        error = self.kernel.run('int x = "a";').of("error")[0]
        self.assertEqual("incompatible types: java.lang.String cannot be converted to int", error["evalue"])


class StoppedJungle(KernelCase):
    """The stop button on `Jungle.grow`: it ends at once, says so, and the same cell run again goes on."""

    RECIPE = (
        "Recipe recipe = new Recipe(7, ShapeWorld.of(16),"
        " new DiffusionTransformer.Settings(16, 3, 4, 16, 1, 2, 32, 2),"
        " new Recipe.AncestorSettings({ancestor}, 8, 2, 1e-3),"
        " new Recipe.LoraSettings(4, {lora}, 2, 1e-2, 2), 4, 3, 1);"
    )

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="jungle test "))
        self.addCleanup(shutil.rmtree, self.folder)

    def stop_and_go_on(self, recipe, title):
        self.ok(recipe)
        cell = f'Jungle jungle = Jungle.grow(recipe, Path.of("{self.folder.as_posix()}"));'
        sent = self.kernel.start(cell)
        self.kernel.wait_for_shown(sent, f"{title} [#")
        pressed = time.monotonic()
        self.kernel.interrupt()
        reply = self.kernel.finish(sent)
        self.assertLess(time.monotonic() - pressed, 10)  # bench/stop measures it; other tests use the cores here
        self.assertEqual("error", reply["status"])
        last = self.kernel.wait_for_shown(sent, f"{title}: ")
        self.assertRegex(last, rf"^{title}: stopped at \d+ of \d+")
        again = self.ok(cell)
        done = [data["text/plain"] for data in again.data]
        self.assertRegex(next(text for text in done if text.startswith(f"{title} ")), rf"{title} \[[#-]+\] \d+/")
        self.assertRegex(next(text for text in done if text.startswith(f"{title}: ")), rf"^{title}: done in ")
        self.assertEqual("12", self.ok("jungle.models().size()").value)

    def test_while_the_ancestor_learns(self):
        self.stop_and_go_on(self.RECIPE.format(ancestor=2000, lora=5), "ancestor learns to draw")

    def test_while_loras_grow(self):
        self.stop_and_go_on(self.RECIPE.format(ancestor=10, lora=400), "growing 12 LoRAs")


class PlainJavaKernelShows(KernelCase):
    """JJava's own kernel: the one line that brings the library sets up its pictures and bars as well."""

    name = JJAVA

    def test_one_line_sets_everything_up(self):
        self.ok(f'%classpath "{ROOT / "target" / "modeljungle.jar"}"')
        self.ok("import org.modeljungle.*; import org.modeljungle.show.*; import static org.modeljungle.show.Show.*;")
        reply = self.ok('show(Card.of("jungle").row("LoRAs", 600))')
        self.assertIn("600", reply.data[0]["text/html"])
        self.assertIsNone(reply.value)
        self.assertIn("600", self.ok('Card.of("jungle").row("LoRAs", 600)').data[0]["text/html"])
        bar = self.ok('try (Progress job = Progress.of("counting", 2)) { Thread.sleep(1100); job.step(2); }')
        self.assertRegex(bar.data[-1]["text/plain"], "^counting: done in ")


if __name__ == "__main__":
    unittest.main()
