"""Training steps of ProbeGen per minute, side by side: the library's stacked networks and plain PyTorch, one network at a time.

    mvn -q package -DskipTests
    bench/.venv/bin/python bench/run_probegen.py siren        # writes bench/results/probegen-siren.json
    bench/.venv/bin/python bench/run_probegen.py cnn          # writes bench/results/probegen-cnn.json
    bench/.venv/bin/python bench/run_probegen.py cnn --quick  # does it run? writes target/probegen-cnn-quick.json

Run it with the Python of `bench/requirements.txt`. Every round runs `java/TrainProbeGen.java` and `train_probegen.py` with one
and with two threads, on two cores and on the CPU; the ratio is against the faster of the two.
"""

from sidebyside import Benchmark, Side, arguments, compare, java, python, runner

# steps of the library, and of PyTorch, which needs no more to be steady: nothing is compiled while it runs
KINDS = {"siren": ((3000, 40), (400, 40)), "cnn": ((240, 10), (120, 10))}


def main() -> None:
    kind = runner(KINDS)
    name = f"probegen-{kind}"
    own, peers = KINDS[kind]
    numbers = {"steps": (*own, "of the library's training"), "peer_steps": (*peers, "of PyTorch's")}
    options = arguments(name, "ProbeGen: the library beside plain PyTorch.", numbers)
    stacked = Side("stacked", "the library", lambda settings: java(options, "TrainProbeGen.java", name, kind, options.steps))

    def peer(way: str, threads: int) -> Side:
        def command(settings: dict) -> list[str]:
            same = settings | {"steps": options.peer_steps}
            return python("train_probegen.py", f"--threads={threads}", *[f"--{k}={v}" for k, v in same.items()])

        return Side(way, f"one network at a time, {threads} thread{'s' * (threads - 1)}", command, threads=threads)

    sides = [peer("threads-one", 1), peer("threads-two", 2)]
    compare(Benchmark(name, "steps", [stacked], sides), options)


if __name__ == "__main__":
    main()
