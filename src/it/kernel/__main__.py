"""Runs every test_*.py of this folder, in the private environment that environment/lab makes; the last line counts.

Each test class runs in a process of its own, two more at a time than the machine has cores, since they often wait;
classes named on the command line, `test_show.Bars`, run in this process. A skipped test has failed, but for those in a
browser or behind nginx where there is none.
"""

import os
import re
import signal
import subprocess
import sys
import time
import unittest
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from browser import NONE as NO_BROWSER
from hub_case import NO_NGINX

HERE = Path(__file__).resolve().parent
AT_ONCE = min(4, 2 + (os.cpu_count() or 1))
LONGEST = (
    "test_gpu_check.",
    "test_pages.",
    "test_browser.",
    "test_lab.RunNotebook",
    "test_lab.Stopped",
    "test_show.",
    "test_lab.",
)
JAVA_OPTIONS = "-XX:TieredStopAtLevel=1"  # each Java ends before the second compiler has paid for itself
COUNT = re.compile(r"(\d+) passed, (\d+) failed\s*$")


def classes():
    """The names of all classes with tests; first those that take longest."""
    found = {}

    def collect(suite):
        for part in suite:
            if isinstance(part, unittest.TestSuite):
                collect(part)
            else:
                found[f"{type(part).__module__}.{type(part).__qualname__}"] = None

    collect(unittest.defaultTestLoader.discover(str(HERE), top_level_dir=str(HERE)))
    return sorted(found, key=lambda name: [not name.startswith(start) for start in LONGEST])


def run_here(names):
    """Runs classes in this process; the last line counts."""
    os.environ["JDK_JAVA_OPTIONS"] = f"{JAVA_OPTIONS} {os.environ.get('JDK_JAVA_OPTIONS', '')}".rstrip()
    tests = unittest.defaultTestLoader.loadTestsFromNames(names)
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(tests)
    excused = [reason for _, reason in result.skipped if reason in (NO_BROWSER, NO_NGINX)]
    faults = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses) + len(result.skipped)
    return count(result.testsRun - faults, faults - len(excused))


def count(passed, failed):
    print(f"{max(0, passed)} passed, {failed} failed", flush=True)
    return 1 if failed or passed < 1 else 0


class Workers:
    """Test classes that run side by side, each in a process of its own."""

    def __init__(self):
        self.running = set()
        self.stopped = False

    def run(self, name):
        """What the class's process printed, and how many tests passed and failed."""
        if self.stopped:
            return "", 0, 0
        started = time.monotonic()
        command = [sys.executable, HERE, name]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.running.add(process)
        output, _ = process.communicate()
        self.running.discard(process)
        counted = COUNT.search(output)
        passed, failed = map(int, counted.groups()) if counted else (0, 1)  # a process that died has failed
        return f"== {name}: {time.monotonic() - started:.0f} s\n{output}", passed, failed

    def stop(self):
        """Ends them, and waits until they and their kernels are gone."""
        self.stopped = True
        for process in list(self.running):
            process.terminate()
        for process in list(self.running):
            process.wait()


def run_all():
    """Runs each class in a process of its own and prints its output when it is done; the last line counts."""
    workers, passed, failed = Workers(), 0, 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            for done in as_completed([pool.submit(workers.run, name) for name in classes()]):
                output, well, ill = done.result()
                print(output, end="", flush=True)
                passed, failed = passed + well, failed + ill
        except KeyboardInterrupt:
            workers.stop()
            raise
    return count(passed, failed)


def terminate(number, frame):
    raise KeyboardInterrupt  # the one exception that unittest does not take for a failed test


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, terminate)
    sys.path.insert(0, str(HERE))
    try:
        sys.exit(run_here(sys.argv[1:]) if sys.argv[1:] else run_all())
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        sys.exit(130)
