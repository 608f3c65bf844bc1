"""What lab can do: set up, open JupyterLab, run notebooks, test."""

import os
import re
import subprocess
import time
from pathlib import Path

from lablib import children, gpu, index, reproduction, setup
from lablib.console import fail, say

QUICKSTART = "notebooks/01-quickstart.ipynb"


class Lab:
    """One checkout of the repository with the tools found on this machine."""

    def __init__(self, root, jdk, maven, profile):
        self.root = Path(root)
        self.jdk, self.maven = jdk, maven
        self.python = setup.venv_python(self.root)
        self.environ = setup.environment(self.root, jdk, os.environ, profile)

    def set_up(self):
        """Brings everything up to date; a second or two where nothing changed."""
        with setup.lock(self.root):
            setup.make_venv(self.root, self.environ)
            gpu.add(self.root, setup.venv(self.root), self.python, self.environ)
            setup.build_library(self.root, self.maven, self.environ)
            setup.add_data(self.root, self.environ)
            setup.unpack_engine(self.root, self.jdk, self.environ)
            setup.install_kernel(self.root, self.jdk, self.environ)

    def open(self, options):
        """JupyterLab in the browser, until it is closed."""
        notebook = self.root / QUICKSTART
        say("opening JupyterLab; Ctrl-C here ends it")
        own = [
            f"--ServerApp.root_dir={self.root}",
            "--ServerApp.answer_yes=True",
            "--MultiKernelManager.default_kernel_name=modeljungle",
        ]
        command = [self.python, "-m", "jupyterlab", *own, *options]
        command += [notebook] if notebook.is_file() else []
        return children.started(lambda: subprocess.Popen(command, cwd=self.root, env=self.environ)).wait()

    def run(self, notebooks, output):
        """Runs notebooks one after the other; the exit code is 1 when one of them failed."""
        return self._each("notebook.py", notebooks, output)

    def html(self, notebooks, output):
        """Exports notebooks as pages that need no network; the exit code is 1 when one of them failed."""
        with setup.lock(self.root):
            setup.make_venv(self.root, self.environ)
        return self._each("page.py", notebooks, output)

    def reproduce(self, notebooks):
        """Runs notebooks anew, all of them where none is named, and says which of their results changed."""
        chosen = notebooks or [str(file) for file in index.notebooks(self.root)]
        failed, said = [], []
        for name in chosen:
            results = self.root / reproduction.RESULTS / f"{Path(name).stem}.json"
            before = reproduction.metrics(results) if results.is_file() else {}
            if self.run([name], None):
                failed.append(name)
                continue
            after = reproduction.metrics(results) if results.is_file() else {}
            changed = reproduction.changes(before, after)
            said.append(f"{Path(name).stem}: {len(changed)} of {len(before)} results changed")
            said += [f"  {line}" for line in changed]
        for line in said:
            say(line)
        return 1 if failed else self.reproduction()

    def reproduction(self):
        """REPRODUCTION.md from the results files that are there."""
        written = reproduction.write(self.root)
        say(f"{reproduction.PAGE} {'written' if written else 'is up to date'}")
        return 0

    def index(self):
        """notebooks/README.md and its small pictures from the notebooks and results files that are there."""
        self._test_tools()
        return children.run([self.python, self.root / "environment" / "lablib" / "index.py"], env=self.environ)

    def _test_tools(self):
        with setup.lock(self.root):
            setup.make_venv(self.root, self.environ)
            setup.add_test_tools(self.root, self.environ)

    def _each(self, program, notebooks, output):
        failed = []
        for name in notebooks:
            command = [self.python, self.root / "environment" / "lablib" / program, name]
            with reproduction.Kept(name) as kept:
                if children.run(command + (["--output", output] if output else []), env=self.environ):
                    failed.append(name)
                else:
                    kept.keep()
        if failed:
            fail(f"{len(failed)} of {len(notebooks)} notebooks failed: {', '.join(failed)}")
        return 1 if failed else 0

    def test(self):
        """Maven's whole build with its tests, a program that uses the installed library, the tests on a real kernel.

        A skipped test counts as a failed run, but for those in a browser or behind nginx outside CI where none is
        installed.
        """
        passed, summary = {}, []
        with setup.lock(self.root):
            setup.make_venv(self.root, self.environ)
            setup.add_test_tools(self.root, self.environ)
            setup.add_data(self.root, self.environ)
            passed["Maven Surefire"] = self._maven(["install"], "Maven's build and tests", summary)
            if passed["Maven Surefire"]:
                setup.stamp_library(self.root)
        self.set_up()
        if passed["Maven Surefire"]:
            consumer = ["-f", self.root / "src" / "it" / "consumer" / "pom.xml", "test"]
            passed["consumer"] = self._maven(consumer, "a program that depends on the installed library", summary)
        say("running the tests on the real kernel")
        kernel = [self.python, self.root / "src" / "it" / "kernel"]
        passed["real kernel"] = children.run(kernel, cwd=self.root, env=self.environ) == 0
        say("; ".join(f"{what}: {'passed' if well else 'FAILED'}" for what, well in passed.items()))
        for line in summary:
            print(line, flush=True)
        return 0 if all(passed.values()) else 1

    def _maven(self, goals, what, summary):
        """Streams Maven's output; whether it passed with none skipped. Surefire's closing lines go to summary."""
        say(f"running {what}")
        command = [self.maven.command, "-B", *goals]
        totals, started = [], time.monotonic()
        pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        child = children.start(command, cwd=self.root, env=self.environ, **pipe)
        for raw in child.stdout:
            line = raw.decode(errors="replace").rstrip()
            print(line, flush=True)
            if re.search(r"Tests run: \d+, Failures: \d+, Errors: \d+, Skipped: \d+$", line):
                totals.append(line)
        code = child.wait()
        say(f"Maven took {time.monotonic() - started:.0f} s")
        summary += totals
        skipped = sum(int(re.search(r"Skipped: (\d+)", line).group(1)) for line in totals)
        if skipped:
            fail(f"{skipped} tests were skipped; expected none")
        return code == 0 and not skipped
