"""Makes the archive of classes that the kernel starts from. Runs the kernel once, inside the private environment.

Java maps such a file into memory without reading it in full: one that was cut off would end it. So the file gets its
name only once it is whole and a Java has started from it.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from jupyter_client.manager import KernelManager

KERNEL = "modeljungle"
QUIET = ("-Xlog:cds=off", "-Xlog:cds+dynamic=off")  # which classes cannot be kept is of no interest
END = "System.exit(0);"  # a kernel that is asked to shut down waits a minute for its threads
SECONDS = 180  # far above the usual 5: a busy machine is no failure
CELLS = (  # what a first cell makes the kernel load
    'new Seeds(1).split("a")',
    'show(Card.of("card").row("name", 1));',
    'try (Progress job = Progress.of("job", 1)) { job.step(); }',
    'String text = "a"; int number = 1; text + number',
)


def make(target):
    """Writes the archive; None, or what went wrong."""
    fresh = target.with_name(target.name + ".new")
    fresh.unlink(missing_ok=True)
    try:
        java = _run_kernel(fresh)
        if not fresh.is_file():
            return "the kernel left none"
        command = [java[0], "-Xshare:on", f"-XX:SharedArchiveFile={fresh}", *java[1:], "-version"]
        tried = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS)
        if tried.returncode:
            return tried.stdout.decode(errors="replace").strip() or f"exit code {tried.returncode}"
        os.replace(fresh, target)
        return None
    finally:
        fresh.unlink(missing_ok=True)


def _run_kernel(fresh):
    """Runs the kernel and ends it; Java's command and its class path, for a trial."""
    manager = KernelManager(kernel_name=KERNEL)
    argv = [word for word in manager.kernel_spec.argv if not word.startswith("-XX:SharedArchiveFile")]
    manager.kernel_spec.argv = [argv[0], f"-XX:ArchiveClassesAtExit={fresh}", *QUIET, *argv[1:]]
    manager.start_kernel()
    try:
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=SECONDS)
        for cell in CELLS:
            client.execute_interactive(cell, timeout=SECONDS, output_hook=lambda message: None)
        client.execute(END)
        _wait(manager)
        client.stop_channels()
    finally:
        if manager.is_alive():
            manager.shutdown_kernel(now=True)
    path = argv.index("-cp")
    return [argv[0], *argv[path : path + 2]]


def _wait(manager):
    end = time.monotonic() + SECONDS
    while manager.is_alive() and time.monotonic() < end:
        time.sleep(0.1)


def _terminate(number, frame):
    raise KeyboardInterrupt  # so that the kernel is ended, too


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", type=Path)
    signal.signal(signal.SIGTERM, _terminate)
    try:
        problem = make(parser.parse_args().target)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # whatever it was, the kernel starts without the archive
        problem = f"{type(error).__name__}: {error}"
    sys.exit(problem)


if __name__ == "__main__":
    main()
