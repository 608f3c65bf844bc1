"""Runs Maven and says what it downloads while it does: Maven alone is silent, or says too much."""

import re
import subprocess
import threading
import time

from lablib import children
from lablib.console import say

SECONDS = 10  # between two lines
KEPT = 40  # last lines that are shown where Maven fails
CODES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
BEGUN = re.compile(r"Downloading from \S+: \S*/(\S+)")
ENDED = re.compile(r"Downloaded from \S+: \S+ \(([\d.]+) ?(B|[kMG]B)")
UNITS = {"B": 1e-6, "kB": 1e-3, "MB": 1, "GB": 1e3}


class Downloads:
    """What Maven has downloaded so far, read off its lines."""

    def __init__(self):
        self.files, self.megabytes, self.current = 0, 0.0, ""
        self.lines, self.told = [], None

    def read(self, line):
        """Takes a line of Maven's, without the codes for colours."""
        line = CODES.sub("", line.rstrip())
        begun, ended = BEGUN.search(line), ENDED.search(line)
        if begun:
            self.current = begun.group(1)
        elif ended:
            self.files += 1
            self.megabytes += float(ended.group(1)) * UNITS[ended.group(2)]
            self.current = ""
        elif line.strip():
            self.lines = [*self.lines, line][-KEPT:]

    def news(self):
        """A sentence about what has come; None before the first file."""
        if not (self.files or self.current):
            return None
        now = f", now {self.current}" if self.current else ""
        return f"Maven has downloaded {self.files} files, {self.megabytes:.0f} MB{now}"

    def problems(self):
        """The lines that say why it failed: Maven's errors, else its last lines."""
        return [line for line in self.lines if line.startswith("[ERROR]")] or self.lines


def run_maven(command, environ, cwd, seconds=SECONDS):
    """Runs a command of Maven's; its exit code. Every few seconds a line says what it downloads."""
    downloads, ended = Downloads(), threading.Event()
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    child = children.start(command, cwd=cwd, env=environ, **pipe)
    teller = threading.Thread(target=_tell, args=(downloads, ended, seconds), daemon=True)
    teller.start()
    try:
        with child.stdout:
            for raw in child.stdout:
                downloads.read(raw.decode(errors="replace"))
    finally:
        ended.set()
        teller.join()
    code = child.wait()
    if code:
        print("\n".join(downloads.problems()), flush=True)
    return code


def _tell(downloads, ended, seconds):
    """Says the news that have changed, until the end."""
    due = time.monotonic() + seconds
    while not ended.wait(max(0, due - time.monotonic())):
        due += seconds
        news = downloads.news()
        if news and news != downloads.told:
            downloads.told = news
            say(news)
