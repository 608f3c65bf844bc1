"""What the user reads while lab works: short lines, one per step."""

import contextlib
import signal
import sys
import time

_late = None  # the signals that came while they were held back; None while none are


class Stop(Exception):
    """A reason to stop that is told to the user without a stack trace."""


class Terminated(BaseException):
    """Another program asked lab to end (SIGTERM), or its terminal is gone (SIGHUP)."""

    def __init__(self, number):
        super().__init__(number)
        self.number = number


def listen_to_signals():
    """From now on Ctrl-C raises KeyboardInterrupt and a termination raises Terminated; what is ignored stays so."""
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
        signal.signal(signal.SIGINT, _end)
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _end)


@contextlib.contextmanager
def signals_held_back():
    """What comes in between is raised at the end: for steps that must not be left half-way."""
    global _late
    _late = []
    try:
        yield
    finally:
        late, _late = _late, None
    for number in late:
        _end(number, None)


def _end(number, frame):
    if _late is not None:
        _late.append(number)
    elif number == signal.SIGINT:
        raise KeyboardInterrupt
    else:
        raise Terminated(number)


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
