"""Training steps of ProbeGen per minute, side by side: the library's stacked networks and plain PyTorch, one network at a time.

    mvn -q package -DskipTests
    bench/.venv/bin/python bench/run_probegen.py siren        # writes bench/results/probegen-siren.json
    bench/.venv/bin/python bench/run_probegen.py cnn          # writes bench/results/probegen-cnn.json
    bench/.venv/bin/python bench/run_probegen.py cnn --quick  # does it run? writes target/probegen-cnn-quick.json

Run it with the Python of `bench/requirements.txt`. Every round runs `java/TrainProbeGen.java` and `train_probegen.py` with one
and with two threads, on two cores and on the CPU; the ratio is against the faster of the two.
"""

from sidebyside import Benchmark, Side, arguments, compare, java, python, runner

KINDS = {"siren": (400, 40), "cnn": (120, 10)}  # steps


def main() -> None:
    kind = runner(KINDS)
    name = f"probegen-{kind}"
    options = arguments(name, "ProbeGen: the library beside plain PyTorch.", {"steps": (*KINDS[kind], "of training")})
    stacked = Side("stacked", "the library", lambda settings: java(options, "TrainProbeGen.java", name, kind, options.steps))

    def peer(way: str, threads: int) -> Side:
        def command(settings: dict) -> list[str]:
            return python("train_probegen.py", f"--threads={threads}", *[f"--{k}={v}" for k, v in settings.items()])

        return Side(way, f"one network at a time, {threads} thread{'s' * (threads - 1)}", command, threads=threads)

    peers = [peer("threads-one", 1), peer("threads-two", 2)]
    compare(Benchmark(name, "steps", [stacked], peers), options)


if __name__ == "__main__":
    main()
