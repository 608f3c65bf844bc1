"""The programs that lab starts: when lab is stopped, so are they, and lab waits until they have ended."""

import os
import signal
import subprocess

from lablib.console import Terminated, signals_held_back

TIDY_SECONDS = 20  # for a program to end in good order
_started = []


def start(command, **how):
    """Starts a program in a process group of its own: Ctrl-C reaches lab alone, which passes it on as a termination.

    A Python program that Ctrl-C reached by itself would print a traceback.
    """
    if os.name == "posix":
        how["process_group"] = 0
    return started(lambda: subprocess.Popen(command, stdin=subprocess.DEVNULL, **how))


def started(program):
    """Starts a program so that no moment is left in which lab could be stopped and not know that the program runs."""
    with signals_held_back():
        child = program()
        _started.append(child)
    return child


def run(command, **how):
    """Starts a program in a group of its own and waits for it: its exit code."""
    return start(command, **how).wait()


def stop_all():
    """Stops every program that still runs, the latest first."""
    for child in reversed(_started):
        stop(child)


def stop(child):
    """Asks a program to end and waits until it has; kills it where it takes too long, or at the user's second wish."""
    _send(child, signal.SIGTERM)
    try:
        child.wait(timeout=TIDY_SECONDS)
    except (subprocess.TimeoutExpired, KeyboardInterrupt, Terminated):
        _send(child, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        child.wait()


def _send(child, number):
    """To the whole group where the program leads one: Maven's tests run in a process below Maven's."""
    if child.poll() is not None:
        return
    if os.name == "posix" and os.getpgid(child.pid) == child.pid:
        os.killpg(child.pid, number)
    else:
        child.send_signal(number)
