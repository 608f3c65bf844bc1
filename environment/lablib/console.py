"""What the user reads while lab works: short lines, one per step."""

import sys
import time


class Stop(Exception):
    """A reason to stop that is told to the user without a stack trace."""


def say(text):
    print("lab: {}".format(text), flush=True)


def fail(text):
    print("lab: {}".format(text), file=sys.stderr, flush=True)


class step:
    """`with step("building the library"):` says when a step starts, and how long it took."""

    def __init__(self, text):
        self.text = text

    def __enter__(self):
        self.start = time.monotonic()
        say(self.text + " ...")

    def __exit__(self, kind, error, trace):
        if kind is None:
            say("{}: done in {:.0f} s".format(self.text.split(" (")[0], time.monotonic() - self.start))
