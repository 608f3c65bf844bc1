"""One benchmark, side by side: the library and plain PyTorch do the same in turn.

    mvn -q package -DskipTests
    bench/.venv/bin/python bench/run.py NAME            # writes bench/results/NAME.json
    bench/.venv/bin/python bench/run.py NAME --quick    # does it run? writes target/NAME-quick.json

Without a name it lists them. Run it with the Python of `bench/requirements.txt`.
"""

import sys
import tempfile
from pathlib import Path

from benchmarks import ALL
from sidebyside import arguments, build, compare


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in ALL:
        names = "\n".join(f"    {name:<20} {declared.description}" for name, declared in ALL.items())
        found = sys.argv[1] if len(sys.argv) > 1 else "nothing"
        sys.exit(f"expected a benchmark's name first, found {found}; --help comes after it:\n{names}")
    name = sys.argv.pop(1)
    declared = ALL[name]
    options = arguments(name, declared.description, declared.numbers)
    build(options)
    with tempfile.TemporaryDirectory(prefix=name) as folder:
        compare(declared.benchmark(name, options, Path(folder)), options)


if __name__ == "__main__":
    main()
