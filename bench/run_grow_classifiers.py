"""Children per minute, side by side: the library's stacked children and plain PyTorch, one child at a time.

    mvn -q package -DskipTests
    bench/.venv/bin/python bench/run_grow_classifiers.py vit          # writes bench/results/grow-vit.json
    bench/.venv/bin/python bench/run_grow_classifiers.py resnet       # writes bench/results/grow-resnet.json
    bench/.venv/bin/python bench/run_grow_classifiers.py vit --quick  # does it run? writes target/grow-vit-quick.json

Run it with the Python of `bench/requirements.txt`. Every round runs `java/GrowClassifiers.java` and both arrangements of
`grow_classifiers.py`, on two cores and on the CPU. The peer's network and fine-tuning are those that the library's run
reports; it refuses to run where its backbone has another number of parameters.
"""

import tempfile
from itertools import count
from pathlib import Path

from sidebyside import TWO_CORES, Benchmark, Side, arguments, arrangements, compare, java, runner

FAMILIES = {"vit": "supvit", "resnet": "resnet"}


def main() -> None:
    kind = runner(FAMILIES)
    numbers = {
        "children": (32, 16, "the library's in each round, 8 to a stack"),
        "peer_children": (12, 2, "each arrangement's in each round"),
        "steps": (140, 20, "of each child; the standard recipe's mean"),
    }
    name = f"grow-{kind}"
    options = arguments(name, "Children per minute: the library beside plain PyTorch.", numbers)
    with tempfile.TemporaryDirectory(prefix=name) as folder:
        rounds = count(1)

        def grow(settings: dict) -> list[str]:
            fresh = Path(folder, f"round-{next(rounds)}")
            return java(options, "GrowClassifiers.java", FAMILIES[kind], options.children, options.steps, fresh)

        stacked = Side("stacked", "the library", grow)
        peers = arrangements("grow_classifiers.py", TWO_CORES, options.peer_children, {"stack"})
        compare(Benchmark(name, "children", [stacked], peers), options)


if __name__ == "__main__":
    main()
