"""Training steps of ProbeX per minute, side by side: the library in both precisions and plain PyTorch.

    mvn -q package -DskipTests
    bench/.venv/bin/python bench/run_probex.py step          # a step alone; writes bench/results/probex-step.json
    bench/.venv/bin/python bench/run_probex.py end-to-end    # from files; writes bench/results/probex-end-to-end.json
    bench/.venv/bin/python bench/run_probex.py step --quick  # does it run? writes target/probex-step-quick.json

Run it with the Python of `bench/requirements.txt`. Random models are written into a temporary folder first, `TMPDIR` or
the system's, and deleted in the end; then every round runs `java/TrainProbeX.java` in both precisions and each way of
`train_probex.py`, on two cores and on the CPU. Both sides start from the same parameters; the losses of a step are
compared, and what differs by more than rounding ends the run.
"""

import argparse
import subprocess
import sys
import tempfile

from sidebyside import ROOT, Benchmark, Side, arguments, compare, java, python, runner

MEASURED = {
    "step": (
        {"models": (128, 8), "epochs": (7, 4)},
        {"copied": "each batch copied together", "ready": "a batch that lies ready, nothing copied"},
        {"ratio": ["copied"], "ratio-batch-ready": ["ready"]},
    ),
    "end-to-end": (
        {"models": (128, 16), "epochs": (10, 2)},
        {"file-per-sample": "a file read for every sample of every step", "read-once": "all files read first"},
        {"ratio": ["file-per-sample"], "ratio-read-once": ["read-once"]},
    ),
}
MEANINGS = {"models": "weight files, 9.4 MB each", "epochs": "how often each model is seen"}
TOLERANCE = {"fp32": 2e-3, "bf16": 2e-2}  # between losses of about .7


def same_losses(results: dict[str, dict]) -> None:
    """Both sides see all models in every step, so that each step's loss has to be the same."""
    expected = results["copied"]["losses"]
    for precision, tolerance in TOLERANCE.items():
        found = results[precision]["losses"]
        if max(abs(one - other) for one, other in zip(found, expected, strict=True)) > tolerance:
            sys.exit(f"{precision}: expected losses within {tolerance} of {expected}, found {found}")


def options_of(measured: str) -> argparse.Namespace:
    sizes, _, _ = MEASURED[measured]
    numbers = {name: (*values, MEANINGS[name]) for name, values in sizes.items()}
    numbers |= {
        "rows": (768, 96, "of each matrix"),
        "cols": (3072, 2048, "of each matrix"),
        "batch": (128, 8, "models per step"),
    }
    return arguments(f"probex-{measured}", "ProbeX: the library beside plain PyTorch.", numbers)


def main() -> None:
    measured = runner(MEASURED)
    options = options_of(measured)
    if measured == "step" and options.models != options.batch:
        sys.exit(f"step: expected --models and --batch alike, found {options.models} and {options.batch}")
    _, ways, ratios = MEASURED[measured]
    name = f"probex-{measured}"
    with tempfile.TemporaryDirectory(prefix=name) as folder:
        sizes = [f"--{key}={getattr(options, key)}" for key in ("models", "rows", "cols")]
        subprocess.run(python("train_probex.py", "make", folder, *sizes), cwd=ROOT, check=True)

        def library(precision: str) -> Side:
            given = [name, folder, options.epochs, options.batch, precision, measured]
            return Side(precision, "the library", lambda settings: java(options, "TrainProbeX.java", *given, heap="6g"))

        def peer(way: str) -> Side:
            def command(settings: dict) -> list[str]:
                same = [f"--{key}={settings[key]}" for key in ("epochs", "batch", "rate", "decay")]
                return python("train_probex.py", way, folder, *same)

            return Side(way, ways[way], command, threads=2)

        check = {"check": same_losses} if measured == "step" else {}
        sides = [library("fp32"), library("bf16")], [peer(way) for way in ways]
        compare(Benchmark(name, "steps", *sides, ratios, **check), options)


if __name__ == "__main__":
    main()
