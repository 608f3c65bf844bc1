"""LoRAs per minute, side by side: the library's stacked growth and plain PyTorch, one LoRA at a time.

    mvn -q package -DskipTests
    bench/.venv/bin/python bench/run_grow_lora.py            # writes bench/results/grow-lora.json
    bench/.venv/bin/python bench/run_grow_lora.py --quick    # does it run? writes target/grow-lora-quick.json

Run it with the Python of `bench/requirements.txt`. Every round runs `java/GrowLora.java` and both arrangements of
`grow_lora.py`, on two cores and on the CPU. The peer's network and fine-tuning are those that the library's run reports.
"""

from sidebyside import TWO_CORES, Benchmark, Side, arguments, arrangements, compare, java

NAME = "grow-lora"


def main() -> None:
    numbers = {
        "loras": (40, 20, "the library's in each round, 10 to a stack"),
        "peer_loras": (12, 2, "each arrangement's in each round"),
        "steps": (None, 20, "of each LoRA; default: the recipe's"),
    }
    options = arguments(NAME, "LoRAs per minute: the library beside plain PyTorch.", numbers)
    wished = [options.loras] + ([options.steps] if options.steps else [])
    stacked = Side("stacked", "the library", lambda settings: java(options, "GrowLora.java", *wished))
    compare(Benchmark(NAME, "LoRAs", [stacked], arrangements("grow_lora.py", TWO_CORES, options.peer_loras, {"stack"})), options)


if __name__ == "__main__":
    main()
