"""Runs every test_*.py of this folder, in the private environment that environment/lab makes; the last line counts."""

import signal
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main():
    sys.path.insert(0, str(HERE))
    tests = unittest.defaultTestLoader.discover(str(HERE), top_level_dir=str(HERE))
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(tests)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses) + len(result.skipped)
    passed = (
        result.testsRun
        - len(result.failures)
        - len(result.errors)
        - len(result.unexpectedSuccesses)
        - len(result.skipped)
    )
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def terminate(number, frame):
    raise KeyboardInterrupt  # the one exception that unittest does not take for a failed test


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, terminate)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        sys.exit(130)
