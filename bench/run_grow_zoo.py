"""Networks of a zoo per minute, side by side: the library's stacked networks and plain PyTorch, one at a time.

    mvn -q package -DskipTests
    bench/.venv/bin/python bench/run_grow_zoo.py siren        # writes bench/results/grow-siren.json
    bench/.venv/bin/python bench/run_grow_zoo.py cnn          # writes bench/results/grow-cnn.json
    bench/.venv/bin/python bench/run_grow_zoo.py cnn --quick  # does it run? writes target/grow-cnn-quick.json

Run it with the Python of `bench/requirements.txt`. Every round runs `java/GrowZoo.java` and all arrangements of
`grow_zoo.py`, on two cores and on the CPU. The first ratio is against the best arrangement, two processes among them; the second
against one network at a time.
"""

import tempfile
from itertools import count
from pathlib import Path

from sidebyside import ARRANGEMENTS, ONE_AT_A_TIME, Benchmark, Side, arguments, arrangements, compare, java, runner

# the library's networks in each round, each arrangement's, and the steps of each network
SIZES = {"siren": ((200, 100), (24, 2), (500, 20)), "cnn": ((80, 40), (12, 2), (300, 10))}


def main() -> None:
    kind = runner(SIZES)
    own, peers, steps = SIZES[kind]
    numbers = {
        "networks": (*own, "the library's in each round"),
        "peer_networks": (*peers, "each arrangement's in each round"),
        "steps": (*steps, "of each network"),
    }
    name = f"grow-{kind}"
    options = arguments(name, "Networks per minute: the library beside plain PyTorch.", numbers)
    with tempfile.TemporaryDirectory(prefix=name) as folder:
        rounds = count(1)

        def grow(settings: dict) -> list[str]:
            fresh = Path(folder, f"round-{next(rounds)}")
            return java(options, "GrowZoo.java", kind, options.networks, options.steps, fresh)

        stacked = Side("stacked", "the library", grow)
        peer = arrangements("grow_zoo.py", ARRANGEMENTS, options.peer_networks, set())
        ratios = {"ratio": list(ARRANGEMENTS), "ratio-one-at-a-time": ONE_AT_A_TIME}
        compare(Benchmark(name, "networks", [stacked], peer, ratios), options)


if __name__ == "__main__":
    main()
